"""For pasted chats: whose report is still awaited, and under which journey a person reports."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from banyan.audit.queries import all_entries
from banyan.journeys.models import Journey, Report
from banyan.journeys.queries.report import journeys_reported_for, periods_open_to, rhythm_of
from banyan.journeys.queries.report_due import due_from, reports_for
from banyan.journeys.rules.report import LATE_PERIODS_FOR
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.periods import Period


def period_of(org: Organisation, subject: str) -> Period:
    """The period a paste is about; the organisation's present one when it names none."""
    return Period.parse(subject) if subject else Period.of(today(), rhythm_of(org).cadence)


def recent_periods(org: Organisation) -> list[Period]:
    """For which a secretary may still enter reports, the present one first."""
    found = [period_of(org, "")]
    for _step in range(LATE_PERIODS_FOR):
        found.append(found[-1].previous())
    return found


def people_awaited(org: Organisation, period: Period) -> "QuerySet[Person] | None":
    """Who owes a report for the period and has sent none; None when nobody owes one at all."""
    due = due_from(org, period)
    if not due.exists():
        return None
    silent = due.filter(~Exists(reports_for(period).filter(journey=OuterRef("pk"))))
    return Person.objects.filter(pk__in=silent.values("person"))


def journeys_to_report(by: Viewer, people: Iterable[Person], period: Period) -> dict[int, Journey]:
    """Person id -> the journey under which the viewer may enter a report for the period today."""
    found: dict[int, Journey] = {}
    for journey in journeys_reported_for(by).filter(person__in=list(people)).order_by("departed_on", "pk"):
        if period in periods_open_to(journey, today(), late=LATE_PERIODS_FOR):
            found[journey.person_id] = journey
    return found


def report_to_take_back(ref: UUID) -> Report | None:
    """A report by its ref, for the action that took it in and may take it back."""
    return Report.objects.filter(ref=ref).select_related("person", "org", "journey__org").first()


def was_corrected(report: Report) -> bool:
    """Has the member put it in his own words since? The record of acts knows."""
    return all_entries().filter(object_ref=report.ref, act="report.corrected").exists()
