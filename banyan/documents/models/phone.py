"""The one telephone number that may leave the house on paper and picture (trust.md T35)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.shared.fields import SealedField


class PublicPhone(models.Model):
    """An officer agrees that his organisation's posters, cards and notices show this name and number.

    Only he himself agrees, for an organisation he serves; taken back, the row is gone and nothing shows it.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.OneToOneField(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("同意人")
    )
    name = models.CharField(_("怎么称呼"), max_length=20)
    phone = SealedField(_("服务电话"), purpose="phone", mask="phone")
    place = models.CharField(_("服务地点"), max_length=80, blank=True)
    agreed_at = models.DateTimeField(_("同意时间"))

    class Meta:
        verbose_name = _("服务电话")
        verbose_name_plural = _("服务电话")

    def __str__(self) -> str:
        return self.name
