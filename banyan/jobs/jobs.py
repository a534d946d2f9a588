"""What this floor does by itself: clear away."""

from django.utils.translation import gettext_lazy as _

from banyan.jobs.actions import remove_old_jobs, remove_old_keys
from banyan.jobs.later import later
from banyan.shared.clock import now


@later(title=_("清理办完的后台事项"))
def clear_away(day: str) -> None:
    """Each day: jobs long done, and keys of forms submitted more than two days ago."""
    remove_old_jobs(now())
    remove_old_keys(now())
