"""归队码: what a stranger leaves at a branch's door, without an account (ideas 4)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.journeys.states import KNOCK_MOVES, KnockStatus
from banyan.orgs.models import Organisation
from banyan.shared.fields import SealedField


class Knock(models.Model):
    """A draft of a check-in by somebody nobody has matched: sealed, for the chosen branch alone, for 30 days."""

    MOVES: ClassVar = KNOCK_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("流入地党组织"))
    status = models.CharField(
        _("状态"), max_length=8, choices=KnockStatus.choices, default=KnockStatus.WAITING
    )
    name = SealedField(_("姓名"), purpose="note")
    home = SealedField(_("老家支部"), purpose="note")
    phone = SealedField(_("手机号"), purpose="phone", mask="phone")
    left_at = models.DateTimeField(_("留下时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.CharField(_("答复人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("归队登记")
        verbose_name_plural = _("归队登记")
        indexes = [models.Index(fields=["host", "status", "left_at"], name="knock_host")]

    def __str__(self) -> str:
        return self.get_status_display()
