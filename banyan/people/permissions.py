"""What an office may do with people."""

from django.utils.translation import gettext_lazy as _

from banyan.orgs.permissions import Permission

SEE_PEOPLE = Permission("people.see", _("查看党员名单和卡片"))
SEE_HOSTED = Permission("people.see_hosted", _("查看在本支部参加活动的党员"))
SEE_SELF = Permission("people.see_self", _("查看本人信息"))
ADD_PEOPLE = Permission("people.add", _("添加党员"))
CORRECT_PEOPLE = Permission("people.correct", _("更正党员信息"))
END_PEOPLE = Permission("people.end", _("结束党员在册"))
REVEAL = Permission("people.reveal", _("查看完整证件号、电话、住址"))
INVITE = Permission("people.invite", _("给党员开通账号"))
EXPORT_PEOPLE = Permission("people.export", _("导出名单"))
