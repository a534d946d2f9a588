"""报到: the check-in at a host, and the receipt that travels home."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.documents.models import Paper
from banyan.journeys.models.journey import Journey, Stop
from banyan.journeys.states import (
    CHECK_IN_MOVES,
    RECEIPT_MOVES,
    CheckInStatus,
    ConfirmedHow,
    ReceiptStatus,
)
from banyan.orgs.models import Organisation
from banyan.shared.clock import now
from banyan.shared.fields import SealedField


class CheckIn(models.Model):
    """A member checks in with a party organisation where he now lives. Only a confirmed one counts.

    `entered_by` names whoever typed it for him (empty: himself), `decided_by` whoever confirmed or refused.
    """

    MOVES: ClassVar = CHECK_IN_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="check_ins", verbose_name=_("外出"))
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("流入地党组织"))
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="+", verbose_name=_("在外地点"))
    status = models.CharField(
        _("状态"), max_length=9, choices=CheckInStatus.choices, default=CheckInStatus.DRAFT
    )
    phone = SealedField(_("联系电话"), purpose="phone", mask="phone")
    words = models.CharField(_("留言"), max_length=200, blank=True)
    entered_by = models.CharField(_("代填人"), max_length=60, blank=True)
    made_at = models.DateTimeField(_("填写时间"), default=now)
    sent_at = models.DateTimeField(_("提交时间"), null=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    confirmed_how = models.CharField(_("确认方式"), max_length=14, choices=ConfirmedHow.choices, blank=True)
    refused_at = models.DateTimeField(_("退回时间"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    decided_by = models.CharField(_("确认人"), max_length=60, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("报到")
        verbose_name_plural = _("报到")
        constraints = [
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(status__in=["draft", "sent"]),
                name="one_open_check_in_a_journey",
            )
        ]
        indexes = [
            models.Index(fields=["host", "status"], name="check_in_host"),
            models.Index(fields=["journey", "confirmed_at"], name="check_in_confirmed"),
        ]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def is_vouched_by_home(self) -> bool:
        """Shown as 由本村代为确认."""
        return self.confirmed_how in {ConfirmedHow.TELEPHONE, ConfirmedHow.STAMPED_PAPER}


class Receipt(models.Model):
    """报到回执单 as a parcel: issued, carried, stamped, returned, archived; each step has its time (B-05).

    `org` is the home branch; the township above it keeps the returned paper.
    """

    MOVES: ClassVar = RECEIPT_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="receipts", verbose_name=_("外出"))
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    check_in = models.OneToOneField(
        CheckIn, models.PROTECT, null=True, related_name="receipt", verbose_name=_("报到")
    )
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("回执单"))
    status = models.CharField(
        _("状态"), max_length=8, choices=ReceiptStatus.choices, default=ReceiptStatus.ISSUED
    )
    issued_at = models.DateTimeField(_("开具时间"))
    carried_at = models.DateTimeField(_("携带外出时间"), null=True)
    stamped_at = models.DateTimeField(_("盖章时间"), null=True)
    returned_at = models.DateTimeField(_("送回时间"), null=True)
    archived_at = models.DateTimeField(_("归档时间"), null=True)
    returned_by = models.CharField(_("收回人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("报到回执")
        verbose_name_plural = _("报到回执")
        indexes = [models.Index(fields=["org", "status"], name="receipt_org_status")]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def since_at(self) -> datetime | None:
        """Since when the receipt stands where it stands."""
        at: datetime | None = getattr(self, f"{self.status}_at")
        return at
