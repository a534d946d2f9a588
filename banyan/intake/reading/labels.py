"""The words over columns: which field each means, alone or under a group head (rosters.md 6.1 and 6.2)."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from banyan.intake.reading import composed
from banyan.intake.reading import label_words as words
from banyan.intake.reading.results import INFLOW
from banyan.intake.reading.text import simplified

_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_NOT_LETTERS = re.compile(r"[^\w\u3400-\u9fff]|_")
_TITLE = re.compile("表$|册$|名单|台账|花名|填报|填表|单位名称")
_WHOSE = re.compile(r"^(?:流动党员|流出党员|流入党员|外出党员|党员|本人)")
# A form on a telephone asks in sentences: 3、您现在的联系电话是？
_ASKED = re.compile(
    r"^(?:Q?\d{1,2}[、.．:_]?)?(?:请(?:您)?(?:填写|输入|选择|填))?(?:您|你)?(?:的|现在的?|目前的?)?|"
    r"(?:是(?:什么|多少|哪里|哪个)?|在哪里?)?[？?:]?$"
)
# 来自IP is no place.
_LATIN = re.compile(r"(?<![A-Za-z])(?!IP$)[A-Za-z]+$|^[A-Za-z]+")
_OTHERS = re.compile(
    r"(?:书记|支书|负责人|联系人|联络员|主任|干部|亲属|家属|配偶|父亲|母亲|监护人)(?:姓名)?$"
)
# 手机号码（家属） is nobody's own, whatever stands before the bracket.
_OF_OTHERS = re.compile(r"[(（【]\s*(?:家属|家人|亲属|配偶|妻|夫|父|母|子女|紧急|联系人|家里|家庭)")
# 现务工地点 beside 务工地点 is the newer of the two.
_NOW = re.compile("(?:现|目前|当前)在?(?:务工|打工|工作|就业|外出|流动|流入)")
_SECOND_PHONE = re.compile(
    "(?:联系)?(?:电话|手机)(?:号码?)?[2-3二三]|(?:备用|其他|其它|第二)(?:联系)?(?:电话|手机|号码)(?:号码)?"
)
_ONES_OWN = frozenset(("name", "phone", "id_number"))
_SOMEBODY = re.compile("人|姓名|书记|主任|亲|家属|配偶|妻|夫|父|母|子女")
_REMARK = re.compile(
    r"(?:备注|说明|其他情况)[\d一二三四五]?|.{0,8}(?:情况|情况说明|说明|动态|表现|诉求|意愿|特长|愿望|需求|备注)|"
    r".{0,12}(?:帮什么忙|什么(?:帮助|困难|建议|想说的?))"
)
_ONESELF = frozenset(("本人", "党员本人", "自己", "党员", "个人"))
_AND = re.compile("及|和|与|/")
# 流入地管理 over 联系人 speaks of the 流入地.
_ABOUT = re.compile("(?:管理|情况|信息)$")
LABEL_LENGTH_MAX = 40
COMPOSED_RANK = 90


class Named(NamedTuple):
    """A field and how good a name for it this is; 0 is the best."""

    field: str
    rank: int


class Group(Enum):
    """What a head over several columns is about."""

    HOME = re.compile("基本|个人|党员情况|党员信息|本人|组织关系|身份|^联系情况|^联系方式|^通讯|^党内")
    HOST = re.compile("(?:流入地?|接收|报到|外出地|所在地).*(?:党组织|支部|党委)|党组织情况")
    FROM = re.compile("流出地|流入前|来源|^原(?:党|所在|组织|居住)")
    AWAY = re.compile("流出|外出|流动|务工|流向|去向|流入|现居|^[在来驻]" + composed.TOWN + "(?:情况|信息)?$")


Index = dict[str, Named]


def _index(labels: dict[str, str]) -> Index:
    return {
        label: Named(field, rank)
        for field, names in labels.items()
        for rank, label in enumerate(names.split())
    }


_ALONE, _INFLOW = _index(words.LABELS), _index(words.INFLOW)
_WATCHED = _index(words.WATCHED)
_UNDER_AWAY, _UNDER_HOST = _index(words.AWAY), _index(words.HOST)
_UNDER_HOST_HERE = _index({**words.HOST, "host_organisation": "", "branch": words.HOST["host_organisation"]})
_UNDER_CAME, _UNDER_FROM = _index(words.CAME), _index(words.FROM)
_BELOW = _UNDER_AWAY | _UNDER_HOST | _UNDER_FROM
NAME_LABELS = frozenset(label for label, named in _ALONE.items() if named.field == "name")
_UNREAD = frozenset(words.UNREAD.split())
_KNOWN_UNREAD = _UNREAD | frozenset(_WATCHED)
_OUTFLOW_SIGNS = re.compile("|".join(words.OUTFLOW_SIGNS.split()))
_INFLOW_SIGNS = re.compile("|".join(words.INFLOW_SIGNS.split()))
_DATE_FIELDS = ("birth", "joined_on", "full_member_on", "departed_on", "arrived_on")
_DATE_PARTS = {"年": "year", "月": "month", "日": "day"}
_LEVELS = {
    level: frozenset(words.AWAY[f"destination.{level}"].split()) for level in ("province", "city", "district")
}
_TICKED = {
    "sex": ("男", "女"),
    "category": ("正式", "预备"),
    "has_certificate": ("有", "无", "是", "否"),
    "education": tuple(words.TICKED_EDUCATIONS.split()),
}
REF_LABEL = "编号"


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Only the letters of a label, half-width: 姓　名* -> 姓名."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def _readings(text: str) -> tuple[str, ...]:
    """As written, without brackets, whose it is, the question around it, English beside it, what else it holds."""
    whole = simplified(unicodedata.normalize("NFKC", text))
    bare = letters(_BRACKETED.sub("", whole))
    asked = letters(_ASKED.sub("", re.sub(r"[\s*]", "", _BRACKETED.sub("", whole)))).replace("的", "")
    first = letters(_AND.split(_BRACKETED.sub("", whole))[0])
    return letters(whole), bare, _WHOSE.sub("", bare), asked, _LATIN.sub("", bare), first


@lru_cache(maxsize=8192)
def alone(text: str, direction: str = "") -> Named | None:
    """The field a label means by itself; in a list of people who came here some words mean the other side."""
    if len(text) > LABEL_LENGTH_MAX:
        return None
    if direction == INFLOW and (found := _first(_INFLOW, text)) is not None:
        return found
    found = _first(_ALONE, text) or _composed(text)
    if found is not None and _NOW.match(letters(text)):
        return found._replace(rank=-1)
    return found if found is None or found.field not in _ONES_OWN else _ones_own(found, text)


def _ones_own(found: Named, text: str) -> Named | None:
    """手机（家属） is not the member's; 党员电话 is before any other, unless a name is looked for."""
    if _OF_OTHERS.search(text):
        return None
    is_said = found.field != "name" and _WHOSE.match(letters(text))
    return found._replace(rank=-1) if is_said else found


