"""What an office may do with rosters."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

IMPORT_ROSTERS = Permission("intake.import", _("导入花名册"))
UNDO_IMPORTS = Permission("intake.undo", _("撤销导入"))
