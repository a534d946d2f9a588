"""What home asks for."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation, Region
from banyan.people.models import Person
from banyan.tasks.kinds import FREE, SKILLS, Kind, Words, kind_named, time_words
from banyan.tasks.states import TASK_MOVES, TaskStatus


class Task(models.Model):
    """Something `org` asks of its people: home members of a tree organisation and of all below it, host
    members of a floating branch (story.md, Offices). `quota` and `claimed` are people; with a `share_unit` they are
    boxes or the like, of which a claim takes its share; of a slotted task they are turns, over all its slots.
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
    share_unit = models.CharField(_("按什么分"), max_length=8, blank=True)
    is_slotted = models.BooleanField(_("分时段"), default=False)
    claimed = models.PositiveIntegerField(_("已认领"), default=0, editable=False)
    city = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("特别想请在哪里的人")
    )
    skills = models.JSONField(_("特别想请会什么的人"), default=list)
    is_named = models.BooleanField(_("只请写明的人"), default=False)
    people = models.ManyToManyField(Person, related_name="+", verbose_name=_("请谁"))
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
    def wanted_skills(self) -> list[Words]:
        return [SKILLS[name] for name in self.skills if name in SKILLS]

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


class Slot(models.Model):
    """One turn of a task done by the hour: so many people from one moment to another (D-07)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="slots", verbose_name=_("任务"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    quota = models.PositiveIntegerField(_("人数"))
    claimed = models.PositiveIntegerField(_("已认领"), default=0, editable=False)

    class Meta:
        verbose_name = _("时段")
        verbose_name_plural = _("时段")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(claimed__lte=F("quota")), name="slot_never_oversold"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="slot_ends_after_it_starts"),
        ]
        indexes: ClassVar = [models.Index(fields=["task", "starts_at"], name="slot_task")]

    def __str__(self) -> str:
        return f"{self.starts_at} {self.ends_at}"

    @property
    def free(self) -> int:
        return self.quota - self.claimed

    def is_free_at(self, moment: datetime) -> bool:
        """May it still be taken: not over, and with room?"""
        return bool(self.free) and moment < self.ends_at

    @property
    def words(self) -> str:
        """`12月1日 08:00–12:00`."""
        start, end = localtime(self.starts_at), localtime(self.ends_at)
        return f"{date_format(start, 'MONTH_DAY_FORMAT')} {start:%H:%M}–{end:%H:%M}"


class Wait(models.Model):
    """Somebody waits for a place of a full task. He is told when one is free, and claims it himself if he likes."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="waits", verbose_name=_("任务"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    asked_at = models.DateTimeField(_("排队时间"))
    offered_at = models.DateTimeField(_("通知时间"), null=True)
    ended_at = models.DateTimeField(_("离开时间"), null=True)

    class Meta:
        verbose_name = _("排队")
        verbose_name_plural = _("排队")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(ended_at=None), name="one_wait_for_a_task"
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Need(models.Model):
    """所需所盼: something people at home need or hope for; one day it becomes a task (D-05)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    kind = models.CharField(_("类别"), max_length=12, default=FREE.id)
    words = models.CharField(_("需要什么"), max_length=200)
    made_at = models.DateTimeField(_("记下时间"))
    made_by = models.CharField(_("谁记的"), max_length=60)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", verbose_name=_("变成的任务"))
    ended_at = models.DateTimeField(_("划去时间"), null=True)

    class Meta:
        verbose_name = _("所需所盼")
        verbose_name_plural = _("所需所盼")
        indexes: ClassVar = [models.Index(fields=["org", "ended_at"], name="need_org")]

    def __str__(self) -> str:
        return self.words

    @property
    def sort(self) -> Kind:
        return kind_named(self.kind)


class Pattern(models.Model):
    """任务模板: a task kept so that its organisation, and every one below, publishes its like by two taps (D-01).

    What it says is what the task says; the deadline lies as many days ahead as the task had.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name=_("任务"))
    made_at = models.DateTimeField(_("存为模板的时间"))
    made_by = models.CharField(_("谁存的"), max_length=60)
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("任务模板")
        verbose_name_plural = _("任务模板")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task"], condition=Q(ended_at=None), name="one_pattern_of_a_task")
        ]
        indexes: ClassVar = [models.Index(fields=["org"], condition=Q(ended_at=None), name="pattern_org")]

    def __str__(self) -> str:
        return str(self.ref)


class Readiness(models.Model):
    """What a member can do, as he says himself, and until when he would rather not be asked."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    skills = models.JSONField(_("会什么"), default=list)
    quiet_until = models.DateField(_("哪天以前先不问"), null=True)

    class Meta:
        verbose_name = _("能帮什么")
        verbose_name_plural = _("能帮什么")

    def __str__(self) -> str:
        return str(self.ref)
