"""Short, floating or should transfer: computed from length and place, never a status (story.md, States)."""

from collections.abc import Iterable
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
    """What the rule says, why, until when it should be done and whether that day is over (a transfer only)."""

    standing: Standing
    reason: str | Promise
    months: int
    deadline: date | None = None
    is_late: bool = False


def in_city_since(stops: Iterable[tuple[str, str]]) -> str:
    """Since when the journey has stood in its present city, from its stops (from_day, city_code) in order.

    A change of city restarts the count; a change of employer or street does not.
    """
    since, present = "", None
    for from_day, city_code in stops:
        if city_code != present or not city_code:
            since, present = from_day, city_code
    return since


def months_away(departed_on: str, expected_until: date | None, day: date) -> int:
    """Whole months from the departure to the later of the day asked and the expected return; 0 before it."""
    return max(0, months_between(earliest_day(departed_on), max(day, expected_until or day)))


@dataclass(frozen=True)
class Limits:
    """Whole months from which an absence floats and a place is settled, and days to transfer (policies)."""

    floating_months: int = 6
    settled_months: int = 6
    transfer_days: int = 90


def standing_of(absence: Absence, day: date, limits: Limits) -> Standing:
    """The one rule of B-08, B-09 and rules 2.5b."""
    if months_away(absence.departed_on, absence.expected_until, day) < limits.floating_months:
        return Standing.SHORT
    in_city = months_away(absence.in_city_since, absence.expected_until, day)
    if absence.is_fixed and in_city >= limits.settled_months:
        return Standing.SHOULD_TRANSFER
    return Standing.FLOATING


def judge(absence: Absence, day: date, limits: Limits) -> Judgement:
    """The standing with its reason in words, and the deadline where a transfer is due."""
    standing = standing_of(absence, day, limits)
    months = months_away(absence.departed_on, absence.expected_until, day)
    if standing == Standing.SHORT:
        words = _("外出（含预计）%(months)s个月，不满%(limit)s个月，组织关系不用转，开党员证明信。")
        return Judgement(standing, words % {"months": months, "limit": limits.floating_months}, months)
    if standing == Standing.SHOULD_TRANSFER:
        in_city = months_away(absence.in_city_since, absence.expected_until, day)
        words = _("外出%(months)s个月，地点固定，在现居城市（含预计）%(city)s个月，应当转接组织关系。")
        settled = _settled_on(absence.in_city_since, limits.settled_months, day)
        deadline = settled + timedelta(days=limits.transfer_days)
        return Judgement(
            standing, words % {"months": months, "city": in_city}, months, deadline, is_late=day > deadline
        )
    words = _("外出%(months)s个月，地点不固定或经常变动，保留组织关系，按流动党员管理。")
    return Judgement(standing, words % {"months": months}, months)


def _settled_on(since: str, settled_months: int, day: date) -> date:
    """The day the months in this city are full, or the day asked where only the expectation fills them."""
    start = earliest_day(since)
    count = start.year * 12 + start.month - 1 + settled_months
    return min(date(count // 12, count % 12 + 1, min(start.day, 28)), day)
