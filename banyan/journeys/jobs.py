"""What happens by itself: papers for many are issued, the lists of old runs forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.jobs.later import later
from banyan.journeys.actions import kit


@later(title=_("批量开具证件"))
def make_kits(run_pk: int) -> None:
    """Issue the papers somebody asked for, then have them printed."""
    kit.make_kits(run_pk)


@later(title=_("清理批量开证件的名单"))
def forget_kits(day: str) -> None:
    """Each day: the lists of runs older than 24 hours."""
    kit.forget_old_kits()
