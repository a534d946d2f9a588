"""Sending, taking, correcting, reading and following up monthly reports."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import move
from banyan.audit.record import act, remember
from banyan.journeys.messages import report as messages
from banyan.journeys.models import Journey, Report
from banyan.journeys.permissions import ANSWER_REPORTS, READ_REPORTS, REPORT_FOR, REPORT_OWN
from banyan.journeys.queries.report import (
    is_own_journey,
    leave_of,
    may_report_for,
    rhythm_of,
)
from banyan.journeys.rules.report import (
    ALREADY_READ,
    ALREADY_REPORTED,
    ASKING,
    LATE_PERIODS_FOR,
    LATE_PERIODS_OWN,
    NO_REASON,
    Told,
    open_periods,
    why_not_adopt_phone,
    why_not_correct,
    why_not_follow_up,
    why_not_report,
    why_not_told,
)
from banyan.journeys.states import Channel, ReportStatus
from banyan.notify.actions import settle
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.actions import correct_person
from banyan.people.permissions import EXPORT_PEOPLE
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused, refuse_if
from banyan.shared.periods import Period
from banyan.shared.prepared import insert_once
from banyan.tasks.actions import mark_of_words

MARKED = "report words"
PHONE_ADOPTED = _("已更新联系电话")


@act
def send_report(journey: Journey, told: Told, *, by: Viewer, period: Period) -> Report:
    """The member reports for himself, for this period or the one just past (C-01, R-T3).

    Refused("already_reported") when the period has one. The home secretary hears when it asks for something.
    """
    require(by, REPORT_OWN)
    if not is_own_journey(by, journey):
        raise NotAllowed(NOT_YOURS)
    rhythm = rhythm_of(journey.org)
    open_to = open_periods(leave_of(journey), today(), rhythm.cadence, late=LATE_PERIODS_OWN)
    refuse_if(why_not_report(leave_of(journey), period, open_to) or why_not_told(told))
    report = _drafted(journey, told, period, channel=Channel.WEB, due_on=rhythm.due_on(period))
    report.words_mark = mark_of_words(report.words, MARKED)
    return _receive(report, by=by)


@act
def take_report(journey: Journey, told: Told, *, by: Viewer, period: Period, channel: str) -> Report:
    """A secretary enters what a member told him by telephone, message or a relay; both names are kept (C-02).

    The home branch, or the host during the stay. It counts as much as one sent by the member.
    """
    require(by, REPORT_FOR)
    if not may_report_for(by, journey):
        raise NotAllowed(NOT_YOURS)
    rhythm = rhythm_of(journey.org)
    open_to = open_periods(leave_of(journey), today(), rhythm.cadence, late=LATE_PERIODS_FOR)
    refuse_if(why_not_report(leave_of(journey), period, open_to) or why_not_told(told))
    report = _drafted(journey, told, period, channel=channel, due_on=rhythm.due_on(period))
    report.entered_by = by.audit_label[:60]
    return _receive(report, by=by)


@act
def take_reports(journeys: Sequence[Journey], told: Told, *, by: Viewer, period: Period, channel: str) -> int:
    """The same short report for several members at once, all or none; returns how many were new.

    Somebody who has reported in the meantime is left as he is.
    """
    reported = set(
        Report.objects.filter(journey__in=journeys, period=str(period)).values_list("journey", flat=True)
    )
    waiting = [journey for journey in journeys if journey.pk not in reported]
    for journey in waiting:
        take_report(journey, told, by=by, period=period, channel=channel)
    return len(waiting)


def _drafted(journey: Journey, told: Told, period: Period, *, channel: str, due_on: date) -> Report:
    report = Report(
        journey=journey,
        person=journey.person,
        org=journey.org,
        period=str(period),
        received_at=now(),
        due_on=due_on,
        channel=channel,
    )
    _write(report, told)
    return report


def _write(report: Report, told: Told) -> None:
    report.matter, report.words = told.matter, told.words.strip()
    report.new_place, report.new_phone = told.new_place.strip(), told.new_phone


def _receive(report: Report, *, by: Viewer) -> Report:
    """Store it; the constraint decides who was first when several arrive at once."""
    if not insert_once(report):
        raise Refused(ALREADY_REPORTED)
    remember(
        by,
        "report.received",
        report,
        org=report.org,
        subject=report.person.ref,
        period=report.period,
        channel=report.channel,
        matter=report.matter,
    )
    _tell_when_asking(report)
    return report


def _tell_when_asking(report: Report) -> None:
    if report.matter in ASKING:
        transaction.on_commit(partial(messages.report_asks, report.pk))


@act
def correct_report(report: Report, told: Told, *, by: Viewer) -> None:
    """The member says it differently, until somebody has read it; period and time of receipt stay."""
    require(by, REPORT_OWN)
    if not is_own_journey(by, report.journey):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_correct(report.status) or why_not_told(told))
    if told.matter != report.matter:
        settle(messages.asking_key(report))
    _write(report, told)
    # The status is asked once more in the statement itself: a secretary may be reading at this moment.
    unread = Report.objects.filter(pk=report.pk, status=ReportStatus.RECEIVED)
    said = {"matter": report.matter, "words": report.words, "new_place": report.new_place}
    if not unread.update(**said, words_mark=mark_of_words(report.words, MARKED)):
        raise Refused(ALREADY_READ)
    report.save(update_fields=["new_phone"])
    changed = ["matter", "words", "new_place", "new_phone"]
    remember(by, "report.corrected", report, org=report.org, subject=report.person.ref, fields=changed)
    _tell_when_asking(report)


@act
def read_report(report: Report, *, by: Viewer) -> None:
    """Somebody of the home branch has read it: from now on it stays as it is."""
    require(by, ANSWER_REPORTS, at=report.org)
    move(
        report,
        "read",
        by=by,
        org=report.org,
        subject=report.person.ref,
        read_at=now(),
        read_by=by.audit_label[:60],
    )


@act
def read_reports(reports: Sequence[Report], *, by: Viewer) -> int:
    """Read several at once, all or none; those read already stay as they are. Returns how many were new."""
    unread = [report for report in reports if report.status == ReportStatus.RECEIVED]
    for report in unread:
        read_report(report, by=by)
    return len(unread)


@act
def sample_report(report: Report, *, by: Viewer, reason: str) -> None:
    """Open the words of one report to an officer who sees only that it came (trust.md 4.4).

    Asks a reason and leaves a row the member can read; the report stays unread by his branch.
    """
    require(by, READ_REPORTS, at=report.org)
    if not reason.strip():
        raise Refused(NO_REASON)
    remember(by, "report.sampled", report, org=report.org, subject=report.person.ref, reason=reason.strip())


@act
def follow_up_report(report: Report, words: str, *, by: Viewer) -> None:
    """Say what was done about a report; the member hears of it, and nobody is asked any longer."""
    require(by, ANSWER_REPORTS, at=report.org)
    refuse_if(why_not_follow_up(words))
    if report.status == ReportStatus.RECEIVED:
        read_report(report, by=by)
    report.follow_up, report.followed_up_at = words.strip(), now()
    report.save(update_fields=["follow_up", "followed_up_at"])
    remember(by, "report.followed_up", report, org=report.org, subject=report.person.ref)
    settle(messages.asking_key(report))
    transaction.on_commit(partial(messages.report_followed_up, report.pk))


@act
def adopt_phone(report: Report, *, by: Viewer) -> None:
    """Write the new number a member reported into his record: the report is his own word for it."""
    require(by, ANSWER_REPORTS, at=report.org)
    new_phone = report.new_phone.open()
    refuse_if(why_not_adopt_phone(report.matter, new_phone, report.followed_up_at))
    correct_person(report.person, {"phone": new_phone}, by=by)
    follow_up_report(report, str(PHONE_ADOPTED), by=by)


@act
def record_silence_export(org: Organisation, *, by: Viewer, period: Period, rows: int) -> None:
    """Remember that the list of those not heard from left the house, and how many rows (R-G1)."""
    require(by, EXPORT_PEOPLE, at=org)
    remember(by, "reports.silence_exported", org, org=org, period=str(period), rows=rows)
