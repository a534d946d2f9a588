"""The tree: regions, organisations, offices held in them, and settings that are inherited down it."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.orgs.states import BRANCHES, OfficeName, OrganisationKind, RegionLevel
from banyan.shared.fields import SealedField


class Region(models.Model):
    """A place in China by its statistical code, from province down to village."""

    code = models.CharField(_("代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60, db_index=True)
    level = models.CharField(_("层级"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", verbose_name=_("上级"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("地区")
        verbose_name_plural = _("地区")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A committee or branch of the tree, or a light record of one outside it.

    `path` is `/1/2f/` in hex ids: a subtree is the range `path >= p AND path < end of p` on an index.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(_("名称"), max_length=120, db_index=True)
    full_name = models.CharField(_("全称"), max_length=160, blank=True)
    code = models.CharField(_("编码"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("上级组织")
    )
    path = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("所在地"))
    head_name = models.CharField(_("负责人"), max_length=60, blank=True)
    head_phone = SealedField(_("负责人电话"), purpose="phone", mask="phone")
    opened_on = models.DateField(_("成立日期"), null=True)
    closed_on = models.DateField(_("撤销日期"), null=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("组织")
        verbose_name_plural = _("组织")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def is_outside(self) -> bool:
        return self.kind == OrganisationKind.OUTSIDE

    def holds(self, other: "Organisation") -> bool:
        """Is the other one this organisation or somewhere below it?"""
        return other.path.startswith(self.path)


class Office(models.Model):
    """An account holds an office at an organisation, from one day until before another."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("账号")
    )
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    name = models.CharField(_("职务"), max_length=24, choices=OfficeName.choices)
    from_day = models.DateField(_("起"))
    until_day = models.DateField(_("止（不含）"), null=True)
    granted_by = models.CharField(_("授予人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "org", "name"],
                condition=Q(until_day=None),
                name="one_open_office_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.get_name_display()

    def is_over_on(self, day: date) -> bool:
        return self.until_day is not None and self.until_day <= day

    def is_held_on(self, day: date) -> bool:
        return self.from_day <= day and not self.is_over_on(day)


class PolicySetting(models.Model):
    """What one organisation decided for itself and those below it; what policies exist is in policies.py."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    name = models.CharField(_("设置项"), max_length=40)
    value = models.JSONField(_("值"))
    set_at = models.DateTimeField(_("设置时间"), auto_now=True)

    class Meta:
        verbose_name = _("组织设置")
        verbose_name_plural = _("组织设置")
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="one_setting_of_a_name")]

    def __str__(self) -> str:
        return self.name


class FirstDoor(models.Model):
    """The one time an empty installation is opened without an account. Its code is never stored: it is computed
    from `ref` with a key of the installation."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("生成时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = _("首次设置")
        verbose_name_plural = _("首次设置")

    def __str__(self) -> str:
        return str(self.ref)
