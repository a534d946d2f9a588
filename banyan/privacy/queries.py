"""Reading the record of acts, and what is held on one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Q, QuerySet, Value
from django.http import Http404
from django.utils.functional import Promise

from banyan.audit.models import Entry
from banyan.audit.queries import all_entries
from banyan.orgs.models import Organisation
from banyan.orgs.queries import ancestors_of, subtree_of
from banyan.orgs.viewers import Viewer
from banyan.people.models import Membership, Person
from banyan.people.queries import person_of
from banyan.privacy.permissions import READ_RECORD, SEE_OWN_LOOKS
from banyan.privacy.words import EXPORTS, LOOKS
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import midnight

NEWEST_FIRST = ("-seq",)


@dataclass(frozen=True)
class Wanted:
    """Which part of the record is asked for: days (both counted), an act, an organisation with all below it."""

    from_day: date | None = None
    until_day: date | None = None
    act: str = ""
    org: str = ""

    @property
    def names(self) -> list[str]:
        """Which of the filters are set; the record of a reading names them."""
        return [name for name, value in vars(self).items() if value]


@dataclass(frozen=True)
class Holding:
    """So many rows of a kind that hold something of the person's."""

    words: str | Promise
    rows: int


def own_person(viewer: Viewer) -> Person:
    """The viewer as a member; Http404 when his account belongs to nobody on the roll."""
    person = person_of(viewer)
    if person is None or not viewer.may(SEE_OWN_LOOKS):
        raise Http404
    return person


def looks_page(viewer: Viewer, *, only_looks: bool, mark: str = "") -> Page:
    """What others did with the viewer's data, newest first: looks alone, or everything that concerned him."""
    person = own_person(viewer)
    about = Q(subject_ref=person.ref) | Q(subject_ref=viewer.audit_ref)
    lists = Q(act__in=EXPORTS, org_ref__in=_refs_over(person), at__gte=person.added_at)
    found = all_entries().filter(about | lists).exclude(actor_ref=viewer.audit_ref)
    return page_of(found.filter(act__in=LOOKS | EXPORTS) if only_looks else found, NEWEST_FIRST, mark=mark)


def _refs_over(person: Person) -> set[UUID]:
    """The organisations whose lists may have held him: his home with all above it, and his hosts."""
    hosts = memberships_of(person).values_list("org__ref", flat=True)
    return {*ancestors_of(person.home).values_list("ref", flat=True), *hosts}


def entries_wanted(viewer: Viewer, wanted: Wanted) -> "QuerySet[Entry]":
    """The rows of the record an auditor asks for; none for anybody else (R-G3)."""
    if not viewer.may(READ_RECORD):
        return all_entries().none()
    found = all_entries()
    if wanted.from_day:
        found = found.filter(at__gte=midnight(wanted.from_day))
    if wanted.until_day:
        found = found.filter(at__lt=midnight(wanted.until_day + timedelta(days=1)))
    if wanted.act:
        found = found.filter(act=wanted.act)
    return found.filter(org_ref__in=_refs_called(wanted.org)) if wanted.org else found


def _refs_called(name: str) -> "QuerySet[Organisation, Any]":
    """Every organisation of this name or code, and all below them."""
    called = Organisation.objects.filter(Q(name=name) | Q(code=name))
    below = Organisation.objects.none()
    for org in called:
        below |= subtree_of(org)
    return below.values("ref")


def memberships_of(person: Person) -> "QuerySet[Membership]":
    """Where he belongs and belonged, newest first."""
    return Membership.objects.filter(person=person).select_related("org").order_by("-from_day", "-pk")


def holdings_on(person: Person) -> list[Holding]:
    """Every table that holds something of the person's, with how many of its rows do, most first (R-P9)."""
    first, *others = [_rows_of(person, model, roads) for model, roads in roads_to_a_person().items()]
    found = first.union(*others, all=True)
    held = [Holding(apps.get_model(label)._meta.verbose_name or "", rows) for label, rows in found if rows]
    return sorted(held, key=lambda holding: -holding.rows)


def _rows_of(person: Person, model: type[models.Model], roads: list[str]) -> "QuerySet[Any, Any]":
    """The table's name and the number of his rows."""
    is_his = reduce(or_, (Q((road, person.pk)) for road in roads))
    his = model._default_manager.filter(is_his).order_by().values(table=Value(model._meta.label))
    counted: QuerySet[Any, Any] = his.annotate(rows=Count("pk")).values_list("table", "rows")
    return counted


@cache
def roads_to_a_person() -> Mapping[type[models.Model], list[str]]:
    """By table the lookups that lead to the person: a key of its own, or the row of his that it goes with."""
    roads: dict[type[models.Model], list[str]] = {Person: ["pk"]}
    ring: list[type[models.Model]] = [Person]
    while ring:
        further = {
            model: _roads_into(model, ring, roads) for model in apps.get_models() if model not in roads
        }
        ring = [model for model, found in further.items() if found]
        roads |= {model: further[model] for model in ring}
    del roads[Person]
    return roads


def _roads_into(
    model: type[models.Model], ring: list[type[models.Model]], roads: Mapping[type[models.Model], list[str]]
) -> list[str]:
    keys = [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]
    # What is deleted with a row of his is his as well.
    his = [key for key in keys if key.related_model is Person or key.remote_field.on_delete is models.CASCADE]
    return [
        f"{key.name}__{road}" for key in his if key.related_model in ring for road in roads[key.related_model]
    ]
