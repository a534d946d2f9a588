"""What happens by itself: papers for many are issued, the lists of old runs forgotten."""

from django.utils.translation import gettext_lazy as _

from banyan.jobs.later import later
from banyan.journeys.actions import kit, knock, photo


@later(title=_("批量开具证件"))
def make_kits(run_pk: int) -> None:
    """Issue the papers somebody asked for, then have them printed."""
    kit.make_kits(run_pk)


@later(title=_("清理批量开证件的名单"))
def forget_kits(day: str) -> None:
    """Each day: the lists of runs older than 24 hours."""
    kit.forget_old_kits()


@later(title=_("清理过期的归队登记"))
def forget_knocks(day: str) -> None:
    """Each day: notes of strangers left 30 days ago."""
    knock.forget_old_knocks()


@later(title=_("清理过期的回执照片"))
def forget_photos(day: str) -> None:
    """Each day: photographs of receipts a year old."""
    photo.forget_old_photos()
