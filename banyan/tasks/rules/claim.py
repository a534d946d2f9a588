"""When a task may be claimed and given back (D-02, R-C1, R-C2)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason
from banyan.tasks.states import UNDER_WAY, TaskStatus

FULL = Reason("full", _("名额刚刚满了。可以看看别的任务，有人退出时这里会重新开放。"))
ALREADY_CLAIMED = Reason("already_claimed", _("这件任务已经认领过了，不用再点。"))
NOT_FOR_HIM = Reason("not_in_audience", _("这件任务不是面向他所在组织的。"))
OVER = Reason("over", _("这件任务已经截止，不能再认领了。"))
NOT_OPEN = Reason("not_open", _("这件任务现在不能认领。"))


def why_not_claim(
    *, status: str, deadline: datetime, at: datetime, is_full: bool, has_claim: bool
) -> Reason | None:
    """Open, in time, with room, and once each (R-C1, R-C2)."""
    if has_claim:
        return ALREADY_CLAIMED
    if status != TaskStatus.OPEN:
        return NOT_OPEN
    if at >= deadline:
        return OVER
    return FULL if is_full else None


def why_not_withdraw(status: str) -> Reason | None:
    """Without blame, as long as the work has not been handed in."""
    if status in UNDER_WAY:
        return None
    return Reason("handed_in", _("已经提交了成果，不能再退出。"))
