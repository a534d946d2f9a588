"""The words of fields and verdicts on the review page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_WORDS: Mapping[str, str | Promise] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "birth": _("出生年月"),
    "id_number": _("身份证号"),
    "phone": _("联系电话"),
    "ethnicity": _("民族"),
    "education": _("学历"),
    "category": _("人员类别"),
    "joined_on": _("入党时间"),
    "full_member_on": _("转正时间"),
    "branch": _("所在党支部"),
    "floating": _("是否流动党员"),
    "lost": _("是否失联"),
    "direction": _("流出或流入"),
    "departed_on": _("外出时间"),
    "arrived_on": _("流入时间"),
    "destination": _("外出地点"),
    "employer": _("工作单位"),
    "occupation": _("职业"),
    "reason": _("外出原因"),
    "has_certificate": _("持有活动证"),
    "host_organisation": _("流入地党组织"),
    "host_head": _("流入地负责人"),
    "host_phone": _("流入地电话"),
    "origin": _("流入前所在地"),
    "home_organisation": _("组织关系所在党组织"),
    "note": _("备注"),
}
KINDS: Mapping[str, str | Promise] = {
    "question": _("有疑问"),
    "refused": _("退回修改"),
    "corrected": _("有更正"),
    "changed": _("有变化"),
    "new": _("新增"),
    "same": _("没有变化"),
}
