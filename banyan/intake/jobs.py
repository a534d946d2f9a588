"""What happens by itself: what killed programs left behind is cleared away, and old chats are forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.intake.actions.chats import forget_old_chats
from banyan.intake.actions.clearing import forget_stray_originals
from banyan.jobs.later import later
from banyan.shared.clock import now


@later(title=_("清理没有导入成的花名册文件"))
def clear_away(day: str) -> None:
    """Each day: originals without a batch, older than 24 hours."""
    forget_stray_originals(now())


@later(title=_("删除满30天的接龙和聊天原文"))
def forget_chats(day: str) -> None:
    """Each day: texts and rows of pastes older than thirty days (T35)."""
    forget_old_chats(now())
