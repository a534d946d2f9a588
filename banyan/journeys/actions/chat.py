"""What members said in a pasted chat becomes their reports, and can be taken back."""

from collections.abc import Sequence
from uuid import UUID

from banyan.audit.record import act, remember
from banyan.intake.targets import Answer, Taken
from banyan.journeys.actions.report import take_report
from banyan.journeys.messages.report import asking_key
from banyan.journeys.models import Journey, Report
from banyan.journeys.permissions import REPORT_FOR
from banyan.journeys.queries.chat import journeys_to_report, report_to_take_back, was_corrected
from banyan.journeys.queries.report import may_report_for
from banyan.journeys.rules.chat import ALREADY, NOT_AWAY, NOT_REACHED, SILENT, told_of
from banyan.journeys.rules.report import ALREADY_REPORTED
from banyan.journeys.states import Channel, ReportStatus
from banyan.notify.actions import settle
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period


@act
def take_answers(answers: Sequence[Answer], *, by: Viewer, period: Period) -> list[Taken]:
    """Enter a report for everybody who said something, each or the reason why not (C-02, ideas 9).

    The officer's name is kept as of whoever enters for others, and who passed it on stands in the words.
    """
    require(by, REPORT_FOR)
    journeys = journeys_to_report(by, [answer.person for answer in answers], period)
    return [_take(answer, journeys.get(answer.person.pk), by=by, period=period) for answer in answers]


def _take(answer: Answer, journey: Journey | None, *, by: Viewer, period: Period) -> Taken:
    if answer.status == SILENT:
        return Taken(why=str(NOT_REACHED))
    if journey is None:
        return Taken(why=str(NOT_AWAY))
    if Report.objects.filter(journey=journey, period=str(period)).exists():
        return Taken(why=str(ALREADY))
    told = told_of(answer.status, answer.said, answer.by)
    try:
        report = take_report(journey, told, by=by, period=period, channel=Channel.CHAT)
    except Refused as problem:
        return Taken(why=str(ALREADY if problem.reason.code == ALREADY_REPORTED.code else problem.reason))
    return Taken(ref=report.ref)


@act
def take_back_report(ref: UUID, *, by: Viewer) -> bool:
    """Remove a report that was entered from a chat by mistake; False once it was read, or put differently by himself.

    Nobody is asked about it any longer. Audited as report.taken_back.
    """
    require(by, REPORT_FOR)
    report = report_to_take_back(ref)
    if report is None:
        return True
    if not may_report_for(by, report.journey):
        raise NotAllowed(NOT_YOURS)
    if was_corrected(report):
        return False
    unread = Report.objects.filter(pk=report.pk, status=ReportStatus.RECEIVED, followed_up_at=None)
    if not unread.delete()[0]:
        return False
    settle(asking_key(report))
    remember(by, "report.taken_back", report, org=report.org, subject=report.person.ref, period=report.period)
    return True
