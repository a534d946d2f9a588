"""When a task may be published and changed (D-01, R-C2)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason
from banyan.tasks.states import TaskStatus


def why_not_draft(deadline: datetime, at: datetime, quota: int | None) -> Reason | None:
    """A task ends in the future and has room for at least one."""
    if deadline <= at:
        return Reason("deadline_past", _("截止时间要在现在之后，请重新选择。"))
    if quota is not None and quota < 1:
        return Reason("no_quota", _("名额至少是1人；不限人数请留空。"))
    return None


def why_not_change(status: str) -> Reason | None:
    """Drafts and open tasks change; what is closed or cancelled stays as people knew it."""
    if status in {TaskStatus.DRAFT, TaskStatus.OPEN}:
        return None
    return Reason("task_over", _("任务已经结束或取消，不能再改。"))


def why_not_quota(quota: int | None, claimed: int) -> Reason | None:
    """Nobody who has claimed loses his place (R-C2)."""
    if quota is None or quota >= claimed:
        return None
    return Reason("below_claimed", _("已经有人认领，名额不能少于已认领的人数。"))
