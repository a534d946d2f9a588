"""Whom a task reaches, and whose tasks reach a person; and whom of them it asks."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from banyan.orgs.models import Organisation, Region
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import below
from banyan.people.models import Person
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.prepared import prepared
from banyan.tasks.models import Readiness, Task


class Places(Protocol):
    """What a story above knows of where members are now (settings.BANYAN_PLACES)."""

    def people_in(self, region: Region) -> "QuerySet[Person]": ...
    def region_of(self, person: Person) -> str: ...
    def region_choices(self) -> "list[tuple[str, list[tuple[str, str | Promise]]]]": ...


def places() -> Places:
    return cast(Places, import_module(settings.BANYAN_PLACES))


def orgs_reaching(person: Person, day: date) -> list[int]:
    """Whose tasks reach a person: his home and all above it, and the organisations that host him that day."""
    above = orgs_above(person)
    floating = Organisation.objects.filter(pk__in=above, kind=OrganisationKind.FLOATING)
    stays = open_memberships(MembershipKind.HOST, day).filter(person=person)
    hosts = stays.filter(org__kind=OrganisationKind.FLOATING).values_list("org", flat=True)
    return [*(set(above) - set(floating.values_list("pk", flat=True))), *hosts]


def orgs_above(person: Person) -> list[int]:
    """His home and every organisation above it."""
    return [int(step, 16) for step in person.home.path.strip("/").split("/")]


def speaking_to(person: int, above: list[int], day: date) -> Q:
    """The same of one task that is at hand: asked along with it, without a list of organisations first."""
    is_floating = Q(org__kind=OrganisationKind.FLOATING)
    stays = open_memberships(MembershipKind.HOST, day).filter(person=person, org=OuterRef("org"))
    return ((Q(org__in=above) & ~is_floating) | (is_floating & Q(Exists(stays)))) & meant_for(person)


def meant_for(person: Person | int) -> Q:
    """Tasks for everybody they reach, and those that name this person."""
    named = Task.people.through.objects.filter(task=OuterRef("pk"), person=person)
    return Q(is_named=False) | Q(Exists(named))


def people_reached(task: Task) -> "QuerySet[Person]":
    """Whom a task speaks to: home members of a tree organisation and below, host members of a floating branch;
    of these only the people it names, when it names any."""
    found = Person.objects.filter(ended_on=None).select_related("home")
    if task.is_named:
        found = found.filter(pk__in=task.people.values("pk"))
    if task.org.kind != OrganisationKind.FLOATING:
        return found.filter(below(task.org.path, org="home"))
    stays = open_memberships(MembershipKind.HOST, today()).filter(org=task.org)
    return found.filter(Exists(stays.filter(person=OuterRef("pk"))))


def people_asked(task: Task) -> "QuerySet[Person]":
    """Whom of those it reaches a task asks: in its city, with one of its skills, and nobody who wants no questions now.

    Everybody it reaches may claim it all the same.
    """
    found = people_reached(task)
    if task.city is not None:
        found = found.filter(pk__in=places().people_in(task.city).values("pk"))
    found = found.exclude(pk__in=Readiness.objects.filter(quiet_until__gt=today()).values("person"))
    if task.skills:
        able = Readiness.objects.exclude(skills=[]).values_list("person", "skills")
        found = found.filter(pk__in=[person for person, skills in able if set(skills) & set(task.skills)])
    return found


def people_called(org: Organisation, names: Sequence[str]) -> tuple[list[Person], list[str]]:
    """Whom an organisation reaches by these full names; and the names that are nobody's, or two people's."""
    reached = people_reached(Task(org=org)).filter(name__in=names)
    found: dict[str, list[Person]] = {}
    for person in reached:
        found.setdefault(person.name, []).append(person)
    wrong = [name for name in names if len(found.get(name, [])) != 1]
    return [people[0] for people in found.values() if len(people) == 1], wrong


def people_named(org: Organisation, refs: Sequence[UUID]) -> list[Person]:
    """Whom of these an organisation reaches."""
    return list(people_reached(Task(org=org)).filter(ref__in=refs)) if refs else []


def is_reached(task: Task, person: Person) -> bool:
    """Does the task speak to this person today?"""
    return bool(_reached(task.pk, person.pk, orgs_above(person), today()))


@prepared
def _reached(task: int, person: int, above: list[int], day: date) -> "QuerySet[Task]":
    return Task.objects.filter(speaking_to(person, above, day), pk=task).only("pk")


def readiness_of(person: Person) -> Readiness:
    """What he said he can do; an empty row, not written, when he said nothing."""
    return Readiness.objects.filter(person=person).first() or Readiness(person=person)
