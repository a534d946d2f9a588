"""What was loaded for show, so that it can be told from everything else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.shared.clock import now


class Load(models.Model):
    """One scenario in the database: its people are those up to `last_person`, 0 while it loads."""

    scenario = models.CharField(_("场景"), max_length=20)
    seed = models.PositiveIntegerField(_("种子"))
    last_person = models.BigIntegerField(default=0)
    loaded_at = models.DateTimeField(_("载入时间"), default=now)

    class Meta:
        verbose_name = _("演示数据")
        verbose_name_plural = _("演示数据")

    def __str__(self) -> str:
        return self.scenario
