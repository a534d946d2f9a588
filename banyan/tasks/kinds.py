"""Kinds of task as data: what each asks for, in which units its outcome is counted, how long it usually takes.

A new kind is a new row here; no branch of code knows one by name (D-01..D-09, H-01..H-08).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from banyan.ledger.states import Activity

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Unit:
    """What an outcome is counted in, and the measure that adds it up over the tree."""

    id: str
    words: Words
    unit: Words
    source: str


@dataclass(frozen=True)
class Detail:
    """A line that only this kind of task has."""

    id: str
    words: Words
    hint: Words = ""


@dataclass(frozen=True)
class Kind:
    """One kind: `share_unit` when a quantity is shared out, `has_slots` when it is done by the hour.

    `activity` is what the work is thanked for once it is accepted (I-02).
    """

    id: str
    words: Words
    hint: Words
    minutes: int
    details: tuple[Detail, ...] = ()
    units: tuple[Unit, ...] = ()
    share_unit: Words = ""
    has_slots: bool = False
    activity: Activity = Activity.TASK


ORDERS = Unit("orders", _("成交订单"), _("单"), "D-04")
KILOGRAMS = Unit("kilograms", _("帮销家乡产品"), _("公斤"), "D-04")
SALES_YUAN = Unit("sales_yuan", _("帮销金额"), _("元"), "D-04")
DUTY_HOURS = Unit("duty_hours", _("值班值守"), _("小时"), "D-07")
WISHES = Unit("wishes", _("实现微心愿"), _("个"), "D-06")
HOUSEHOLDS = Unit("households", _("帮扶困难群众"), _("户"), "H-04")
VISITS = Unit("visits", _("结对看望和联系"), _("次"), "D-06")
LEADS = Unit("leads", _("致富信息"), _("条"), "H-03")
JOBS_FOUND = Unit("jobs_found", _("带动外出就业"), _("人"), "H-05")
SUGGESTIONS = Unit("suggestions", _("意见建议"), _("条"), "H-01")
PROJECTS = Unit("projects", _("引进项目"), _("个"), "H-02")
INVESTED_YUAN = Unit("invested_yuan", _("投资"), _("元"), "H-06")
JOBS_MADE = Unit("jobs_made", _("家乡新增岗位"), _("人"), "H-06")
DONATED_YUAN = Unit("donated_yuan", _("捐款"), _("元"), "H-07")
GOODS = Unit("goods", _("捐物"), _("件物资"), "H-08")
SERVICE_HOURS = Unit("service_hours", _("驻地志愿服务"), _("小时"), "D-08")
STUDY_HOURS = Unit("study_hours", _("学习"), _("学时"), "D-09")

FREE = Kind("free", _("其他"), _("一句话说清楚要做什么。"), 30)
SERVICE = Kind(
    "service",
    _("志愿服务"),
    _("在居住地参加志愿服务，本人记录，驻地党组织确认。"),
    120,
    (Detail("gather", _("集合地点")),),
    (SERVICE_HOURS,),
    has_slots=True,
    activity=Activity.VOLUNTEERING,
)

LISTED = (
    Kind(
        "sales",
        _("销售推广"),
        _("帮家乡卖产品、找销路，可以一人认几箱。"),
        30,
        (
            Detail("product", _("产品"), _("如：冰糖橙，5公斤装")),
            Detail("price", _("价格"), _("如：每箱68元，包邮")),
            Detail("delivery", _("怎么发货"), _("找谁下单、多久到货")),
        ),
        (ORDERS, KILOGRAMS, SALES_YUAN),
        share_unit=_("箱"),
    ),
    Kind(
        "duty",
        _("值班值守"),
        _("路口值守、活动帮忙，可以分时段认领。"),
        240,
        (Detail("gather", _("集合地点")), Detail("bring", _("要带什么"))),
        (DUTY_HOURS,),
        has_slots=True,
    ),
    Kind(
        "wish",
        _("微心愿"),
        _("一个小小的心愿，谁顺手帮一把。"),
        20,
        (
            Detail("whose", _("谁的心愿"), _("写称呼就好，如“村小一名学生”，不写姓名")),
            Detail("until", _("什么时候要"), _("如：开学以前")),
        ),
        (WISHES,),
    ),
    Kind(
        "household",
        _("帮扶农户"),
        _("给困难家庭出一份力。"),
        60,
        (Detail("situation", _("情况"), _("写难处，不写姓名和病情")),),
        (HOUSEHOLDS,),
        share_unit=_("户"),
    ),
    Kind(
        "leads",
        _("信息线索"),
        _("招工、订单、技术、政策，外面的好消息带回来。"),
        10,
        (Detail("wanted", _("想要哪方面的信息")),),
        (LEADS, JOBS_FOUND),
    ),
    Kind(
        "suggestion",
        _("建议征集"),
        _("请大家给家乡出主意。"),
        5,
        (Detail("topic", _("征集什么"), _("如：村口停车场怎么建")),),
        (SUGGESTIONS,),
    ),
    Kind(
        "project",
        _("项目牵引"),
        _("请大家牵线搭桥，把项目引回来。"),
        60,
        (
            Detail("direction", _("想引进什么")),
            Detail("offers", _("家乡能提供什么"), _("土地、厂房、用工、政策")),
        ),
        (PROJECTS, INVESTED_YUAN, JOBS_MADE),
    ),
    Kind(
        "donation",
        _("捐款捐物"),
        _("自愿，多少都是心意；写清用途和公示办法。"),
        10,
        (
            Detail("purpose", _("用在哪里")),
            Detail("receiver", _("谁来接收、怎样公示")),
        ),
        (DONATED_YUAN, GOODS),
        share_unit=_("份"),
        activity=Activity.CHARITY,
    ),
    SERVICE,
    Kind(
        "study",
        _("学习"),
        _("一篇文章、一堂课，在外也跟得上。"),
        45,
        (Detail("material", _("学什么")),),
        (STUDY_HOURS,),
        activity=Activity.STUDY,
    ),
    Kind(
        "post",
        _("认领岗位"),
        _("村里的一个岗，在家时担起来，如护路、调解、宣讲。"),
        120,
        (Detail("duties", _("岗位做什么")), Detail("term", _("多长时间"), _("如：返乡期间，约一个月"))),
        (DUTY_HOURS,),
        has_slots=True,
    ),
    Kind(
        "pair",
        _("结对联系"),
        _("和一位老人、一个孩子、一户人家常联系。"),
        10,
        (
            Detail("whom", _("和谁结对"), _("写称呼就好，不写姓名")),
            Detail("often", _("多久联系一次"), _("如：每周一个电话")),
        ),
        (VISITS,),
    ),
    Kind(
        "team",
        _("加入服务队"),
        _("几个人一队，长期做一件事。"),
        120,
        (Detail("team", _("队名")), Detail("does", _("平时做什么"))),
        (SERVICE_HOURS,),
        has_slots=True,
        activity=Activity.VOLUNTEERING,
    ),
    FREE,
)
# What a member may say he can do, and a task may ask for.
SKILLS: Mapping[str, Words] = {
    "selling": _("卖货、找销路"),
    "online": _("直播、网店"),
    "hiring": _("招工用工"),
    "law": _("法律"),
    "health": _("看病就医"),
    "teaching": _("辅导孩子"),
    "building": _("建筑装修"),
    "repair": _("水电维修"),
    "farming": _("种植养殖"),
    "driving": _("驾驶运输"),
    "writing": _("写作摄影"),
    "computing": _("电脑网络"),
}
KINDS: Mapping[str, Kind] = {kind.id: kind for kind in LISTED}
UNITS: Mapping[str, Unit] = {unit.id: unit for kind in LISTED for unit in kind.units}


def time_words(minutes: int) -> str:
    """How long something takes, as people say it: 10分钟, 2小时, 1小时30分钟."""
    hours, rest = divmod(minutes, 60)
    short = ngettext("%(count)d分钟", "%(count)d分钟", rest) % {"count": rest}
    if not hours:
        return short
    long = ngettext("%(count)d小时", "%(count)d小时", hours) % {"count": hours}
    return gettext("%(hours)s%(minutes)s") % {"hours": long, "minutes": short} if rest else long


def kind_named(name: str) -> Kind:
    """The kind of this name; a name nobody knows any longer is a free task."""
    return KINDS.get(name, FREE)
