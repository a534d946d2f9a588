"""What home asks for."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.tasks.kinds import FREE, Kind, Words, kind_named, time_words
from banyan.tasks.states import TASK_MOVES, TaskStatus


class Task(models.Model):
    """Something `org` asks of its people: home members of a tree organisation and of all below it, host
    members of a floating branch (story.md, Offices). `claimed` counts the claims not withdrawn.
    """

    MOVES: ClassVar = TASK_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("发布组织"))
    kind = models.CharField(_("类别"), max_length=12, default=FREE.id)
    details = models.JSONField(_("这类任务的内容"), default=dict)
    minutes = models.PositiveSmallIntegerField(_("大约要几分钟"), null=True)
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
    def sort(self) -> Kind:
        """The kind of task this is, with its words and units."""
        return kind_named(self.kind)

    @property
    def takes(self) -> str:
        """How long one person needs, in words; empty when nobody said."""
        return time_words(self.minutes) if self.minutes else ""

    @property
    def told(self) -> list[tuple[Words, str]]:
        """The lines only its kind has, as far as they are filled in: words and text."""
        given = [(detail.words, self.details.get(detail.id, "")) for detail in self.sort.details]
        return [(words, text) for words, text in given if text]

    @property
    def is_full(self) -> bool:
        return self.quota is not None and self.claimed >= self.quota

    @property
    def free(self) -> int | None:
        """Places left; None when there is no limit."""
        return None if self.quota is None else self.quota - self.claimed

    def is_claimable_at(self, moment: datetime) -> bool:
        return self.status == TaskStatus.OPEN and moment < self.deadline and not self.is_full
