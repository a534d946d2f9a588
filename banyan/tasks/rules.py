"""When a task may be published, claimed, submitted and reviewed (D-01..D-09, T14). Facts come as arguments."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import MOVED_ON
from banyan.shared.errors import Reason
from banyan.tasks.states import UNDER_WAY, ClaimStatus, TaskStatus

PHOTOS_PER_CLAIM = 6
PHOTO_MAX_MB = 10
FULL = Reason("full", _("名额刚刚满了。可以看看别的任务，有人退出时这里会重新开放。"))
ALREADY_CLAIMED = Reason("already_claimed", _("这件任务已经认领过了，不用再点。"))
NOT_FOR_HIM = Reason("not_in_audience", _("这件任务不是面向他所在组织的。"))
OVER = Reason("over", _("这件任务已经截止，不能再认领了。"))
NOT_OPEN = Reason("not_open", _("这件任务现在不能认领。"))


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


def why_not_submit(status: str, task_status: str, result: str) -> Reason | None:
    """Work in hand, with a word about it. A closed task still takes what was claimed in time."""
    if status not in UNDER_WAY:
        return MOVED_ON
    if task_status == TaskStatus.CANCELLED:
        return Reason("task_cancelled", _("这件任务已经取消，不用再提交。"))
    return None if result.strip() else Reason("no_result", _("请写一句完成得怎么样。"))


def why_not_review(status: str, *, is_own: bool) -> Reason | None:
    """Somebody else reviews, and only what was handed in."""
    if is_own:
        return Reason("own_work", _("自己的成果请别人来审核。"))
    return None if status == ClaimStatus.SUBMITTED else MOVED_ON


def why_not_send_back(missing: str) -> Reason | None:
    if missing.strip():
        return None
    return Reason("no_reason", _("请写明还差什么，本人会看到。"))


def why_not_photos(count: int) -> Reason | None:
    """Never required (rules 2.9), and not too many."""
    if count <= PHOTOS_PER_CLAIM:
        return None
    return Reason("too_many_photos", _("最多6张照片，请去掉几张。"))


NOT_A_PHOTO = {
    "not_a_picture": Reason(
        "not_a_picture", _("只收照片（JPG、PNG），其他文件暂时不收。请换一张照片，或用文字说明。")
    ),
    "too_many_pixels": Reason("too_many_pixels", _("这张照片太大了（超过2500万像素），请换一张或拍小一点。")),
    "too_large": Reason("too_large", _("这张照片超过10 MB，请换一张小一点的。")),
}
