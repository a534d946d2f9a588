"""The words of an import and of a pasted chat, and the arrows between them (story.md, States)."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move, arrow


class BatchStatus(TextChoices):
    READ = "read", _("正在读")
    IN_REVIEW = "in_review", _("待核对")
    ACCEPTED = "accepted", _("已导入")
    UNDONE = "undone", _("已撤销")
    DISCARDED = "discarded", _("已放弃")


BATCH_MOVES: Mapping[str, Move] = {
    "review": arrow("read", "in_review", "import.read"),
    "read_anew": arrow("in_review", "read", "import.columns"),
    "accept": arrow("in_review", "accepted", "import.accepted"),
    "discard": arrow(("read", "in_review"), "discarded", "import.discarded"),
    "undo": arrow("accepted", "undone", "import.undone"),
}


class How(StrEnum):
    """What an officer decides about a question: as read, as he says, nothing there, not this row; which person."""

    READ = "read"
    SAY = "say"
    EMPTY = "empty"
    OUT = "out"
    PERSON = "person"
    NEW = "new"


class PasteStatus(TextChoices):
    READ = "read", _("已读入")
    IN_REVIEW = "in_review", _("待核对")
    ACCEPTED = "accepted", _("已登记")
    UNDONE = "undone", _("已撤销")
    DISCARDED = "discarded", _("已放弃")


PASTE_MOVES: Mapping[str, Move] = {
    "review": arrow("read", "in_review", "chat.read"),
    "accept": arrow("in_review", "accepted", "chat.accepted"),
    "discard": arrow("in_review", "discarded", "chat.discarded"),
    "undo": arrow("accepted", "undone", "chat.undone"),
}


class CheckStatus(TextChoices):
    """How a superior decides when two organisations claim one person (T7)."""

    OPEN = "open", _("待核对")
    TRANSFERRED = "transferred", _("组织关系已转")
    STAYED = "stayed", _("仍在原支部")
    ASKED = "asked", _("已请一方核对身份证号")
    SETTLED = "settled", _("已办结")


CHECK_MOVES: Mapping[str, Move] = {
    "transfer": arrow(("open", "asked"), "transferred", "transfer_check.transferred"),
    "keep": arrow(("open", "asked"), "stayed", "transfer_check.stayed"),
    "ask": arrow("open", "asked", "transfer_check.asked"),
    # The number was corrected on one side, or the later entry taken back: nothing is left to decide.
    "settle": arrow(("open", "asked"), "settled", "transfer_check.settled"),
}
