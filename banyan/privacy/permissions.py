"""Who may read the record of acts."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

READ_RECORD = Permission("privacy.read_record", _("查看操作记录"))
SEE_OWN_LOOKS = Permission("privacy.see_own_looks", _("查看谁看过我的信息"))
