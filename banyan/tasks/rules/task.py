"""When a task may be published and changed (D-01, R-C2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason
from banyan.tasks.states import TaskStatus

SLOTS_PER_TASK = 120
# So long after its last day a task can still be prolonged; then it ends by itself (decisions/0020).
CLOSE_DAYS = 30
# A word that comes later than this is no kindness: what was forgotten for longer ends quietly.
WORD_DAYS = 60
ALREADY_PATTERN = Reason("already_pattern", _("这件任务已经存为模板了，发布任务时可以直接选。"))


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


def why_not_unit(before: str, after: str, claimed: int) -> Reason | None:
    """What somebody took so many of stays what it is counted in."""
    if before == after or not claimed:
        return None
    return Reason("unit_claimed", _("已经有人照原来的说法认领了，不能再改按什么分。"))


def is_word_due(deadline: datetime, at: datetime) -> bool:
    """Are those who still have it in hand told that a task has ended by itself?"""
    return at - deadline < timedelta(days=WORD_DAYS)


def deadline_like(made_at: datetime, deadline: datetime, at: datetime) -> datetime:
    """As many whole days from now as the earlier task had, at its time of day; at least one."""
    day = timedelta(days=1)
    first = at + max((deadline - made_at) // day, 1) * day
    return deadline - (deadline - first) // day * day


def why_not_slots(slots: Sequence[tuple[datetime, datetime, int]], at: datetime) -> Reason | None:
    """Turns that end after they begin, are not over, and have room for somebody."""
    if len(slots) > SLOTS_PER_TASK:
        return Reason("too_many_slots", _("时段太多（最多120个），请分成几件任务。"))
    if all(at < ends_at and starts_at < ends_at and places > 0 for starts_at, ends_at, places in slots):
        return None
    return Reason("bad_slot", _("时段要在现在之后结束，结束要晚于开始，每班至少1人。"))
