"""Many papers asked for at once."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import PrintForm
from banyan.orgs.models import Organisation

PRINTS = "prints"


class PrintRun(models.Model):
    """Many papers asked for in one file: set by the worker, lying encrypted for a day, for the asker alone."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("交办人")
    )
    paper_ids = models.JSONField(_("证件"), default=list)
    form = models.CharField(_("形式"), max_length=8, choices=PrintForm.choices, default=PrintForm.PILE)
    asked_at = models.DateTimeField(_("交办时间"), db_index=True)
    ready_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("批量打印")
        verbose_name_plural = _("批量打印")

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None

    @property
    def file_name(self) -> str:
        """Where it lies at rest: a random name that says nothing."""
        return f"{PRINTS}/{self.ref}"

    @property
    def bound_to(self) -> str:
        """What it is sealed to: one file cannot stand in for another."""
        return f"{self._meta.label_lower}|file|{self.ref}"
