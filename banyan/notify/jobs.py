"""What happens by itself: what was said half a year ago is forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.jobs.later import later
from banyan.notify.actions import forget_old_words
from banyan.shared.clock import now


@later(title=_("删除满180天的消息和转告"))
def forget_words(day: str) -> None:
    """Each day: messages and texts to pass on of 180 days ago (trust.md 4.5)."""
    forget_old_words(now())
