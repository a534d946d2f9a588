"""Who sees which reports, what is asked of a member now, and who owes one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404

from banyan.journeys.models import Journey, Report
from banyan.journeys.permissions import READ_REPORTS, READ_WORDS, REPORT_FOR, REPORT_OWN, SEE_JOURNEYS
from banyan.journeys.queries.arrival import present_stop_of
from banyan.journeys.rules.report import LATE_PERIODS_FOR, LATE_PERIODS_OWN, Leave, due_day, open_periods
from banyan.journeys.states import JourneyStatus, ReportStatus
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import Permission
from banyan.orgs.policies import REPORT_CADENCE, REPORT_DUE_DAY
from banyan.orgs.queries import policy_values
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.permissions import SEE_SELF
from banyan.people.queries import open_memberships, people_matching
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period
from banyan.shared.prepared import prepared

NAMES = ("person", "org", "journey")
OWN_REPORTS = 24


@dataclass(frozen=True)
class Asked:
    """What is asked of one member on a day: a journey, a period, until when, and the report if there is one."""

    journey: Journey
    period: Period
    due_on: date
    report: Report | None
    missed: Period | None
    before: Report | None
    place: str


@dataclass(frozen=True)
class Rhythm:
    """What an organisation has decided about its reports."""

    cadence: str
    day_of_month: int

    def due_on(self, period: Period) -> date:
        """The last day that is on time."""
        return due_day(period, self.day_of_month)


def leave_of(journey: Journey) -> Leave:
    """The facts of a journey that the rules of reporting ask for."""
    return Leave(journey.status, journey.departed_on, journey.ended_on, journey.ending)


def rhythm_of(org: Organisation) -> Rhythm:
    """How often an organisation's members report, and by which day."""
    cadence, day_of_month = policy_values(org, REPORT_CADENCE, REPORT_DUE_DAY)
    return Rhythm(str(cadence), int(day_of_month))


def periods_open_to(journey: Journey, day: date, *, late: int) -> list[Period]:
    """For which periods a report of this journey may be sent on a day, the present one first."""
    return open_periods(leave_of(journey), day, rhythm_of(journey.org).cadence, late=late)


def is_own_journey(viewer: Viewer, journey: Journey) -> bool:
    """Does the viewer report for himself?"""
    return (
        viewer.account is not None
        and viewer.may(REPORT_OWN)
        and journey.person.account_id == viewer.account.pk
    )


def hosted_by(viewer: Viewer, person: str) -> Exists:
    """Does the person (a lookup) take part today at an organisation where the viewer reports for others?"""
    stays = open_memberships(MembershipKind.HOST, today()).filter(viewer.reach(REPORT_FOR))
    return Exists(stays.filter(person=OuterRef(person)))


def journeys_reported_for(viewer: Viewer) -> "QuerySet[Journey]":
    """Journeys for which the viewer may enter a report: those of his branches, and of those he hosts."""
    seen = viewer.reach(REPORT_FOR) | Q(hosted_by(viewer, "person"))
    found = Journey.objects.filter(seen).exclude(status=JourneyStatus.PLANNED)
    return found.select_related("person", "org")


def _seen_or_reported_for(viewer: Viewer) -> "QuerySet[Journey]":
    seen = viewer.reach(SEE_JOURNEYS) | viewer.reach(REPORT_FOR) | Q(hosted_by(viewer, "person"))
    found = Journey.objects.filter(seen).exclude(status=JourneyStatus.PLANNED)
    return found.select_related("person", "org")


