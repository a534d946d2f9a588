"""What happens by itself: large rosters are read and taken in, leavings are cleared away, old chats forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.intake.actions.chats import forget_old_chats
from banyan.intake.actions.clearing import forget_originals
from banyan.intake.actions.transfers import raise_checks
from banyan.intake.actions.working import accept_left, read_left
from banyan.jobs.later import later
from banyan.shared.clock import now


@later(title=_("读花名册"))
def read_roster(batch_pk: int, account_pk: int) -> None:
    """Read a roster that was too large to wait for."""
    read_left(batch_pk, account_pk)


@later(title=_("导入花名册"))
def accept_roster(batch_pk: int, account_pk: int) -> None:
    """Take in a roster of many rows, whole or not at all."""
    accept_left(batch_pk, account_pk)


@later(title=_("清理不再需要的花名册文件"))
def clear_away(day: str) -> None:
    """Each day: originals of 30 days ago, and those without a batch."""
    forget_originals(now())


@later(title=_("删除满30天的接龙和聊天原文"))
def forget_chats(day: str) -> None:
    """Each day: texts and rows of pastes older than thirty days (T35)."""
    forget_old_chats(now())


@later(title=_("报上级核对两地都登记的党员"))
def ask_superiors(day: str) -> None:
    """Each day: numbers that two organisations have (T7), long after anybody entered them."""
    raise_checks()
