"""What was done, in plain words: for the member who reads who saw his data, and for the auditor.

Every act that the code remembers has its words here; a test finds the ones that have none.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from banyan.audit.models import Entry
from banyan.orgs.states import OfficeName

Words = Mapping[str, str | Promise]

PEOPLE: Words = {
    "person.added": _("录入了党员"),
    "person.corrected": _("更正了党员信息"),
    "person.ended": _("结束了在册"),
    "person.opened": _("打开了党员卡片"),
    "person.revealed": _("查看了完整信息"),
    "person.account_linked": _("给党员开通了账号"),
    "people.searched": _("按手机号找人"),
    "people.exported": _("导出了党员名单"),
    "person.taken_off": _("撤销导入，取消了录入"),
    "person.moved_home": _("变更了所在党支部"),
    "relative.added": _("登记了家人"),
    "relative.removed": _("删除了家人登记"),
    "person.number_released": _("身份证号核对完毕"),
    "guest.received": _("登记为流入党员"),
    "guest.corrected": _("更正了流入登记"),
    "guest.taken_back": _("撤销了流入登记"),
    "household.noted": _("登记了家庭情况"),
    "household.corrected": _("更正了家庭情况"),
    "household.forgotten": _("撤销导入，取消了家庭情况"),
    "stay.opened": _("记为在流入地参加活动"),
    "stay.closed": _("结束了在流入地参加活动"),
}
JOURNEYS: Words = {
    "journey.planned": _("登记了外出计划"),
    "journey.departed": _("登记了外出"),
    "journey.ended": _("结束了外出登记"),
    "journey.moved": _("登记了更换地点"),
    "journey.resumed": _("恢复了外出登记"),
    "journey.corrected": _("更正了外出登记"),
    "journey.taken_off": _("撤销导入，取消了外出登记"),
    "journeys.exported": _("导出了外出名单"),
    "check_in.drafted": _("填写了报到"),
    "check_in.sent": _("提交了报到"),
    "check_in.confirmed": _("确认了报到"),
    "check_in.refused": _("退回了报到"),
    "check_in.withdrawn": _("撤回了报到"),
    "check_in.taken_back": _("撤销了报到确认"),
    "check_in.corrected": _("更正了报到"),
    "check_in.revealed": _("查看了报到联系电话"),
    "receipt.carried": _("登记回执已带走"),
    "receipt.stamped": _("回执已盖章"),
    "receipt.unstamped": _("撤销了回执盖章"),
    "receipt.returned": _("登记回执已送回"),
    "receipt.archived": _("归档了回执"),
    "report.received": _("收到报告"),
    "report.corrected": _("更正了报告"),
    "report.read": _("阅看了报告"),
    "report.sampled": _("抽看了报告原话"),
    "report.followed_up": _("答复了报告"),
    "reports.silence_exported": _("导出了未联系上的名单"),
}
IMPORTS: Words = {
    "import.checked": _("试读了花名册"),
    "import.read": _("读入了花名册"),
    "import.answered": _("回答了导入中的疑问"),
    "import.columns": _("改了花名册各列的意思，重新读"),
    "import.columns_forgotten": _("忘掉了记下的花名册各列的意思"),
    "import.remembered": _("记下了花名册各列的意思"),
    "import.left": _("撤销导入时留下了后来改过的字段"),
    "import.reopened": _("重新打开了导入中的疑问"),
    "import.accepted": _("确认了导入"),
    "import.discarded": _("放弃了导入"),
    "import.undone": _("撤销了导入"),
    "transfer_check.opened": _("核对了两地都登记的党员"),
    "transfer_check.raised": _("报上级核对两地登记"),
    "transfer_check.transferred": _("核对为组织关系已转"),
    "transfer_check.stayed": _("核对为仍在原支部"),
    "transfer_check.asked": _("请一方核对身份证号"),
    "transfer_check.settled": _("两地登记已办结"),
    "chat.read": _("读入了接龙或聊天"),
    "chat.answered": _("回答了接龙中的疑问"),
    "chat.accepted": _("登记了接龙里的消息"),
    "chat.discarded": _("放弃了接龙"),
    "chat.undone": _("撤销了接龙的登记"),
    "chat.forgotten": _("删除了到期的接龙原文"),
    "report.taken_back": _("撤回了从接龙登记的报告"),
}
PAPERS: Words = {
    "paper.issued": _("开具了证件"),
    "paper.opened": _("打开了证件"),
    "paper.reprinted": _("补打了证件"),
    "paper.voided": _("作废了证件"),
    "paper.checked": _("登记了年度查验"),
    "phone.offered": _("同意公开服务电话"),
    "phone.withdrawn": _("撤回了公开的服务电话"),
    "notice.made": _("做了会议通知"),
    "card.made": _("做了家庭服务卡"),
    "key.trusted": _("认可了外地系统的密钥"),
    "key.withdrawn": _("停用了外地系统的密钥"),
    "receipt.signed": _("给外地来的党员开了签名回执"),
    "knock.left": _("扫归队码留了电话"),
    "knock.opened": _("打开了归队登记"),
    "knock.turned": _("把归队登记转为报到"),
    "knock.declined": _("处理了归队登记"),
    "photo.added": _("保存了盖章回执的照片"),
    "photo.opened": _("看了盖章回执的照片"),
    "kits.asked": _("安排了批量开证件"),
    "print.asked": _("安排了批量打印"),
    "print.taken": _("取走了批量打印的文件"),
}
TASKS: Words = {
    "task.drafted": _("起草了任务"),
    "task.changed": _("修改了任务"),
    "task.opened": _("发布了任务"),
    "task.closed": _("结束了任务"),
    "task.cancelled": _("取消了任务"),
    "claim.made": _("认领了任务"),
    "claim.submitted": _("提交了任务"),
    "claim.accepted": _("通过了任务"),
    "claim.sent_back": _("退回了任务"),
    "claim.withdrawn": _("退出了任务"),
    "claim.returned": _("一段时间没有音讯，名额自动让出"),
    "claim.released": _("结束了一次认领"),
    "claim.partner_added": _("写上了一起做的人"),
    "claim.partner_left": _("不再一起做"),
    "claim.questions_cleared": _("看过提示，没有问题"),
    "task.pattern_kept": _("存了任务模板"),
    "task.pattern_ended": _("停用了任务模板"),
    "claim.noted": _("写了进展"),
    "service.recorded": _("记录了志愿服务"),
    "need.noted": _("记下了所需所盼"),
    "need.ended": _("划去了所需所盼"),
    "readiness.said": _("填写了能帮什么"),
    "wait.joined": _("排队等名额"),
    "wait.left": _("不再排队"),
    "points.booked": _("登记了积分或学分"),
    "points.reversed": _("冲回了一笔积分"),
    "worth.set": _("定了记分办法"),
    "worth.ended": _("停用了记分办法"),
    "member.exempted": _("登记了不参加排名"),
    "member.counted": _("恢复了参加排名"),
    "consent.given": _("同意在光荣榜上列名"),
    "consent.withdrawn": _("收回了列名的同意"),
    "closing.made": _("汇总了一个时期的积分"),
    "closing.finished": _("定下了一个时期的积分"),
    "closing.replaced": _("重算了一个时期的积分"),
    "closing.objected": _("对积分汇总提了意见"),
    "closing.answered": _("答复了对积分汇总的意见"),
    "claim.taken_back": _("取回了交上去的成果"),
    "claim.file_removed": _("去掉了一份交过的照片或文件"),
}
ORGANISATIONS: Words = {
    "org.opened": _("设立了组织"),
    "org.renamed": _("更改了组织名称"),
    "org.moved": _("调整了组织的上级"),
    "org.forgotten": _("去掉了没有人用到的系统外党组织"),
    "org.closed": _("撤销了组织"),
    "office.granted": _("授予了职务"),
    "office.ended": _("结束了任职"),
    "policy.set": _("修改了组织设置"),
    "policy.reset": _("恢复了组织设置"),
    "first_door.opened": _("打开了首次登记"),
    "first_door.refused": _("首次登记的口令不对"),
    "first_door.made": _("完成了首次登记"),
    "figures.exported": _("导出了统计表"),
    "figures.list_exported": _("导出了统计名单"),
}
ACCOUNTS: Words = {
    "account.opened": _("开通了账号"),
    "account.phone_changed": _("登录手机号随名册更改"),
    "account.closed": _("停用了账号"),
    "account.signed_in": _("登录"),
    "account.signed_out": _("退出登录"),
    "account.refused": _("登录没有成功"),
    "account.password_changed": _("修改了密码"),
    "account.reading_kept": _("保存了显示设置"),
    "account.sessions_ended": _("结束了其他设备的登录"),
    "link.issued": _("发出了专用链接"),
    "link.used": _("使用了专用链接"),
    "link.ended": _("作废了专用链接"),
    "second_factor.started": _("开始设置动态口令"),
    "second_factor.confirmed": _("启用了动态口令"),
    "second_factor.ended": _("停用了动态口令"),
    "second_factor.codes_renewed": _("更换了备用码"),
    "second_factor.code_spent": _("使用了备用码"),
    "token.issued": _("发出了对接令牌"),
    "token.revoked": _("作废了对接令牌"),
    "web.refused": _("操作被拒绝"),
    "view.kept": _("存下了一组筛选"),
    "view.forgotten": _("去掉了一组筛选"),
}
MESSAGES: Words = {
    "message.read": _("阅读了消息"),
    "message.all_read": _("全部消息标为已读"),
    "text.passed_on": _("转告了消息"),
}
# What the house deletes by itself when its days are over, with counts (trust.md 4.5).
FORGOTTEN: Words = {
    "messages.forgotten": _("删除了满180天的消息"),
    "texts.forgotten": _("删除了满180天的转告"),
    "originals.forgotten": _("删除了不再需要的花名册文件"),
    "prints.forgotten": _("删除了满一天的批量打印文件"),
    "kits.forgotten": _("删除了满一天的批量开证名单"),
    "knocks.forgotten": _("删除了满30天的归队登记"),
    "receipt_photos.forgotten": _("删除了满一年的回执照片"),
    "claim_photos.forgotten": _("删除了没有用上的任务照片和文件"),
    "claim_marks.forgotten": _("删除了提交时的登录标记"),
    "links.forgotten": _("删除了过期的专用链接"),
    "sign_ins.forgotten": _("删除了到期的登录记录"),
}
HOUSE: Words = {
    "record.read": _("查看了操作记录"),
    "record.exported": _("导出了操作记录"),
    "job.retried": _("重新办理了后台事项"),
    "backup.made": _("做了备份"),
    "backup.restored": _("从备份恢复"),
    "keys.exported": _("导出了密钥"),
    "keys.imported": _("恢复了密钥"),
    "keys.rotated": _("更换了密钥"),
    "demo.loaded": _("载入了演示"),
    "demo.cleared": _("清除了演示"),
}
# In the order in which the auditor chooses among them.
GROUPS: tuple[tuple[str | Promise, Words], ...] = (
    (_("党员信息"), PEOPLE),
    (_("外出、报到与报告"), JOURNEYS),
    (_("导入花名册"), IMPORTS),
    (_("证件"), PAPERS),
    (_("任务"), TASKS),
    (_("组织与职务"), ORGANISATIONS),
    (_("账号与登录"), ACCOUNTS),
    (_("消息"), MESSAGES),
    (_("到期删除"), FORGOTTEN),
    (_("系统"), HOUSE),
)
ACTS: Words = {act: words for _group, acts in GROUPS for act, words in acts.items()}
# What a member calls "somebody looked at my data".
LOOKS = frozenset(
    {
        "person.opened",
        "person.revealed",
        "transfer_check.opened",
        "paper.opened",
        "check_in.revealed",
        "report.sampled",
    }
)
# Whole lists that left the house; one may have held him.
EXPORTS = frozenset(
    {"people.exported", "journeys.exported", "reports.silence_exported", "figures.list_exported"}
)
SYSTEM_ROLE = "system"
# Why a sign-in failed or ended, as the code notes it.
ENDINGS: Words = {
    "wrong": _("账号或密码不对"),
    "wrong_code": _("动态口令不对"),
    "old_password": _("原密码不对"),
    "too_often": _("试得太多，要等一会儿"),
    "password": _("改了密码"),
    "office": _("职务有变动"),
    "closed": _("账号停用了"),
    "own": _("本人要求"),
    "renewed": _("重新登录"),
    "lost": _("动态口令的手机丢了"),
    "age": _("登录时间太长"),
    "idle": _("太久没有操作"),
}
# Refusals whose sentence is put together when it is said.
PUT_TOGETHER: Words = {"weak_password": _("新密码不合要求"), "still_unclear": _("改过以后仍然读不懂")}
# Acts that are remembered with what was counted.
COUNTED: Words = {
    "chat.read": _("读准%(sure)s条，拿不准%(question)s条，没读懂%(not_understood)s行"),
    "import.read": _(
        "共%(seen)s行：新增%(new)s，有改动%(changed)s，相同%(same)s，待确认%(question)s，不能用%(refused)s"
    ),
}
# The rules' own sentences by code and app, collected from the code by tests/privacy/test_words.py.
SENTENCES: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_name("refusals.json").read_text())
BLANK = re.compile(r"%\(\w+\)[sd]")


def words_of(act: str) -> str:
    """The act in plain words; its own name where there are none yet."""
    return str(ACTS.get(act, act))


def reason_words(row: Entry) -> str:
    """Why, as it was said to whoever was refused; what somebody wrote himself stays as it is.

    Of what was deleted by itself: how much; of what was read: what was counted.
    """
    if row.act in FORGOTTEN:
        return str(_("%(count)d 条") % row.details)
    if row.act in COUNTED:
        return _counted_words(row.act, row.reason)
    if row.result == "done" or row.act != "web.refused":
        return str(ENDINGS.get(row.reason, row.reason)) if row.act in ACCOUNTS else row.reason
    by_app = SENTENCES.get(row.reason, {})
    said = by_app.get(str(row.details.get("route")).partition(":")[0]) or next(iter(by_app.values()), "")
    return BLANK.sub("…", translated(said)) if said else str(PUT_TOGETHER.get(row.reason, row.reason))


def _counted_words(act: str, counts: str) -> str:
    """How a pasted chat or a roster was read: its counts as they were remembered, in a sentence."""
    try:
        return str(str(COUNTED[act]) % json.loads(counts))
    except (ValueError, KeyError, TypeError):
        return counts


def role_words(role: str) -> str:
    if role == SYSTEM_ROLE:
        return str(_("系统"))
    return str(OfficeName(role).label) if role in OfficeName.values else role


def object_words(object_type: str) -> str:
    """What kind of thing it was done to: the model's own words."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def field_words(object_type: str, names: Iterable[str]) -> list[str]:
    """Fields by the words their forms use."""
    return [_field_words(object_type, name) for name in names]


def _field_words(object_type: str, name: str) -> str:
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))