def find_journey_to_report(viewer: Viewer, ref: UUID | str) -> Journey:
    """One of them, or of those he sees, for the action to say no; Http404 otherwise."""
    found = _seen_or_reported_for(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def journeys_named(viewer: Viewer, refs: list[str]) -> list[Journey]:
    """All of these journeys, or Http404 when he does not see one of them (R-A9)."""
    found = list(_seen_or_reported_for(viewer).filter(ref__in=refs))
    if len(found) != len(set(refs)):
        raise Http404
    return found


def may_report_for(viewer: Viewer, journey: Journey) -> bool:
    """The home branch, or the host while the stay lasts."""
    if viewer.may(REPORT_FOR, journey.org):
        return True
    return journeys_reported_for(viewer).filter(pk=journey.pk).exists()


def own_journey(viewer: Viewer) -> Journey | None:
    """The viewer's own open journey, if he has one."""
    if viewer.account is None or not viewer.may(SEE_SELF):
        return None
    return next(iter(_open_journey_of(viewer.account.pk)), None)


@prepared
def _open_journey_of(account: int) -> "QuerySet[Journey]":
    found = Journey.objects.filter(person__account=account).exclude(status=JourneyStatus.ENDED)
    return found.select_related("person", "org")


def asked_of(viewer: Viewer, wanted: str = "") -> Asked | None:
    """What is asked of the viewer himself now, or for the period just past when he names it; None at home."""
    journey = own_journey(viewer)
    if journey is None:
        return None
    rhythm = rhythm_of(journey.org)
    periods = open_periods(leave_of(journey), today(), rhythm.cadence, late=LATE_PERIODS_OWN)
    if not periods:
        return None
    period = next((each for each in periods if str(each) == wanted), periods[0])
    made = {report.period: report for report in newest_reports(journey)}
    missed = [each for each in periods[1:] if str(each) not in made and each != period]
    before = next((report for name, report in made.items() if name < str(period)), None)
    stop = present_stop_of(journey)
    return Asked(
        journey,
        period,
        rhythm.due_on(period),
        made.get(str(period)),
        missed[0] if missed else None,
        before,
        stop.place_words if stop else "",
    )


def newest_reports(journey: Journey) -> list[Report]:
    """The last few reports of a journey, newest period first."""
    found = Report.objects.filter(journey=journey).select_related(*NAMES)
    return list(found.order_by("-period")[: LATE_PERIODS_FOR + 1])


def own_reports(viewer: Viewer) -> list[Report]:
    """What the viewer has reported himself, or had reported for him; newest period first."""
    if viewer.account is None or not viewer.may(REPORT_OWN):
        return []
    found = Report.objects.filter(person__account=viewer.account).select_related(*NAMES)
    return list(found.order_by("-period")[:OWN_REPORTS])


def find_own_report(viewer: Viewer, ref: UUID | str) -> Report:
    """One report of the viewer's own; Http404 otherwise."""
    if viewer.account is None or not viewer.may(REPORT_OWN):
        raise Http404
    found = Report.objects.filter(person__account=viewer.account, ref=ref).select_related(*NAMES).first()
    if found is None:
        raise Http404
    return found


def reports_seen_by(viewer: Viewer) -> "QuerySet[Report]":
    """Reports of the branches in reach; a host sees those received during the stay, while it lasts (T2)."""
    return _with_sight(viewer, Report.objects.filter(_reached(viewer, READ_REPORTS)))


def _reached(viewer: Viewer, permission: Permission) -> Q:
    stays = open_memberships(MembershipKind.HOST, today()).filter(
        viewer.reach(permission), person=OuterRef("person"), from_day__lte=OuterRef("received_at__date")
    )
    return viewer.reach(permission) | Q(Exists(stays))


def _with_sight(viewer: Viewer, reports: "QuerySet[Report]", own: Q | None = None) -> "QuerySet[Report]":
    """Each with `is_whole`: may he read its words, or only ask for one of them with a reason (trust.md 4.4)?"""
    whole = _reached(viewer, READ_WORDS) | (own or Q(pk__in=[]))
    return reports.annotate(is_whole=Case(When(whole, then=True), default=Value(False))).select_related(
        *NAMES
    )


def find_report(viewer: Viewer, ref: UUID | str) -> Report:
    """One report the viewer may read; Http404 otherwise."""
    found = reports_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def reports_named(viewer: Viewer, refs: list[str]) -> list[Report]:
    """All of these reports, or Http404 when one of them is not his to see (R-A9)."""
    found = list(reports_seen_by(viewer).filter(ref__in=refs))
    if len(found) != len(set(refs)):
        raise Http404
    return found


def reports_of(viewer: Viewer, person: Person) -> list[Report]:
    """The last few years of one member, as far as the viewer may read them; his own he may always."""
    own = Q(pk__in=[])
    if viewer.account is not None and viewer.may(REPORT_OWN):
        own = Q(person__account=viewer.account)
    found = Report.objects.filter(_reached(viewer, READ_REPORTS) | own, person=person)
    return list(_with_sight(viewer, found, own).order_by("-period")[:OWN_REPORTS])


def unread_reports(viewer: Viewer) -> "QuerySet[Report]":
    """What waits to be read."""
    return reports_seen_by(viewer).filter(status=ReportStatus.RECEIVED)


def reports_page(
    viewer: Viewer, *, only_unread: bool = True, matter: str = "", text: str = "", mark: str = ""
) -> Page:
    """One page of reports, the newest first."""
    found = unread_reports(viewer) if only_unread else reports_seen_by(viewer)
    if matter:
        found = found.filter(matter=matter)
    if text.strip():
        found = found.filter(person__in=people_matching(Person.objects.all(), text))
    return page_of(found, ["-pk"], mark=mark)


def report_with_names(pk: int) -> Report:
    """A report by its number, for a message to those it concerns."""
    return Report.objects.select_related(*NAMES, "person__home").get(pk=pk)
