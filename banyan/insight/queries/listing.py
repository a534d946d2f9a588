"""The rows behind a figure: every number opens to its list (A-04)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from banyan.insight.measures import MEASURES
from banyan.insight.queries.snapshot import snapshot_of
from banyan.insight.rules import STANDING_INDICATORS
from banyan.journeys.models import Journey, Stop
from banyan.journeys.stats import stops_at_end
from banyan.orgs.models import Organisation
from banyan.people.models import Membership, Person
from banyan.shared.clock import today
from banyan.shared.dates import words_of
from banyan.shared.paging import PAGE_ROWS, Page, page_of
from banyan.shared.periods import Period
from banyan.tasks.models import Claim, Outcome, Task

SPOKEN_ORDER = {
    Journey: ("person__pinyin", "pk"),
    Person: ("pinyin", "pk"),
    Claim: ("person__pinyin", "pk"),
    Membership: ("person__pinyin", "pk"),
    Task: ("title", "pk"),
    Outcome: ("claim__person__pinyin", "pk"),
}
BESIDE = {
    Journey: ("person", "org"),
    Person: ("home",),
    Claim: ("person__home", "task"),
    Membership: ("person__home", "org"),
    Task: ("org",),
    Outcome: ("claim__person__home", "claim__task"),
}


@dataclass(frozen=True)
class Line:
    """One row of a list: who or what, where it belongs, and a few words."""

    title: str
    person_ref: UUID | None
    place: str
    words: str


def rows_behind(
    org: Organisation, period: Period, name: str, facets: Mapping[str, str], *, is_rest: bool = False
) -> "QuerySet[Any]":
    """The rows a measure counts; with `is_rest` those of its denominator that it does not count.

    Facets narrow to one class of the structure, by the very rows the figure was counted from.
    """
    standing = next((each.standings for each in STANDING_INDICATORS if each.id == name), None)
    found = _counted(org, period, "away" if standing else name, is_rest=is_rest)
    if not (facets or standing) or found.model is not Journey:
        return found
    rows = snapshot_of(org, period).rows
    fits = [row for row in rows if all(str(getattr(row, facet)) == value for facet, value in facets.items())]
    return found.filter(pk__in=[row.journey_id for row in fits if not standing or row.standing in standing])


def _counted(org: Organisation, period: Period, name: str, *, is_rest: bool) -> "QuerySet[Any]":
    measure = MEASURES[name]
    found = measure.collect(org, period)
    if is_rest and measure.of:
        return MEASURES[measure.of].collect(org, period).exclude(pk__in=found.values("pk"))
    return found


def is_of_people(found: "QuerySet[Any]") -> bool:
    """Are these our own people, who may be read back in? Not tasks, nor guests, whose home keeps them."""
    return found.model not in (Task, Membership)


def is_of_guests(found: "QuerySet[Any]") -> bool:
    """Are these people from elsewhere, at their hosts?"""
    return found.model is Membership


def page_behind(found: "QuerySet[Any]", period: Period, *, mark: str = "", rows: int = PAGE_ROWS) -> Page:
    """One page of lines in the order of names."""
    page = page_of(with_beside(found, period), SPOKEN_ORDER[found.model], mark=mark, rows=rows)
    return Page([line_of(row) for row in page.rows], page.next_mark, page.is_first)


def with_beside(found: "QuerySet[Any]", period: Period) -> "QuerySet[Any]":
    """The same rows with what a line of them needs, without a query a row."""
    found = found.select_related(*BESIDE[found.model])
    if found.model is Journey:
        stops = stops_at_end(period).select_related("region")
        found = found.prefetch_related(Prefetch("stops", stops, to_attr="stops_then"))
    return found


def line_of(row: Any) -> Line:
    """How a counted row reads."""
    return LINES[type(row)](row)


def _journey_line(row: Journey) -> Line:
    stops: list[Stop] = row.stops_then  # type: ignore[attr-defined]
    place = stops[-1].place_words if stops else ""
    words = _("%(day)s外出") % {"day": words_of(row.departed_on)}
    return Line(row.person.name, row.person.ref, row.org.name, " · ".join(filter(None, (words, place))))


def _person_line(row: Person) -> Line:
    return Line(row.name, row.ref, row.home.name, "")


def _claim_line(row: Claim) -> Line:
    return Line(row.person.name, row.person.ref, row.person.home.name, row.task.title)


def _stay_line(row: Membership) -> Line:
    """A stay that is over still counts in its month; whose it was is no longer the host's to read (T2)."""
    if row.until_day is not None and row.until_day <= today():
        return Line(str(_("已离开的党员")), None, "", row.org.name)
    return Line(row.person.name, row.person.ref, row.person.home.name, row.org.name)


def _outcome_line(row: Outcome) -> Line:
    person = row.claim.person
    return Line(person.name, person.ref, person.home.name, f"{row.words} · {row.claim.task.title}")


def _task_line(row: Task) -> Line:
    return Line(row.title, None, row.org.name, "")


LINES: Mapping[type, Callable[[Any], Line]] = {
    Journey: _journey_line,
    Person: _person_line,
    Claim: _claim_line,
    Membership: _stay_line,
    Task: _task_line,
    Outcome: _outcome_line,
}
