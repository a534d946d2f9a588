"""The words of tasks and claims and the arrows between them (story.md, States)."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move, arrow


class TaskStatus(TextChoices):
    DRAFT = "draft", _("草稿")
    OPEN = "open", _("可认领")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class ClaimStatus(TextChoices):
    CLAIMED = "claimed", _("已认领")
    SUBMITTED = "submitted", _("等待审核")
    SENT_BACK = "sent_back", _("请再补充")
    ACCEPTED = "accepted", _("已完成")
    WITHDRAWN = "withdrawn", _("已退出")


class Likeness(TextChoices):
    """What a reviewer may be asked to look at."""

    PICTURE = "picture", _("照片很像")
    WORDS = "words", _("文字一样")
    SESSION = "session", _("一分钟里录入很多")


UNDER_WAY = frozenset({ClaimStatus.CLAIMED, ClaimStatus.SENT_BACK})

TASK_MOVES: Mapping[str, Move] = {
    "open": arrow("draft", "open", "task.opened"),
    "close": arrow("open", "closed", "task.closed"),
    "cancel": arrow(("draft", "open"), "cancelled", "task.cancelled"),
}
CLAIM_MOVES: Mapping[str, Move] = {
    "submit": arrow(("claimed", "sent_back"), "submitted", "claim.submitted"),
    "take_back": arrow("submitted", "claimed", "claim.taken_back"),
    "accept": arrow("submitted", "accepted", "claim.accepted"),
    "send_back": arrow("submitted", "sent_back", "claim.sent_back"),
    "give_up": arrow(("claimed", "sent_back"), "withdrawn", "claim.returned"),
    "release": arrow(("claimed", "sent_back", "submitted"), "withdrawn", "claim.released"),
    "withdraw": arrow(("claimed", "sent_back"), "withdrawn", "claim.withdrawn"),
}
