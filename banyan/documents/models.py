"""Numbered papers: kept as facts and a signature, typeset anew each time they are shown."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import PAPER_MOVES, PaperKind, PaperStatus
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField


class Paper(models.Model):
    """One paper of one person. `code` is the random 128-bit id in its QR; `facts` is the sealed JSON it says."""

    MOVES: ClassVar = PAPER_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("核验码"), max_length=32, unique=True)
    kind = models.CharField(_("种类"), max_length=14, choices=PaperKind.choices)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("开具组织"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=60)
    status = models.CharField(
        _("状态"), max_length=6, choices=PaperStatus.choices, default=PaperStatus.ISSUED
    )
    facts = SealedField(_("内容"), purpose="paper")
    kid = models.PositiveIntegerField(editable=False)
    signature = models.CharField(max_length=128, editable=False)
    issued_at = models.DateTimeField(_("开具时间"))
    issued_by = models.CharField(_("开具人"), max_length=60)
    valid_until = models.DateField(_("有效期至"), null=True)
    reprints = models.PositiveSmallIntegerField(_("补打次数"), default=0)
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("证件")
        verbose_name_plural = _("证件")
        constraints = [
            models.UniqueConstraint(fields=["org", "year", "kind", "serial"], name="one_paper_a_number")
        ]
        indexes = [models.Index(fields=["person", "kind"], name="paper_person_kind")]

    def __str__(self) -> str:
        return self.number


class PaperCounter(models.Model):
    """The last serial given per organisation, year and kind: numbers without gaps or repeats."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=PaperKind.choices)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "year", "kind"], name="one_counter_a_kind")]

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.last}"
