"""What an office may do with points and credits."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_OWN_POINTS = Permission("ledger.see_own", _("查看自己的积分"))
SEE_POINTS = Permission("ledger.see", _("查看党员积分"))
BOOK = Permission("ledger.book", _("登记积分和学分"))
SET_WORTH = Permission("ledger.set_worth", _("定记分办法"))
CLOSE = Permission("ledger.close", _("汇总和公示"))