def _composed(text: str) -> Named | None:
    """A word nobody listed, made of parts that are known; worse than any that is listed."""
    if any(label in _KNOWN_UNREAD for label in _readings(text)):
        return None
    field = composed.field_of(_readings(text))
    return Named(field, COMPOSED_RANK) if field else None


def watched(text: str) -> str:
    """The name of a column that is no field, but may speak against taking a person in; else nothing."""
    found = _first(_WATCHED, text) if letters(text) not in _UNREAD else None
    return found.field if found is not None else ""


def is_remark(text: str) -> bool:
    """备注1, 思想动态, 流动情况说明: free words about a person, of which nobody knows a field."""
    is_other = any(label in _KNOWN_UNREAD for label in _readings(text)) or alone(text) is not None
    return not is_other and any(map(_REMARK.fullmatch, _readings(text)))


def is_second_phone(text: str) -> bool:
    """电话2, 备用电话: another number of the same person."""
    return _SECOND_PHONE.fullmatch(letters(text)) is not None


def is_of_kin(text: str) -> bool:
    """称谓, 与户主关系: the names beside it are of a family."""
    bare = letters(text)
    return bare.startswith("与") or (bare.endswith(("称谓", "关系")) and "组织" not in bare)


def is_of_others(text: str) -> bool:
    """支部书记, 紧急联系人: what stands beside it is theirs."""
    found = _first(_ALONE, _BRACKETED.sub("", text))
    return _OTHERS.search(letters(text)) is not None and (found is None or found.field != "phone")


def names_somebody(text: str) -> bool:
    """联系人, 书记姓名, 妻子: from here on a row may speak of somebody else."""
    return _SOMEBODY.search(letters(text)) is not None


def is_name_label(text: str) -> bool:
    """Every such label holds 名 or 户, which spares the letters of most cells."""
    if len(text) > LABEL_LENGTH_MAX or not ("名" in text or "户" in text):
        return False
    return any(label in NAME_LABELS for label in _readings(text)) or _is_made_name(text)


def _is_made_name(text: str) -> bool:
    readings = _readings(text)
    return any(map(composed.is_name, readings)) and not any(label in _KNOWN_UNREAD for label in readings)


