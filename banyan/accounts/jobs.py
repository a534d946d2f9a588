"""What this floor does by itself: clear away."""

from django.utils.translation import gettext_lazy as _

from banyan.accounts.actions.clearing import clear_door
from banyan.jobs.later import later
from banyan.shared.clock import now


@later(title=_("清理过期的登录和链接"))
def clear_away(day: str) -> None:
    """Each day: sessions that ran out, spent limits, old links and old records of sign-ins."""
    clear_door(now())
