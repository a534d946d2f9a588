"""Other installations whose signatures we accept, after two officers compared the key over the telephone."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TrustedKey(models.Model):
    """One public key of another installation. Withdrawn it stays in the list and verifies nothing."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("哪里的系统"), max_length=80)
    address = models.CharField(_("网址"), max_length=200)
    kid = models.PositiveIntegerField(_("密钥编号"))
    suite = models.CharField(_("算法"), max_length=4)
    public_key = models.CharField(_("公钥"), max_length=200)
    added_at = models.DateTimeField(_("认可时间"))
    added_by = models.CharField(_("认可人"), max_length=80)
    withdrawn_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("认可的外地密钥")
        verbose_name_plural = _("认可的外地密钥")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "kid"], condition=Q(withdrawn_at=None), name="one_trusted_key_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.name
