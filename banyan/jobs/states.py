"""What can become of work that waits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("正在办理")
    DONE = "done", _("办完")
    FAILED = "failed", _("没有办成")


OPEN = frozenset({JobState.WAITING, JobState.RUNNING})
ENDED = frozenset({JobState.DONE, JobState.FAILED})
