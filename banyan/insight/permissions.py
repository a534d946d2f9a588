"""What an office may see of the figures."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_FIGURES = Permission("insight.see", _("查看统计"))
EXPORT_FIGURES = Permission("insight.export", _("导出统计"))
