"""When work may be handed in and reviewed (D-03)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import MOVED_ON
from banyan.ledger.states import Activity
from banyan.shared.errors import Reason
from banyan.tasks.kinds import Kind
from banyan.tasks.states import UNDER_WAY, ClaimStatus, TaskStatus

PHOTOS_PER_CLAIM = 6
DRAFT_PHOTO_DAYS = 30
PHOTO_MAX_MB = 10
FILES_PER_CLAIM = 3


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


def thanked_as(kind: Kind, *, is_recorded: bool) -> tuple[Activity, ...]:
    """What accepted work is thanked for: as what it is, else as assigned work, which all that was claimed is (I-02).

    What a member did on his own nobody assigned.
    """
    return (
        (kind.activity,) if is_recorded or kind.activity == Activity.TASK else (kind.activity, Activity.TASK)
    )


def why_not_send_back(missing: str) -> Reason | None:
    if missing.strip():
        return None
    return Reason("no_reason", _("请写明还差什么，本人会看到。"))


def why_not_photos(count: int) -> Reason | None:
    """Never required (rules 2.9), and not too many."""
    if count <= PHOTOS_PER_CLAIM:
        return None
    return Reason("too_many_photos", _("最多6张照片，请去掉几张。"))


def why_not_files(count: int) -> Reason | None:
    """Never required either, and not too many."""
    if count <= FILES_PER_CLAIM:
        return None
    return Reason("too_many_files", _("最多3个文件，请去掉几个，或把几份合成一份。"))


def why_not_remove_file(status: str) -> Reason | None:
    """What was handed in stays as it is; what is in hand one may change."""
    if status in UNDER_WAY:
        return None
    if status == ClaimStatus.SUBMITTED:
        return Reason("handed_in_already", _("已经交上去了。要去掉，请先点“取回来改一改”。"))
    return MOVED_ON


def why_not_note(status: str, words: str, delivered: int | None, left: int | None = None) -> Reason | None:
    """A word or a quantity, while the claim stands; of what was taken on not more than is `left` to hand over."""
    if status == ClaimStatus.WITHDRAWN:
        return MOVED_ON
    if delivered and left is not None and delivered > left:
        return Reason(
            "too_much_delivered",
            _("比认领的还多：还没交的是%(left)d。请核对；真的多交了，在“说一句”里写明。")
            % {"left": max(left, 0)},
        )
    if words.strip() or delivered:
        return None
    return Reason("empty_note", _("写一句话再发送。"))


def is_review_late(submitted_at: datetime, at: datetime, days: int) -> bool:
    """Handed in so long ago that whoever reviews is reminded; never the member's fault."""
    return at - submitted_at >= timedelta(days=days)


NOT_A_PHOTO = {
    "not_a_picture": Reason("not_a_picture", _("这里只收照片（JPG、PNG）。请换一张照片，或用文字说明。")),
    "too_many_pixels": Reason(
        "too_many_pixels", _("这张照片太大了，打不开。请重新拍一张，或换成普通的JPG照片。")
    ),
    "too_large": Reason("too_large", _("这张照片超过10 MB，请换一张小一点的。")),
}
