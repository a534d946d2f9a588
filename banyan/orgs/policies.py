"""Settings an organisation may decide for itself and those below it: default, unit and the rule each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What a reader is told of where a default comes from; docs/sources.md has the same by id.
ORIGINS: Mapping[str, str | Promise] = {
    "B-04": _("当地做法：给外出党员备好介绍信、证明信和报到回执单"),
    "B-05": _("当地做法：报到以后，回执送回乡镇党委"),
    "B-08": _("组织关系转接的规定：外出满6个月且地点固定的，应转出"),
    "C-01": _("当地做法：外出党员每月向村党组织报告工作和生活"),
    "C-04": _("当地做法：不让一名外出党员失去联系"),
    "D-03": _("当地做法：任务完成情况落实到人"),
    "I-04": _("当地做法：积分在群里公示，听取意见"),
    "R-B3": _("登录安全的要求"),
    "R-F5": _("存储安全的要求：照片和文件不能无限存"),
    "R-T1": _("榕树的约定：截止日当天算按时，按北京时间"),
    "ideas 6": _("榕树的建议：退出不追究，名额不空占"),
    "rules 2.1": _("2024年流动党员管理的意见：连续6个月以上不能参加原支部活动的，是流动党员"),
    "rules 2.5": _("组织关系转接的规定：应转尽转；期限由各级自定"),
    "rules 2.6": _("介绍信的规定：市内约10天，市外约30天，最长3个月"),
    "rules 2.7": _("党员证明信的规定：外出不满6个月的用它"),
    "rules 2.9": _("2023年防治“指尖上的形式主义”的意见：不强制打卡、不滥用排名、不重复索要"),
}


@dataclass(frozen=True)
class Policy:
    """One setting: what it means, in which unit, within which bounds, and by which rule."""

    name: str
    words: str | Promise
    default: int | str | bool
    unit: str | Promise = ""
    source: str = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    least: int = 0
    most: int = 0

    @property
    def origin(self) -> str | Promise:
        """Where the default comes from, in words for whoever decides."""
        return ORIGINS[self.source]


REPORT_CADENCE = Policy(
    "report_cadence",
    _("流动党员多久报告一次"),
    "month",
    source="C-01",
    choices=(("month", _("每月")), ("quarter", _("每季度")), ("half_year", _("每半年")), ("year", _("每年"))),
)
REPORT_DUE_DAY = Policy(
    "report_due_day", _("报告截止日（当期最后一个月）"), 31, _("日"), "R-T1", least=1, most=31
)
FLOATING_MONTHS = Policy(
    "floating_months", _("外出满几个月算流动党员"), 6, _("个月"), "rules 2.1", least=1, most=24
)
SETTLED_MONTHS = Policy(
    "settled_months", _("地点固定满几个月应转组织关系"), 6, _("个月"), "B-08", least=1, most=24
)
TRANSFER_DAYS = Policy(
    "transfer_days", _("应转组织关系的办理期限"), 90, _("天"), "rules 2.5", least=1, most=365
)
LETTER_DAYS = Policy("letter_days", _("介绍信有效期"), 30, _("天"), "rules 2.6", least=1, most=90)
CERTIFICATE_DAYS = Policy(
    "certificate_days", _("党员证明信有效期"), 180, _("天"), "rules 2.7", least=1, most=365
)
LETTER_FOR_EVERYONE = Policy("letter_for_everyone", _("给每名外出党员都开介绍信"), False, source="B-04")
RECEIPT_DAYS = Policy("receipt_days", _("报到回执应在几天内送回乡镇"), 60, _("天"), "B-05", least=1, most=365)
SILENCE_DAYS = Policy(
    "silence_days", _("多少天没有音讯列入“未联系上”提醒"), 30, _("天"), "C-04", least=7, most=365
)
RANKING_VISIBILITY = Policy(
    "ranking_visibility",
    _("积分名次给谁看"),
    "self",
    source="rules 2.9",
    choices=(
        ("self", _("只给本人看")),
        ("branch", _("本支部可见")),
        ("honour", _("光荣榜")),
        ("full", _("全部")),
    ),
)
OBJECTION_DAYS = Policy("objection_days", _("积分汇总征求意见的天数"), 7, _("天"), "I-04", least=3, most=30)
REQUESTS_PER_MONTH = Policy(
    "requests_per_month", _("每名党员每月最多收到几次请求"), 4, _("次"), "rules 2.9", least=1, most=31
)
OPEN_CLAIMS = Policy(
    "open_claims", _("每名党员手上最多同时有几件认领"), 5, _("件"), "rules 2.9", least=3, most=50
)
QUIET_DAYS = Policy(
    "quiet_days",
    _("认领后多少天没有音讯，把名额让给别人（0表示不让）"),
    30,
    _("天"),
    "ideas 6",
    least=0,
    most=365,
)
REVIEW_DAYS = Policy("review_days", _("成果提交几天没审核，提醒审核人"), 7, _("天"), "D-03", least=1, most=90)
PICTURES_OF_MEMBER = Policy(
    "pictures_of_member", _("每名党员最多存几份照片和文件"), 300, _("份"), "R-F5", least=6, most=5000
)
PICTURES_OF_BRANCH = Policy(
    "pictures_of_branch",
    _("每个党支部最多存几份照片和文件"),
    10_000,
    _("份"),
    "R-F5",
    least=100,
    most=100_000,
)
SECOND_FACTOR = Policy("second_factor", _("任职人员登录需要动态口令"), False, source="R-B3")

POLICIES: Mapping[str, Policy] = {
    policy.name: policy
    for policy in (
        REPORT_CADENCE,
        REPORT_DUE_DAY,
        FLOATING_MONTHS,
        SETTLED_MONTHS,
        TRANSFER_DAYS,
        LETTER_DAYS,
        CERTIFICATE_DAYS,
        LETTER_FOR_EVERYONE,
        RECEIPT_DAYS,
        SILENCE_DAYS,
        RANKING_VISIBILITY,
        OBJECTION_DAYS,
        REQUESTS_PER_MONTH,
        OPEN_CLAIMS,
        QUIET_DAYS,
        REVIEW_DAYS,
        PICTURES_OF_MEMBER,
        PICTURES_OF_BRANCH,
        SECOND_FACTOR,
    )
}
