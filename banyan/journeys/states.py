"""The words of a journey and the arrows between them (story.md, States)."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move, arrow


class JourneyStatus(TextChoices):
    PLANNED = "planned", _("准备外出")
    AWAY = "away", _("在外")
    ENDED = "ended", _("已结束")


class Ending(TextChoices):
    RETURNED = "returned", _("返乡")
    TRANSFERRED = "transferred", _("组织关系已转出")
    LOST_CONTACT = "lost_contact", _("失去联系")
    DIED = "died", _("去世")
    MISTAKE = "mistake", _("录入有误")


class Standing(TextChoices):
    """Computed, never stored: what the length and the place make of a journey (B-08, B-09, rules 2.5b)."""

    SHORT = "short", _("短期外出")
    FLOATING = "floating", _("流动党员")
    SHOULD_TRANSFER = "should_transfer", _("应转组织关系")


class Occupation(TextChoices):
    FACTORY = "工厂务工", _("工厂务工")
    BUILDING = "建筑施工", _("建筑施工")
    TRADE = "经商", _("经商")
    RUNS_FIRM = "办企业", _("办企业")
    SERVICES = "服务业", _("服务业")
    TRANSPORT = "交通物流", _("交通物流")
    OFFICE = "公司职员", _("公司职员")
    FARMING = "种植养殖", _("种植养殖")
    FAMILY = "照顾家人", _("照顾家人")
    STUDY = "求学", _("求学")
    OTHER = "其他", _("其他")


class LeaveReason(TextChoices):
    WORK = "务工", _("务工")
    BUSINESS = "经商", _("经商")
    FAMILY = "投靠亲属", _("投靠亲属")
    STUDY = "求学", _("求学")
    OTHER = "其他", _("其他")


class CheckInStatus(TextChoices):
    DRAFT = "draft", _("草稿")
    SENT = "sent", _("等待确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


class ConfirmedHow(TextChoices):
    """How a check-in came to count (story.md, Who confirms a check-in)."""

    HOST = "host", _("流入地党组织确认")
    HOST_ENTERED = "host_entered", _("流入地党组织直接登记")
    TELEPHONE = "telephone", _("由本村代为确认：已电话核实")
    STAMPED_PAPER = "stamped_paper", _("由本村代为确认：已见盖章回执")


class KnockStatus(TextChoices):
    """归队登记: a stranger's note at a branch's door, until the branch has spoken with him."""

    WAITING = "waiting", _("等支部联系")
    TURNED = "turned", _("已转为报到")
    DECLINED = "declined", _("没有登记")


class ReceiptStatus(TextChoices):
    ISSUED = "issued", _("已开具")
    CARRIED = "carried", _("本人携带")
    STAMPED = "stamped", _("流入地已盖章")
    RETURNED = "returned", _("已送回乡镇")
    ARCHIVED = "archived", _("已归档")


class ReportStatus(TextChoices):
    RECEIVED = "received", _("已收到")
    READ = "read", _("已阅")


class Matter(TextChoices):
    """What a report says beside "I am well" (ideas 1)."""

    WELL = "well", _("一切照旧")
    MOVED = "moved", _("换了地方")
    NEW_PHONE = "new_phone", _("换了电话")
    NEED_HELP = "need_help", _("需要帮助")
    WANT_TASK = "want_task", _("想认领任务")


class Channel(TextChoices):
    """How a report came in; all count equally (C-02, ideas 2)."""

    WEB = "web", _("本人网上")
    PHONE = "phone", _("电话")
    SMS = "sms", _("短信")
    CHAT = "chat", _("微信")
    RELAY = "relay", _("他人转告")
    PAPER = "paper", _("书面")


JOURNEY_MOVES: Mapping[str, Move] = {
    "depart": arrow("planned", "away", "journey.departed"),
    "end": arrow(("planned", "away"), "ended", "journey.ended"),
    # Found again, or an import undone that had ended it as lost; what happened in between stays in the record.
    "resume": arrow("ended", "away", "journey.resumed"),
}
CHECK_IN_MOVES: Mapping[str, Move] = {
    "send": arrow("draft", "sent", "check_in.sent"),
    "confirm": arrow("sent", "confirmed", "check_in.confirmed"),
    "refuse": arrow("sent", "refused", "check_in.refused"),
    "withdraw": arrow(("draft", "sent"), "withdrawn", "check_in.withdrawn"),
    # A confirmation given by mistake is taken back with its reason; from then on it never counted.
    "take_back": arrow("confirmed", "withdrawn", "check_in.taken_back"),
}
RECEIPT_MOVES: Mapping[str, Move] = {
    "carry": arrow("issued", "carried", "receipt.carried"),
    "stamp": arrow(("issued", "carried"), "stamped", "receipt.stamped"),
    "unstamp": arrow(("stamped", "returned"), "carried", "receipt.unstamped"),
    "return": arrow("stamped", "returned", "receipt.returned"),
    "archive": arrow("returned", "archived", "receipt.archived"),
}
REPORT_MOVES: Mapping[str, Move] = {"read": arrow("received", "read", "report.read")}
KNOCK_MOVES: Mapping[str, Move] = {
    "turn": arrow("waiting", "turned", "knock.turned"),
    "decline": arrow("waiting", "declined", "knock.declined"),
}
