"""When a task may be claimed and given back (D-02, R-C1, R-C2)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import MOVED_ON
from banyan.shared.errors import Reason
from banyan.tasks.states import UNDER_WAY, TaskStatus

# How many days before a place goes back the member is asked how it goes.
NUDGE_DAYS = 5
PARTNERS_PER_CLAIM = 9
FULL = Reason("full", _("名额已经满了。可以看看别的任务，有人退出时这里会重新开放。"))
ALREADY_CLAIMED = Reason("already_claimed", _("这件任务已经认领过了，不用再点。"))
NOT_FOR_HIM = Reason("not_in_audience", _("这件任务不是面向他所在组织的。"))
OVER = Reason("over", _("这件任务已经截止，不能再认领了。"))
TOO_MANY_OPEN = Reason(
    "too_many_open", _("手上的任务已经不少了，先做完一件再认领。做不完的可以退出，没关系。")
)
SLOT_FULL = Reason("slot_full", _("这个时段刚刚满了，请换一个时段。"))
NO_SLOT = Reason("no_slot", _("请选好能来的时段，至少选一个。"))
NO_TURN_LEFT = Reason("no_turn_left", _("剩下的时段都满了或者过了。可以看看别的任务。"))
ALREADY_PARTNER = Reason("already_partner", _("他的名字已经在上面了。"))
NO_SUCH_PARTNER = Reason("no_such_partner", _("本支部没有找到这位同志，请核对全名；有同名的请支部代为办理。"))
NOT_OPEN = Reason("not_open", _("这件任务现在不能认领。"))


def why_not_claim(
    *,
    status: str,
    deadline: datetime,
    at: datetime,
    is_full: bool,
    has_claim: bool,
    has_enough: bool = False,
) -> Reason | None:
    """Open, in time, with room, once each (R-C1, R-C2), and not more in hand than one can do."""
    if has_claim:
        return ALREADY_CLAIMED
    if status != TaskStatus.OPEN:
        return NOT_OPEN
    if at >= deadline:
        return OVER
    if is_full:
        return FULL
    return TOO_MANY_OPEN if has_enough else None


def why_not_share(free: int | None, share: int, *, is_shared: bool) -> Reason | None:
    """At least one, not more than is left; who takes a place of a task by people takes one."""
    if share < 1 or (share > 1 and not is_shared):
        return Reason("bad_share", _("认领的数量至少是1。"))
    if free is None or share <= free:
        return None
    return Reason("too_much", _("只剩%(free)d了，请少认一些。") % {"free": free}) if free > 0 else FULL


def why_not_wait(
    *, status: str, deadline: datetime, at: datetime, is_full: bool, has_claim: bool
) -> Reason | None:
    """One waits for a full task that still runs."""
    if is_full and not has_claim and status == TaskStatus.OPEN and at < deadline:
        return None
    return ALREADY_CLAIMED if has_claim else Reason("not_full", _("现在不用排队，请直接认领。"))


def is_to_be_nudged(quiet_since: datetime, at: datetime, days: int) -> bool:
    """Quiet so long that a kind word is due, some days before the place goes back; 0 days: never (ideas 6)."""
    return days > 0 and at - quiet_since >= timedelta(days=max(days - NUDGE_DAYS, 1))


def is_to_be_returned(quiet_since: datetime, nudged_at: datetime | None, at: datetime, days: int) -> bool:
    """Quiet for the whole time, and the kind word some days ago was not answered."""
    if days == 0 or nudged_at is None or at - quiet_since < timedelta(days=days):
        return False
    return at - nudged_at >= timedelta(days=NUDGE_DAYS)


def why_not_withdraw(status: str) -> Reason | None:
    """Without blame, as long as the work has not been handed in."""
    if status in UNDER_WAY:
        return None
    return Reason("handed_in", _("已经提交了成果，不能再退出。"))


def why_not_partner(*, status: str, count: int, is_reached: bool, has_claim: bool) -> Reason | None:
    """Work in hand is shared with a few others whom the task reaches and who have not claimed it themselves."""
    if status not in UNDER_WAY:
        return MOVED_ON
    if not is_reached:
        return NOT_FOR_HIM
    if has_claim:
        return Reason("has_own_claim", _("他自己已经认领了这件任务，不用再写上。"))
    if count >= PARTNERS_PER_CLAIM:
        return Reason("too_many_partners", _("一份认领最多写10个人，人多请分成几份。"))
    return None
