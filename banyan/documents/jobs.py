"""What happens by itself: large prints are set, old ones forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.documents import actions
from banyan.jobs.later import later


@later(title=_("批量排版证件"))
def set_print(run_pk: int) -> None:
    """Set the papers somebody asked for, in one file."""
    actions.set_print(run_pk)


@later(title=_("清理过期的批量打印文件"))
def forget_prints(day: str) -> None:
    """Each day: files for printing older than 24 hours (trust.md 4.5)."""
    actions.forget_old_prints()
