"""Worth, ceilings and places: pure thought over facts given as arguments (I-01..I-04, rules 2.9, T13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import MOVED_ON
from banyan.ledger.states import BY_HAND, ClosingStatus, Grade
from banyan.shared.dates import earliest_day
from banyan.shared.errors import Reason
from banyan.shared.periods import Period, months_between

HUNDREDTHS = 100
AMOUNT_MAX = 100 * HUNDREDTHS
# Under this many nobody stands alone on a list: whoever is missing from a small one is known at once (R-P8).
GROUP_LEAST = 10
HONOURED = Fraction(1, 3)
# Older than this is not counted in (issue: over 70).
AGE_MOST = 70
CADENCES = ("half_year", "year")

OWN_WORK = Reason("own_award", _("给自己记分请别人来办。"))


class WorthFact(NamedTuple):
    """One row of worth: which organisation's, for what, how much, from one day until before another."""

    org: int
    activity: str
    grade: str
    amount: int
    ceiling: int | None
    from_day: date
    until_day: date | None
    pk: int = 0

    def holds_on(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day < self.until_day)


class Place(NamedTuple):
    """Somebody's sum and his place: equal sums share one, and the next follows without a gap."""

    key: int
    amount: int
    place: int


class Booked(NamedTuple):
    """An entry as the simulator sees it."""

    person: int
    activity: str
    grade: str
    amount: int
    month: str


def worth_of(
    rows: Iterable[WorthFact], steps: Sequence[int], *, activity: str, grade: str, day: date
) -> WorthFact | None:
    """The nearest organisation's word for this grade, else its word for what is merely done; None where none holds.

    `steps` are the organisations from the branch up to the root.
    """
    holding = [row for row in rows if row.activity == activity and row.holds_on(day)]
    for org in steps:
        here = {row.grade: row for row in holding if row.org == org}
        if found := here.get(grade) or here.get(Grade.PLAIN):
            return found
    return None


def within_ceiling(amount: int, booked: int, ceiling: int | None) -> int:
    """What of an amount may still be booked this month: never below nought."""
    return amount if ceiling is None else max(0, min(amount, ceiling - booked))


def placed(amounts: Mapping[int, int]) -> list[Place]:
    """Person -> sum, into places: the largest first, numbered without a gap; a tie shares its place, by key."""
    levels = {amount: number for number, amount in enumerate(sorted(set(amounts.values()), reverse=True), 1)}
    found = [Place(key, amount, levels[amount]) for key, amount in amounts.items()]
    return sorted(found, key=lambda each: (each.place, each.key))


def lists_names(setting: str, *, is_branch: bool) -> bool:
    """May a list name those who agreed? `branch` names them within a branch alone, `self` nobody (R-P8)."""
    return setting != "self" and (setting != "branch" or is_branch)


def honoured(places: Sequence[Place]) -> list[Place]:
    """The first third, and everybody level with its last (ideas 18)."""
    if not places:
        return []
    last = max(1, int(len(places) * HONOURED))
    return [each for each in places if each.place <= places[last - 1].place]


def is_past_age(birth: str, day: date) -> bool:
    """Over 70 on a day, as far as the date of birth is known."""
    return bool(birth) and months_between(earliest_day(birth), day) >= AGE_MOST * 12


def would_be(booked: Iterable[Booked], worth: WorthFact) -> dict[int, tuple[int, int]]:
    """Person -> (sum as booked, sum if `worth` had held): of its activity and grade alone, its ceiling by month.

    Without a ceiling of its own the sums of other grades stay as they are.
    """
    sums: dict[int, tuple[int, int]] = {}
    used: dict[tuple[int, str], int] = {}
    for each in booked:
        if each.activity != worth.activity:
            continue
        then = each.amount
        if each.grade == worth.grade:
            month = (each.person, each.month)
            then = within_ceiling(worth.amount, used.get(month, 0), worth.ceiling)
            used[month] = used.get(month, 0) + then
        before, after = sums.get(each.person, (0, 0))
        sums[each.person] = (before + each.amount, after + then)
    return sums


@dataclass(frozen=True)
class Trial:
    """What a word would have made of a quarter: sums in hundredths, and how many members with more, less, the same."""

    before: int
    after: int
    more: int
    less: int
    same: int

    @property
    def is_empty(self) -> bool:
        """Was nothing of the kind booked, so that there is nothing to compare?"""
        return not (self.more or self.less or self.same)


