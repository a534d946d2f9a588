"""Not heard from: who owes a report and has sent none, with the days since the last sign of life (C-04)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

from banyan.journeys.models import CheckIn, Journey, Report
from banyan.journeys.permissions import READ_REPORTS
from banyan.journeys.queries.report import hosted_by, rhythm_of
from banyan.journeys.queries.report_due import due_from, reports_for
from banyan.journeys.rules.report import days_silent
from banyan.journeys.rules.report_words import private_words, public_words
from banyan.orgs.models import Organisation
from banyan.orgs.policies import SILENCE_DAYS
from banyan.orgs.queries import policies_of
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.queries import people_matching
from banyan.shared.clock import today
from banyan.shared.dates import words_of
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period
from banyan.tasks.models import Claim


@dataclass(frozen=True)
class Silent:
    """One person not yet heard from: since when, how long, and what one could write to him."""

    journey: Journey
    last_sign: str
    days: int
    is_long: bool
    words: str

    @property
    def person(self) -> Person:
        return self.journey.person

    @property
    def since(self) -> str:
        return words_of(self.last_sign)


@dataclass(frozen=True)
class Tally:
    """How an organisation stands in a period, and a text for its group that names nobody."""

    due: int
    reported: int
    words: str

    @property
    def missing(self) -> int:
        return self.due - self.reported


@dataclass(frozen=True)
class SilenceList:
    """The page: how the organisation stands, the branches to choose from, and those not heard from."""

    tally: Tally
    branches: list[Organisation]
    page: Page


def period_asked(org: Organisation, wanted: str = "") -> Period:
    """The period somebody names, else the present one of the organisation's cadence."""
    present = Period.of(today(), rhythm_of(org).cadence)
    try:
        period = Period.parse(wanted)
    except ValueError:
        return present
    return period if period.first_day <= today() else present


def due_seen_by(viewer: Viewer, org: Organisation, period: Period) -> "QuerySet[Journey]":
    """Those who owe a report, as far as the viewer may read their reports."""
    seen = viewer.reach(READ_REPORTS) | Q(hosted_by(viewer, "person"))
    return due_from(org, period).filter(seen).select_related("person", "org")


def tally_of(viewer: Viewer, org: Organisation, period: Period) -> Tally:
    """How many owe a report, and how many have sent one."""
    return _tally(due_seen_by(viewer, org, period), org, period)


def _tally(due: "QuerySet[Journey]", org: Organisation, period: Period) -> Tally:
    asked, reported = due.count(), due.filter(_has_report(period)).count()
    return Tally(asked, reported, public_words(org.name, period, due=asked, reported=reported))


def silent_journeys(
    viewer: Viewer, org: Organisation, period: Period, *, text: str = "", branch: UUID | None = None
) -> "QuerySet[Journey]":
    """Journeys due without a report, `last_sign` on each; the longest silence first by that key."""
    return _matching(_silent(due_seen_by(viewer, org, period), period), text, branch)


def _silent(due: "QuerySet[Journey]", period: Period) -> "QuerySet[Journey]":
    return due.filter(~_has_report(period)).annotate(last_sign=_last_sign())


def _matching(found: "QuerySet[Journey]", text: str, branch: UUID | None) -> "QuerySet[Journey]":
    if text.strip():
        found = found.filter(person__in=people_matching(Person.objects.all(), text))
    return found.filter(org__ref=branch) if branch else found


def silence_list(
    viewer: Viewer,
    org: Organisation,
    period: Period,
    *,
    text: str = "",
    branch: UUID | None = None,
    mark: str = "",
) -> SilenceList:
    """Everything the page shows, with one look at who owes a report."""
    due = due_seen_by(viewer, org, period)
    silent = _silent(due, period)
    branches = Organisation.objects.filter(pk__in=due.filter(~_has_report(period)).values("org"))
    page = silent_page(_matching(silent, text, branch), period, mark=mark)
    return SilenceList(_tally(due, org, period), list(branches.order_by("path")), page)


def silent_page(found: "QuerySet[Journey]", period: Period, *, mark: str = "") -> Page:
    """One page of them with their texts, the longest silence first."""
    page = page_of(found, ["last_sign", "pk"], mark=mark)
    return Page(silences(page.rows, period), page.next_mark, page.is_first)


def longest_first(found: "QuerySet[Journey]") -> list[Journey]:
    """All of them at once, for an export."""
    return list(found.order_by("last_sign", "pk"))  # type: ignore[misc]


def silences(journeys: list[Journey], period: Period) -> list[Silent]:
    """What the list shows of each; one more query for the branches' policies."""
    limits = policies_of({journey.org for journey in journeys}, SILENCE_DAYS) if journeys else {}
    day = today()
    return [_silence(journey, period, day, int(limits[journey.org_id])) for journey in journeys]


def _silence(journey: Journey, period: Period, day: date, limit_days: int) -> Silent:
    last_sign: str = journey.last_sign  # type: ignore[attr-defined]
    days = days_silent(last_sign, day)
    is_long = days >= limit_days
    words = private_words(journey.person.name, journey.org.name, period, days, is_long=is_long)
    return Silent(journey, last_sign, days, is_long, words)


def _has_report(period: Period) -> Exists:
    return Exists(reports_for(period).filter(journey=OuterRef("pk")))


def _last_sign() -> Greatest:
    """The latest of departure, report, check-in and claim, as an ISO date of the precision known."""
    reports = Report.objects.filter(journey=OuterRef("pk")).order_by().values("journey")
    check_ins = CheckIn.objects.filter(journey=OuterRef("pk")).order_by().values("journey")
    claims = Claim.objects.filter(person=OuterRef("person")).order_by().values("person")
    return Greatest(
        F("departed_on"),
        _day(reports, "received_at"),
        _day(check_ins, "sent_at"),
        _day(claims, "claimed_at"),
        output_field=CharField(),
    )


def _day(rows: "QuerySet[Any, Any]", field: str) -> Coalesce:
    latest = rows.annotate(day=Cast(TruncDate(Max(field)), CharField())).values("day")
    return Coalesce(Subquery(latest), Value(""), output_field=CharField())
