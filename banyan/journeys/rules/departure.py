"""When a journey may begin, change its place and end."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.journeys.states import Ending, JourneyStatus
from banyan.shared.dates import earliest_day, is_partial_date
from banyan.shared.errors import Reason

ALREADY_AWAY = Reason("already_away", _("这名党员已有一次外出没有结束，请先办结上一次，或在那一次里更正。"))

STALE = Reason("stale", _("别人刚刚改过这次外出的内容。请对照下面两边的内容再提交，您填写的没有丢。"))


def why_not_start(*, is_current: bool, has_open_journey: bool) -> Reason | None:
    """Somebody on the roll, one journey at a time (B-06)."""
    if not is_current:
        return Reason("not_on_roll", _("这名党员已不在册，不能再登记外出。"))
    return ALREADY_AWAY if has_open_journey else None


def why_not_dates(
    departed_on: str, expected_until: date | None, day: date, *, is_planned: bool
) -> Reason | None:
    """A departure is a known day, month or year (A-10), not in the future unless planned, before the return."""
    if not departed_on or not is_partial_date(departed_on):
        return Reason("no_departure", _("请填写外出时间，写到月或日都可以。"))
    if not is_planned and earliest_day(departed_on) > day:
        return Reason("future_departure", _("外出时间在今天之后。还没动身的，请选“准备外出”。"))
    if expected_until is not None and expected_until < earliest_day(departed_on):
        return Reason("return_before_departure", _("预计返回早于外出时间，请核对。"))
    return None


def why_not_move_departure(departed_on: str, second_from_day: str) -> Reason | None:
    """The departure stays before the second place, so that the places keep their order."""
    if second_from_day and departed_on > second_from_day:
        return Reason("departure_after_place", _("外出时间晚于到下一个地方的时间，请核对。"))
    return None


def why_not_depart(status: str) -> Reason | None:
    """Only who prepares to leave can leave."""
    if status == JourneyStatus.PLANNED:
        return None
    return Reason("not_planned", _("这次外出已经动身或已经结束。"))


def why_not_change_place(status: str, from_day: str, present_since: str, day: date) -> Reason | None:
    """A new place begins after the present one and not in the future; only on the way (story.md, States)."""
    if status != JourneyStatus.AWAY:
        return Reason("not_away", _("只有在外的党员才能登记换地方。"))
    if not from_day or not is_partial_date(from_day) or earliest_day(from_day) > day:
        return Reason("future_place", _("到新地方的时间不能在今天之后，请核对。"))
    if from_day < present_since:
        return Reason("place_before_place", _("到新地方的时间早于到现在这个地方的时间，请核对。"))
    return None


def why_not_correct(status: str) -> Reason | None:
    """What has ended stays as it was: past periods are computed from it."""
    if status == JourneyStatus.ENDED:
        return Reason("ended", _("这次外出已经结束，不能再改。如果录错了，请重新登记一次。"))
    return None


def why_not_resume(ending: str, *, has_open_journey: bool) -> Reason | None:
    """Only a journey that ended because contact was lost goes on, as long as there is no other."""
    if ending != Ending.LOST_CONTACT:
        return Reason("not_lost", _("这次外出不是因为失去联系结束的，不能恢复。"))
    return ALREADY_AWAY if has_open_journey else None


def why_not_end(
    status: str, ending: str, ended_on: date, *, departed_on: str, transfer_done_on: date | None, day: date
) -> Reason | None:
    """Ends are dated, not in the future; a transfer ends only by 已在全国系统办结 (story.md, Papers by state)."""
    if status == JourneyStatus.ENDED:
        return Reason("already_ended", _("这次外出已经结束。"))
    if status == JourneyStatus.PLANNED and ending != Ending.MISTAKE:
        return Reason("not_left_yet", _("还没有动身，不能这样结束。不去了，请取消这次计划。"))
    if ended_on > day or (transfer_done_on is not None and transfer_done_on > day):
        return Reason("future_end", _("结束日期在今天之后，请核对。"))
    if ending != Ending.MISTAKE and ended_on < earliest_day(departed_on):
        return Reason("end_before_departure", _("结束日期早于外出时间，请核对。"))
    if ending == Ending.TRANSFERRED and transfer_done_on is None:
        return Reason(
            "no_transfer_date",
            _("请填写在全国党员管理信息系统办结的日期。只开了介绍信、还没办结的，不算转出。"),
        )
    return None
