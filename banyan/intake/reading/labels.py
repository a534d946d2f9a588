"""The words over columns: which field each means, alone or under a group head (rosters.md 6.1 and 6.2)."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

_LABELS = {
    "name": "姓名 党员姓名 名字 用户",
    "sex": "性别 男女",
    "birth": "出生年月 出生日期 出生年月日 出生时间 生日",
    "id_number": (
        "身份证号 公民身份号码 身份证号码 证件号 居民身份证号 居民身份证号码 公民身份证号码 "
        "身份证 证件号码 身份号码"
    ),
    "phone": "联系电话 手机号码 手机 手机号 电话 联系方式 电话号码 移动电话 本人电话 联系手机 本人手机",
    "ethnicity": "民族 族别",
    "education": "学历 文化程度 教育 最高学历 教育程度 文化 学历情况",
    "joined_on": "入党时间 入党日期 加入党组织日期 入党年月 加入党组织时间 加入中国共产党时间 何时入党",
    "full_member_on": "转正时间 转正日期 转为正式党员日期 转为正式党员时间 转正年月",
    "branch": (
        "支部 所在党支部 所属支部 正式组织关系所在支部 所属支部名称 党支部名称 所在支部 "
        "所属党支部 党支部 组织关系所在支部 组织关系所在党支部 正式组织关系所在党支部 所在党组织 "
        "所属党组织 党组织名称 党组织 流出地党支部 流出地党组织 所在村 所属村 村 村名 行政村 "
        "村社区 村居 所在村社区 村支部"
    ),
    "departed_on": (
        "流出时间 外出时间 外出日期 流动时间 流出日期 外出务工时间 外出年月 流出年月 离乡时间 "
        "外出起始时间 何时外出 流动日期"
    ),
    "destination": (
        "外出地点 流入地 外出流向 务工地点 流动去向 流出地点 流动党员外出流向 流出地行政区划 "
        "流入地行政区划 流入地点 流动地点 外出去向 外出地 去向 流向 流动方向 流出方向 "
        "外出务工地点 务工地 外出所在地 工作地点 外出详细地址 现居地 现居住地 现住地 现住址 "
        "现居住地址 居住地址 地点"
    ),
    "destination.province": "流出省份 流入省份 外出省份 省份 省 流入省 外出省",
    "destination.city": "流入城市 外出城市 流入市 外出市 城市 市 地市 市州",
    "destination.district": "流入县区 外出县区 县区 区县 县市区 区 县",
    "employer": (
        "工作单位 单位 公司 务工单位 现工作单位 公司名称 就业单位 外出单位 用工单位 工作单位名称 务工企业"
    ),
    "occupation": "职业 从事职业 从事行业 岗位 工作岗位 原职业 从事工作 行业 现从事职业 工种 从业情况",
    "reason": "流出原因 外出原因 流动原因 原因 外出事由 事由 外出理由",
    "has_certificate": (
        "活动证 流动党员证 流动党员活动证 是否持有中国共产党流动党员活动证 是否持有流动党员活动证 "
        "是否持流动党员证 是否持中国共产党流动党员活动证 是否持有活动证 是否持证 是否办证 "
        "持证情况 有无流动党员活动证 是否领取流动党员活动证"
    ),
    "host_organisation": (
        "流入地党组织 流入地党支部 流入地党组织名称 流入地党支部名称 流入党组织 接收党组织 "
        "接收党支部 流入地支部 报到党组织 所在流动党支部 流动党支部 外出地党组织"
    ),
    "host_head": (
        "流入地党组织负责人 流入地党组织负责人姓名 流入地党组织联系人 流入地联系人 党支部联系人 "
        "党组织负责人 党组织负责人姓名 流入地党支部书记 流入地支部书记 负责人姓名"
    ),
    "host_phone": (
        "流入地党组织联系电话 流入地党组织负责人联系方式 流入地党组织负责人联系电话 "
        "流入地党组织负责人电话 流入地党组织电话 流入地党组织联系方式 流入地联系电话 "
        "流入地联系人电话 负责人联系方式 负责人联系电话 负责人电话 党组织负责人联系方式"
    ),
    "note": "备注 说明 备考 其他情况",
}
# Labels of columns that are not read; they still tell that a row is a head.
_UNREAD = (
    "序号 编号 年龄 籍贯 职务 党龄 家庭住址 户籍地 户籍所在地 户籍地址 家庭情况 人员类别 党内状态 "
    "支部联系电话 学位 参加工作时间 组别 组 村民小组 政治面貌 联系地址 微信号 固话 家庭成员 "
    "帮扶联系人 是否流动党员 是否失联党员 党费缴纳情况"
)
_AWAY = {
    "departed_on": "时间 日期 起始时间 开始时间 起 年月",
    "destination": "地点 地址 去向 流向 地方 详细地址 所在地 居住地址",
    "destination.province": "省 省份 省区市 省自治区直辖市",
    "destination.city": "市 市州 地市 城市",
    "destination.district": "县 区 县区 区县 县市区 区县市",
    "employer": "单位 工作单位 单位名称 公司",
    "occupation": "职业 行业 工种 岗位 从事职业 从事行业",
    "reason": "原因 事由",
    "phone": "电话 联系电话 联系方式 手机 手机号码",
}
_HOST = {
    "host_organisation": "名称 党组织名称 组织名称 党支部名称 支部名称 支部 党组织 党支部",
    "host_head": "负责人 负责人姓名 姓名 书记 联系人 书记姓名 联系人姓名 党组织负责人",
    "host_phone": (
        "电话 联系电话 联系方式 手机 手机号码 负责人电话 负责人联系方式 负责人联系电话 联系人电话"
    ),
}
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_NOT_LETTERS = re.compile(r"[^\w\u3400-\u9fff]|_")
_TITLE = re.compile("表$|册$|名单|台账|花名|填报|填表|单位名称")
_WHOSE = re.compile(r"^(?:流动党员|流出党员|外出党员|党员|本人)")
LABEL_LENGTH_MAX = 40


class Named(NamedTuple):
    """A field and how good a name for it this is; 0 is the best."""

    field: str
    rank: int


class Group(Enum):
    """What a head over several columns is about."""

    HOME = re.compile("基本|个人|党员情况|本人|组织关系|身份")
    HOST = re.compile("(?:流入地?|接收|报到|外出地|所在地).*(?:党组织|支部|党委)|党组织情况")
    AWAY = re.compile("流出|外出|流动|务工|流向|去向|流入|现居")


def _index(labels: dict[str, str]) -> dict[str, Named]:
    return {
        label: Named(field, rank)
        for field, names in labels.items()
        for rank, label in enumerate(names.split())
    }


_ALONE, _UNDER_AWAY, _UNDER_HOST = _index(_LABELS), _index(_AWAY), _index(_HOST)
NAME_LABELS = frozenset(label for label, named in _ALONE.items() if named.field == "name")
_KNOWN_UNREAD = frozenset(_UNREAD.split())
REF_LABEL = "编号"


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Only the letters of a label, half-width: 姓　名* -> 姓名."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[str, ...]:
    """A label as written, without its brackets, without whose it is: 党员联系电话（手机） -> 联系电话."""
    whole = unicodedata.normalize("NFKC", text)
    bare = letters(_BRACKETED.sub("", whole))
    return letters(whole), bare, _WHOSE.sub("", bare)


@lru_cache(maxsize=4096)
def alone(text: str) -> Named | None:
    """The field a label means by itself."""
    if len(text) > LABEL_LENGTH_MAX:
        return None
    return next((_ALONE[label] for label in _readings(text) if label in _ALONE), None)


def is_name_label(text: str) -> bool:
    """Every such label holds 名 or 户, which spares the letters of most cells."""
    if len(text) > LABEL_LENGTH_MAX or not ("名" in text or "户" in text):
        return False
    return any(label in NAME_LABELS for label in _readings(text))


def is_known(text: str) -> bool:
    """Does such a word stand over columns: a field, a column that is not read, or a group?"""
    if not text or len(text) > LABEL_LENGTH_MAX:
        return False
    return (
        alone(text) is not None
        or any(label in _KNOWN_UNREAD for label in _readings(text))
        or bool(group_of(text))
    )


def is_known_below(text: str) -> bool:
    """May such a word stand in the second row of a head?"""
    return is_known(text) or any(label in _UNDER_AWAY or label in _UNDER_HOST for label in _readings(text))


@lru_cache(maxsize=1024)
def group_of(text: str) -> Group | None:
    bare = letters(text)
    if len(bare) > LABEL_LENGTH_MAX // 2 or _TITLE.search(bare):
        return None
    return next((group for group in (Group.HOST, Group.AWAY, Group.HOME) if group.value.search(bare)), None)


def under(group_text: str, text: str) -> Named | None:
    """The field a label means below a group head; below an unknown group, such as 家庭成员, nothing."""
    together = alone(group_text + text)
    group = group_of(group_text)
    if together is not None:
        return together
    if group is Group.HOST:
        return _first(_UNDER_HOST, text)
    if group is Group.AWAY:
        return _first(_UNDER_AWAY, text) or alone(text)
    return alone(text) if group is Group.HOME or alone(group_text) is not None else None


def _first(index: dict[str, Named], text: str) -> Named | None:
    return next((index[label] for label in _readings(text) if label in index), None)
