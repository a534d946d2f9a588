"""What an office may do with words meant for others."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

PASS_ON = Permission("notify.pass_on", _("把消息转告没有账号的党员"))
