"""Numbered papers: the register of what was issued, and the counters their numbers come from."""

import json
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move
from banyan.documents.rules import standing_of
from banyan.documents.sheets import CheckLine, Stamp, checks_sheet, paper_sheet
from banyan.documents.signing import Signed
from banyan.documents.states import PAPER_MOVES, Grade, PaperKind, PaperStatus, Verdict
from banyan.documents.typesetting import Sheet
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField


class PaperCounter(models.Model):
    """The last number an organisation gave out in one series of one year; numbers have no gaps."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("开具单位"))
    kind = models.CharField(_("类别"), max_length=14, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("已编到"), default=0)

    class Meta:
        verbose_name = _("编号簿")
        verbose_name_plural = _("编号簿")
        constraints = [models.UniqueConstraint(fields=["org", "kind", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class Paper(models.Model):
    """One paper: who numbered it, whom it concerns, and the sealed text it states with its signature.

    `org` numbers and seals it; `home` is the holder's branch on the day of issue, by which it is found.
    """

    MOVES: ClassVar[Mapping[str, Move]] = PAPER_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("核验码"), max_length=26, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=14, choices=PaperKind.choices)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("开具单位"))
    home = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("持有人"))
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=160)
    status = models.CharField(
        _("状态"), max_length=8, choices=PaperStatus.choices, default=PaperStatus.ISSUED
    )
    payload = SealedField(_("内容"), purpose="paper")
    kid = models.PositiveIntegerField(_("签名密钥"))
    signature = models.CharField(_("签名"), max_length=128, editable=False)
    issued_at = models.DateTimeField(_("开具时间"))
    issued_by = models.CharField(_("经办人"), max_length=80)
    valid_until = models.DateField(_("有效期至"), null=True)
    reprints = models.PositiveSmallIntegerField(_("补打次数"), default=0)
    reprinted_at = models.DateTimeField(_("最近补打时间"), null=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("证件")
        verbose_name_plural = _("证件")
        constraints = [
            models.UniqueConstraint(fields=["org", "kind", "year", "serial"], name="one_paper_a_number")
        ]
        indexes = [
            models.Index(fields=["home", "kind", "-issued_at"], name="paper_home_kind"),
            models.Index(fields=["person", "-issued_at"], name="paper_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def issued_on(self) -> date:
        """The day of issue in Asia/Shanghai, as it stands on the paper."""
        return timezone.localdate(self.issued_at)

    def standing_on(self, day: date) -> Verdict:
        """Valid, expired or void on a day."""
        return standing_of(self.status, self.valid_until, day)

    @property
    def address(self) -> str:
        """What the code on the paper holds: the official site, the paper's code, its signature."""
        return f"{settings.BASE_URL}{reverse('documents:verify', args=[self.code])}?s={self.signature}"

    def sheets(self) -> list[Sheet]:
        """The pages to set: the paper, and for an 活动证 that was checked its page of annual checks (rules 2.7)."""
        first = self.sheet()
        return [first, checks_sheet(first)] if first.words["checks"] else [first]

    def sheet(self) -> Sheet:
        """The first page, from what was signed and from the register; callers opened the paper before."""
        stated = self.stated()
        until = stated["valid_until"]
        stamp = Stamp(
            number=stated["number"],
            issuer=stated["issuer"],
            issued_on=date.fromisoformat(stated["issued_on"]),
            valid_until=date.fromisoformat(until) if until else None,
            address=self.address,
            reprints=self.reprints,
            reprinted_on=timezone.localdate(self.reprinted_at) if self.reprinted_at else None,
            checks=self._check_lines(),
        )
        return paper_sheet(self.kind, stated["facts"], stamp)

    def _check_lines(self) -> list[CheckLine]:
        if self.kind != PaperKind.FLOATING_SLIP or self.pk is None:
            return []
        return [check.line() for check in self.checks.all()]

    def signed(self) -> Signed:
        """The text as it was signed, opened: callers stand behind a permission, or mask what they show."""
        return Signed(self.payload.open(), self.kid, self.signature)

    def stated(self) -> dict[str, Any]:
        """What the paper states, from its signed text."""
        stated: dict[str, Any] = json.loads(self.payload.open())
        return stated


class AnnualCheck(models.Model):
    """年度查验 of a 流动党员活动证, once a year with the appraisal: who looked at it, when, and for which unit."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="checks", verbose_name=_("活动证"))
    year = models.PositiveSmallIntegerField(_("年度"))
    grade = models.CharField(_("评议结果"), max_length=10, choices=Grade.choices, blank=True)
    unit = models.CharField(_("查验单位"), max_length=120)
    checked_at = models.DateTimeField(_("查验时间"))
    checked_by = models.CharField(_("查验人"), max_length=80)

    class Meta:
        verbose_name = _("年度查验")
        verbose_name_plural = _("年度查验")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["paper", "year"], name="one_check_a_year")]

    def __str__(self) -> str:
        return str(self.year)

    def line(self) -> CheckLine:
        """As it is printed."""
        day = timezone.localdate(self.checked_at)
        return CheckLine(str(self.year), self.get_grade_display(), self.unit, day, self.checked_by)
