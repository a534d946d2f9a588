"""What somebody keeps of the way he looks at lists."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account


class SavedView(models.Model):
    """The narrowing and the columns of one list under a name, for the account that keeps it.

    `query` never holds whom he looked for: names stay out (see `kept_query`).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("账号"))
    page = models.CharField(_("名单"), max_length=40)
    label = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("条件"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("存下的筛选")
        verbose_name_plural = _("存下的筛选")
        constraints = [models.UniqueConstraint(fields=["account", "page", "label"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.label
