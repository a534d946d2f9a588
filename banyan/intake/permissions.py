"""What an office may do with rosters and with pasted chats."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

IMPORT_ROSTERS = Permission("intake.import", _("导入花名册"))
RECEIVE_GUESTS = Permission("intake.guests", _("导入流入党员"))
DECIDE_TRANSFERS = Permission("intake.transfers", _("核对两地都登记的党员"))
UNDO_IMPORTS = Permission("intake.undo", _("撤销导入"))
READ_CHATS = Permission("intake.chats", _("读接龙和聊天"))
