"""Short, floating or should transfer: computed from length and place, never a status (story.md, States)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from banyan.journeys.states import Standing
from banyan.shared.dates import earliest_day
from banyan.shared.periods import months_between


@dataclass(frozen=True)
class Absence:
    """The facts the rule needs. Dates of departure and arrival in the city may be a month or a year."""

    departed_on: str
    in_city_since: str
    is_fixed: bool
    expected_until: date | None = None


@dataclass(frozen=True)
class Judgement:
    """What the rule says, why, and until when it should be done (only for a transfer)."""

    standing: Standing
    reason: str | Promise
    months: int
    deadline: date | None = None


def months_away(departed_on: str, expected_until: date | None, day: date) -> int:
    """Whole months from the departure to the later of the day asked and the expected return."""
    return months_between(earliest_day(departed_on), max(day, expected_until or day))


def judge(
    absence: Absence, day: date, *, floating_months: int = 6, settled_months: int = 6, transfer_days: int = 90
) -> Judgement:
    """The one rule of B-08, B-09 and rules 2.5b. `floating_months` and `settled_months` are whole months."""
    months = months_away(absence.departed_on, absence.expected_until, day)
    if months < floating_months:
        words = _("外出（含预计）%(months)s个月，不满%(limit)s个月，组织关系不用转，开党员证明信。")
        return Judgement(Standing.SHORT, words % {"months": months, "limit": floating_months}, months)
    in_city = months_away(absence.in_city_since, absence.expected_until, day)
    if absence.is_fixed and in_city >= settled_months:
        words = _("外出%(months)s个月，地点固定，在现居城市（含预计）%(city)s个月，应当转接组织关系。")
        deadline = _settled_on(absence.in_city_since, settled_months, day) + timedelta(days=transfer_days)
        return Judgement(
            Standing.SHOULD_TRANSFER, words % {"months": months, "city": in_city}, months, deadline
        )
    words = _("外出%(months)s个月，地点不固定或经常变动，保留组织关系，按流动党员管理。")
    return Judgement(Standing.FLOATING, words % {"months": months}, months)


def _settled_on(since: str, settled_months: int, day: date) -> date:
    """The day the months in this city are full, or the day asked where only the expectation fills them."""
    start = earliest_day(since)
    count = start.year * 12 + start.month - 1 + settled_months
    return min(date(count // 12, count % 12 + 1, min(start.day, 28)), day)
