"""Papers for many at once: whom they are for, and how far the worker is."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.documents.models import PrintRun
from banyan.documents.states import PaperKind, PrintForm
from banyan.orgs.models import Organisation


class KitRun(models.Model):
    """What a township asked for at one stroke: issue what is missing for these journeys, then print it.

    `kind` empty is the whole kit. `paper_ids` grows as the worker issues, so that a killed run goes on where it
    stood; `skipped` counts journeys whose papers were refused meanwhile (ended, or issued by somebody else).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("交办人")
    )
    kind = models.CharField(_("类别"), max_length=14, choices=PaperKind.choices, blank=True)
    form = models.CharField(_("形式"), max_length=8, choices=PrintForm.choices, default=PrintForm.PILE)
    journey_ids = models.JSONField(_("外出"), default=list)
    paper_ids = models.JSONField(_("证件"), default=list)
    done = models.PositiveIntegerField(_("已办人数"), default=0)
    skipped = models.PositiveIntegerField(_("没有开成的人数"), default=0)
    asked_at = models.DateTimeField(_("交办时间"), db_index=True)
    finished_at = models.DateTimeField(_("开完时间"), null=True)
    print_run = models.ForeignKey(
        PrintRun, models.SET_NULL, null=True, related_name="+", verbose_name=_("批量打印")
    )

    class Meta:
        verbose_name = _("批量开证件")
        verbose_name_plural = _("批量开证件")

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
