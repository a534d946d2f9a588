"""What home asks for."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.tasks.states import TASK_MOVES, TaskStatus


class Task(models.Model):
    """Something `org` asks of its people: home members of a tree organisation and of all below it, host
    members of a floating branch (story.md, Offices). `claimed` counts the claims not withdrawn.
    """

    MOVES: ClassVar = TASK_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("发布组织"))
    title = models.CharField(_("任务"), max_length=60)
    words = models.TextField(_("说明"), max_length=1000, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    needs = models.CharField(_("需要什么"), max_length=200, blank=True)
    quota = models.PositiveIntegerField(_("名额"), null=True)
    claimed = models.PositiveIntegerField(_("已认领"), default=0, editable=False)
    deadline = models.DateTimeField(_("截止时间"))
    status = models.CharField(_("状态"), max_length=9, choices=TaskStatus.choices, default=TaskStatus.DRAFT)
    made_at = models.DateTimeField(_("起草时间"))
    made_by = models.CharField(_("起草人"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("发布时间"), null=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True)

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quota=None) | Q(claimed__lte=F("quota")), name="task_never_oversold"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["org", "status", "deadline"], name="task_org_status"),
            models.Index(fields=["org", "opened_at"], name="task_org_opened"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        return self.quota is not None and self.claimed >= self.quota

    @property
    def free(self) -> int | None:
        """Places left; None when there is no limit."""
        return None if self.quota is None else self.quota - self.claimed

    def is_claimable_at(self, moment: datetime) -> bool:
        return self.status == TaskStatus.OPEN and moment < self.deadline and not self.is_full
