"""所需所盼: what home needs and hopes for (D-05)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.tasks.models import Need
from banyan.tasks.permissions import PUBLISH
from banyan.tasks.queries.reach import orgs_reaching

ROWS = 100


def needs_kept_by(viewer: Viewer) -> "QuerySet[Need]":
    """The open list of the organisations he publishes for, the newest first."""
    found = Need.objects.filter(viewer.reach(PUBLISH), ended_at=None, task=None)
    return found.select_related("org").order_by("-pk")


def needs_listed(viewer: Viewer) -> list[Need]:
    return list(needs_kept_by(viewer)[:ROWS])


def needs_told(person: Person) -> list[Need]:
    """What home needs and nobody has made a task of yet, for a member to read."""
    found = Need.objects.filter(org__in=orgs_reaching(person, today()), ended_at=None, task=None)
    return list(found.order_by("-pk")[:20])


def find_need(viewer: Viewer, ref: UUID | str) -> Need:
    """One line of a list he keeps; Http404 otherwise."""
    found = needs_kept_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