def is_written(text: str) -> bool:
    """Is it exactly such a word? Then it is nobody's name."""
    return text in _ALONE or text in _KNOWN_UNREAD


def is_known(text: str) -> bool:
    """Does such a word stand over columns: a field, a column that is not read, or a group?"""
    return is_column(text) or (0 < len(text) <= LABEL_LENGTH_MAX and bool(group_of(text)))


def is_column(text: str) -> bool:
    """Does such a word stand over one column: a field, or a column that is not read?"""
    if not text or len(text) > LABEL_LENGTH_MAX:
        return False
    return (
        alone(text) is not None
        or alone(text, INFLOW) is not None
        or any(label in _KNOWN_UNREAD for label in _readings(text))
    )


def is_known_below(text: str) -> bool:
    """May such a word stand in the second row of a head?"""
    return (
        is_known(text)
        or any(label in _BELOW for label in _readings(text))
        or letters(text) in _DATE_PARTS
        or any(letters(text) in choices for choices in _TICKED.values())
    )


def signs_of(texts: Iterable[str]) -> tuple[bool, bool]:
    """Do some labels speak of people who left, do some of people who came? 流入地 alone is away from here."""
    bare = [letters(text) for text in texts]
    left, came = any(map(_OUTFLOW_SIGNS.search, bare)), any(map(_INFLOW_SIGNS.search, bare))
    return left or (not came and any(words.WEAK_OUTFLOW_SIGNS in text for text in bare)), came


@lru_cache(maxsize=1024)
def group_of(text: str) -> Group | None:
    bare = letters(text)
    if len(bare) > LABEL_LENGTH_MAX // 2 or _TITLE.search(bare):
        return None
    order = (Group.HOST, Group.FROM, Group.AWAY, Group.HOME)
    return next((group for group in order if group.value.search(bare)), None)


def under(group_text: str, text: str, direction: str = "") -> Named | None:
    """The field a label means below a group head; below an unknown group, such as 家庭成员, nothing."""
    above = alone(group_text, direction)
    if above is not None and (part := _part(above.field, letters(text))):
        return Named(f"{above.field}.{part}", 0)
    if above is not None and above.field == "phone" and letters(text) in _ONESELF:
        return above
    if (dated := _dated(group_text, text, direction)) is not None:
        return dated
    together = alone(group_text + text, direction)
    if together is None and letters(text) not in _UNDER_AWAY:
        together = alone(_ABOUT.sub("", group_text) + text, direction)
    if together is not None:
        return together
    group = group_of(group_text)
    index = _below(group, direction)
    if group is Group.HOST and index is not None:
        return _first(index, text)
    if index is not None:
        return alone(text, direction) or _first(index, text)
    return alone(text, direction) if group is Group.HOME or above is not None else None


def _dated(group_text: str, text: str, direction: str) -> Named | None:
    """年 below 入党, and 转正时间 below it."""
    above = alone(f"{group_text}时间", direction)
    if above is None or above.field not in _DATE_FIELDS:
        return None
    if part := _part(above.field, letters(text)):
        return Named(f"{above.field}.{part}", 0)
    found = alone(text, direction)
    return found if found is not None and found.field in _DATE_FIELDS else None


def _part(field: str, bare: str) -> str:
    """年 below 外出时间, 男 below 性别: one value spread over several columns."""
    if field in _DATE_FIELDS:
        return _DATE_PARTS.get(bare, "")
    return bare if bare in _TICKED.get(field, ()) else ""


def part_in_brackets(field: str, text: str) -> str:
    """外出地点（县/区） -> district, 外出时间（年） -> year; other brackets are none."""
    found = _BRACKETED.search(unicodedata.normalize("NFKC", text))
    bare = letters(found[0]) if found else ""
    if field in ("destination", "origin"):
        levels = _LEVELS if field == "destination" else {"province", "city"} & _LEVELS.keys()
        return next((level for level in levels if bare in _LEVELS[level]), "")
    return _DATE_PARTS.get(bare, "") if field in _DATE_FIELDS else ""


def _below(group: Group | None, direction: str) -> Index | None:
    if group is Group.HOST:
        return _UNDER_HOST if direction != INFLOW else _UNDER_HOST_HERE
    if group is Group.FROM:
        return _UNDER_FROM if direction == INFLOW else _UNDER_AWAY
    if group is Group.AWAY:
        return _UNDER_CAME if direction == INFLOW else _UNDER_AWAY
    return None


def _first(index: Index, text: str) -> Named | None:
    return next((index[label] for label in _readings(text) if label in index), None)