def trial_of(booked: Iterable[Booked], worth: WorthFact) -> Trial:
    """The quarter as it was beside the quarter as it would have been, naming nobody."""
    sums = list(would_be(booked, worth).values())
    return Trial(
        before=sum(before for before, _after in sums),
        after=sum(after for _before, after in sums),
        more=sum(after > before for before, after in sums),
        less=sum(after < before for before, after in sums),
        same=sum(after == before for before, after in sums),
    )


def why_not_award(*, is_own: bool) -> Reason | None:
    """Nobody thanks himself (T13)."""
    return OWN_WORK if is_own else None


def why_not_deed(
    activity: str, day: date, today: date, words: str, *, is_known: bool = False
) -> Reason | None:
    """What an officer enters by hand: something done already, with a word about it, that does not stand yet."""
    if is_known:
        return Reason(
            "same_deed", _("同样的一件这个月已经登记过了。真是另一件，请在话里写出不同，如哪一天、第几次。")
        )
    if activity not in BY_HAND:
        return Reason("not_by_hand", _("认领的工作在审核通过时自动记分，不用手工登记。"))
    if day > today:
        return Reason("day_ahead", _("日期还没有到，请写实际完成的那一天。"))
    return None if words.strip() else Reason("no_words", _("请写一句做了什么。"))


def why_not_reverse(*, is_reversal: bool, is_reversed: bool, reason: str, is_own: bool) -> Reason | None:
    """Once, exactly, with a reason, and by somebody else (T13)."""
    if is_own:
        return OWN_WORK
    if is_reversal:
        return Reason("is_reversal", _("这一笔本身就是冲回，不能再冲。"))
    if is_reversed:
        return Reason("reversed", _("这一笔已经冲回过了。"))
    return None if reason.strip() else Reason("no_reason", _("请写明为什么冲回，本人会看到。"))


def why_not_worth(*, amount: int, ceiling: int | None, from_day: date, today: date) -> Reason | None:
    """From today on or later: a change never reaches back (R-L4)."""
    if from_day < today:
        return Reason("reaches_back", _("办法只能从今天或以后开始，已经记下的不会变。"))
    if not 0 <= amount <= AMOUNT_MAX:
        return Reason("amount", _("每次记0到100分。"))
    if ceiling is not None and ceiling < amount:
        return Reason("ceiling", _("每月最多要不少于一次记的分；不设上限请留空。"))
    return None


def why_not_follow(open_from: date, from_day: date) -> Reason | None:
    """A word for later that is already set comes first."""
    if open_from <= from_day:
        return None
    return Reason("later_set", _("已经定了更晚开始的办法，请先停用那一条。"))


def why_not_end(until_day: date | None) -> Reason | None:
    return None if until_day is None else MOVED_ON


def why_not_close(period: Period, today: date) -> Reason | None:
    """A half-year or year, once it is over."""
    if period.cadence not in CADENCES:
        return Reason("cadence", _("只按半年和全年汇总。"))
    if today <= period.last_day:
        return Reason("not_over", _("这一时期还没有结束，结束后再汇总。"))
    return None


def why_not_replace(status: str) -> Reason | None:
    """What was decided after everybody was heard is not computed anew."""
    if status != ClosingStatus.FINAL:
        return None
    return Reason("final", _("这一时期的汇总已经定下，不再重新汇总；点上面的名单就能看到。"))


def why_not_exempt(from_day: date, until_day: date | None) -> Reason | None:
    if until_day is None or until_day > from_day:
        return None
    return Reason("days", _("结束那天要在开始之后；还不知道到哪天请留空。"))


def objections_until(made_at: datetime, days: int) -> datetime:
    return made_at + timedelta(days=days)


def why_not_object(status: str, until: datetime, at: datetime, words: str) -> Reason | None:
    """While it lies open, with a word about what is not right."""
    if status != ClosingStatus.OPEN or at >= until:
        return Reason("not_open", _("征求意见已经结束。有问题请直接找党支部。"))
    return None if words.strip() else Reason("no_words", _("请写一句哪里不对。"))


def why_not_answer(*, is_own: bool, is_answered: bool, words: str) -> Reason | None:
    """Once, in words, and by somebody else than whoever objected (T13)."""
    if is_own:
        return Reason("own_objection", _("自己提的异议，请别的同志来答复。"))
    if is_answered:
        return MOVED_ON
    return None if words.strip() else Reason("no_answer", _("请写明怎么处理，本人会看到。"))


def why_not_finish(until: datetime, at: datetime, unanswered: int) -> Reason | None:
    """Not before everybody had his days, and nobody is left without an answer."""
    if at < until:
        return Reason("still_open", _("征求意见还没有到期，到期后再定。"))
    if unanswered:
        return Reason("unanswered", _("还有意见没有答复，请先答复。"))
    return None
