"""The words of fields and verdicts on the review pages: of rosters, and of pasted chats."""

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
PART_WORDS: Mapping[str, str | Promise] = {
    "province": _("省"),
    "city": _("市"),
    "district": _("县区"),
    "year": _("年"),
    "month": _("月"),
    "day": _("日"),
    "full_time": _("全日制"),
    "on_the_job": _("在职"),
    "outside": _("省外"),
    "inside": _("省内"),
    "near": _("市县"),
}
KINDS: Mapping[str, str | Promise] = {
    "question": _("有疑问"),
    "answered": _("已回答"),
    "refused": _("退回修改"),
    "corrected": _("有更正"),
    "changed": _("有变化"),
    "new": _("新增"),
    "same": _("没有变化"),
}
LEFT = _("没有撤销的")
BLANK_FORMS: Mapping[str, str | Promise] = {
    "outflow": _("流出党员花名册"),
    "inflow": _("流入党员花名册"),
    "household": _("党员家庭情况登记表"),
}
HOW_WORDS: Mapping[str, str | Promise] = {
    "read": _("就按读到的"),
    "empty": _("这一格空着"),
    "out": _("不导入"),
    "person": _("是选定的那一位"),
    "new": _("是新的一位"),
}
CHAT_KINDS: Mapping[str, str | Promise] = {
    "report": _("本月报平安"),
    "attendance": _("会议签到"),
    "claim": _("任务认领"),
    "suggestion": _("意见建议"),
    "feedback": _("学习反馈"),
}
SAID: Mapping[str, str | Promise] = {
    "well": _("一切照旧"),
    "moved": _("换了地方"),
    "new_phone": _("换了电话"),
    "need_help": _("需要帮助"),
    "want_task": _("想认领任务"),
    "not_reached": _("没有联系上"),
    "present": _("到会"),
    "late": _("迟到"),
    "leave": _("请假"),
    "absent": _("没有到"),
    "claimed": _("认领"),
    "submitted": _("已完成"),
    "withdrawn": _("退出"),
    "declined": _("不认领"),
    "suggested": _("有建议"),
    "nothing": _("没有意见"),
    "studied": _("已学"),
    "not_yet": _("还没学"),
}
