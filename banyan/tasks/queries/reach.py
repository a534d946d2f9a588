"""Whom a task reaches, and whose tasks reach a person."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from banyan.orgs.models import Organisation
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import below
from banyan.people.models import Person
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.tasks.models import Task


def orgs_reaching(person: Person, day: date) -> list[int]:
    """Whose tasks reach a person: his home and all above it, and the organisations that host him that day."""
    above = [int(step, 16) for step in person.home.path.strip("/").split("/")]
    floating = Organisation.objects.filter(pk__in=above, kind=OrganisationKind.FLOATING)
    stays = open_memberships(MembershipKind.HOST, day).filter(person=person)
    hosts = stays.filter(org__kind=OrganisationKind.FLOATING).values_list("org", flat=True)
    return [*(set(above) - set(floating.values_list("pk", flat=True))), *hosts]


def people_reached(task: Task) -> "QuerySet[Person]":
    """Whom a task speaks to: home members of a tree organisation and below, host members of a floating branch."""
    found = Person.objects.filter(ended_on=None).select_related("home")
    if task.org.kind != OrganisationKind.FLOATING:
        return found.filter(below(task.org.path, org="home"))
    stays = open_memberships(MembershipKind.HOST, today()).filter(org=task.org)
    return found.filter(Exists(stays.filter(person=OuterRef("pk"))))


def is_reached(task: Task, person: Person) -> bool:
    """Does the task speak to this person today?"""
    return task.org_id in orgs_reaching(person, today())
