"""When a report is asked for, until when it is on time, and what may be sent, corrected, followed up.

A period is a value: which one a report is for is said by whoever sends it, never by the time it arrives.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.journeys.states import Ending, JourneyStatus, Matter, ReportStatus
from banyan.people.rules import why_not_phone
from banyan.shared.dates import earliest_day, latest_day
from banyan.shared.errors import Reason
from banyan.shared.periods import Period, day_in, midnight

# How many periods back a member, and whoever reports for him, may still send a late one.
LATE_PERIODS_OWN = 1
LATE_PERIODS_FOR = 6
ASKING = frozenset({Matter.MOVED, Matter.NEW_PHONE, Matter.NEED_HELP})
ALREADY_REPORTED = Reason(
    "already_reported",
    _("这一期已经报过平安了，不用再报。想改内容，可以在“我的报告”里改，直到书记阅过为止。"),
)
NO_REASON = Reason("no_reason", _("请写明抽看的事由，例如“核实求助是否办结”。"))
ALREADY_READ = Reason(
    "already_read", _("书记已经阅过这份报告，不能再改。有新情况，请直接联系书记，或写在下一期里。")
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a report says; a phone is sealed as soon as it is stored."""

    matter: str = Matter.WELL
    words: str = ""
    new_phone: str = ""
    new_place: str = ""


@dataclass(frozen=True)
class Leave:
    """The dated facts of a journey that decide for which periods it owes a report."""

    status: str
    departed_on: str
    ended_on: date | None = None
    ending: str = ""


def due_day(period: Period, day_of_month: int) -> date:
    """The last day on which a report for the period is on time; the 31st of a short month is its last day."""
    return day_in(period, day_of_month)


def deadline(due_on: date) -> datetime:
    """The first moment that is late: 24:00 of the due day in Asia/Shanghai, wherever the sender's clock is."""
    return midnight(due_on + timedelta(days=1))


def is_on_time(received_at: datetime, due_on: date) -> bool:
    """Half-open: the due day's last second is on time, midnight is late (R-T1)."""
    return received_at < deadline(due_on)


def owes_report(leave: Leave, period: Period) -> bool:
    """Away at the end of the period: begun by then and not ended by then; a mistake never was."""
    if leave.status == JourneyStatus.PLANNED or leave.ending == Ending.MISTAKE:
        return False
    if earliest_day(leave.departed_on) > period.last_day:
        return False
    return leave.ended_on is None or leave.ended_on > period.last_day


def open_periods(leave: Leave, day: date, cadence: str, *, late: int) -> list[Period]:
    """Periods for which a report may be sent on this day, the present one first, then `late` before it."""
    found = [Period.of(day, cadence)]
    for _step in range(late):
        found.append(found[-1].previous())
    return [period for period in found if owes_report(leave, period)]


def why_not_report(leave: Leave, period: Period, open_to: list[Period]) -> Reason | None:
    """Only who is away reports, for this period or one just past (C-01, R-T3)."""
    if period in open_to:
        return None
    if not owes_report(leave, period):
        return Reason("not_away", _("这一期没有在外的登记，不用报告。如果登记有误，请联系老家支部书记。"))
    return Reason("period_closed", _("这一期不能再报了。请报本期，想补充的写在留言里。"))


def why_not_told(told: Told) -> Reason | None:
    """A new phone is a real one; a new place has a name; nothing else is ever required (rules 2.9)."""
    if told.matter == Matter.NEW_PHONE:
        return why_not_phone(told.new_phone)
    if told.matter == Matter.MOVED and not told.new_place.strip():
        return Reason("no_place", _("请写一下现在在哪里，写到市或县区就行。"))
    return None


def why_not_correct(status: str) -> Reason | None:
    """The member corrects his own report until somebody has read it."""
    return ALREADY_READ if status == ReportStatus.READ else None


def why_not_adopt_phone(matter: str, new_phone: str, followed_up_at: datetime | None) -> Reason | None:
    """The report itself is the member's word that this is his number now."""
    if matter != Matter.NEW_PHONE or not new_phone:
        return Reason("no_new_phone", _("这份报告没有说换电话。"))
    if followed_up_at is not None:
        return Reason("followed_up", _("这件事已经跟进过了。"))
    return None


def why_not_follow_up(words: str) -> Reason | None:
    if words.strip():
        return None
    return Reason("no_words", _("请写一句是怎么跟进的，本人会看到。"))


def days_silent(last_sign: str, day: date) -> int:
    """Whole days since the last sign of life, a date of any precision; never below zero."""
    return max((day - latest_day(last_sign)).days, 0)
