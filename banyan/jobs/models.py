"""Work that waits, and the keys that let one form have one effect."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.jobs.states import ENDED, OPEN, JobState


class Job(models.Model):
    """One piece of work for later. Stored in the transaction that asks for it: that is the outbox (R-J2).

    `due_at` is when it may start, and while it runs when its lease ends. Owner and organisation are named
    by ref, without foreign keys: this floor knows neither. `problem` is a sentence of the rules, `fault` names the
    place in the code where something broke.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(_("办理函数"), max_length=120)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    title = models.CharField(_("事项"), max_length=80, blank=True)
    owner_ref = models.UUIDField(_("交办人编号"), null=True, db_index=True)
    org_ref = models.UUIDField(_("组织编号"), null=True)
    link = models.CharField(_("结果所在页面"), max_length=200, blank=True)
    unique_key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(_("状态"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    max_tries = models.PositiveSmallIntegerField(default=5)
    worker = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField(_("进展"), max_length=80, blank=True)
    problem = models.CharField(_("原因"), max_length=200, blank=True)
    fault = models.CharField(_("出错位置"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("交办时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        verbose_name = _("后台事项")
        verbose_name_plural = _("后台事项")
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="job_due", condition=models.Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["owner_ref", "-id"], name="job_owner"),
        ]

    def __str__(self) -> str:
        return self.title or self.task

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED


class IdempotencyKey(models.Model):
    """A form or call that had its effect: who sent which key with which body, and what was answered (R-C4).

    The body is kept as a keyed digest alone, the answer as its status and the address it led to.
    """

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("已办提交")
        verbose_name_plural = _("已办提交")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_effect_a_key")]

    def __str__(self) -> str:
        return self.key
