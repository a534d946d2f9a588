"""Cells that stand for one of a few values: sex, ethnicity, education, yes or no (rosters.md 6.3, 6 and 8)."""

import re

from banyan.intake.reading.results import INFLOW, OUTFLOW, Reading, corrected, question
from banyan.intake.reading.text import normal, squeezed, without_code
from banyan.shared.spreadsheets.sheets import Cell, Kind

_SEXES = {"男": "男", "女": "女"}
_SEX_HABITS = {
    **dict.fromkeys(("男性", "男士", "先生", "1", "m", "male"), "男"),
    **dict.fromkeys(("女性", "女士", "2", "f", "female"), "女"),
}

_ETHNICITIES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 "
    "景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 "
    "裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES = frozenset(f"{name}族" for name in _ETHNICITIES.split()) | {"穿青人", "其他"}

# The fixed list of the glossary, highest first.
EDUCATIONS = ("研究生", "大学本科", "大学专科", "中专", "高中", "技工学校", "初中", "小学", "其他")
_EDUCATION_WORDS = {
    **{level: level for level in EDUCATIONS},
    **dict.fromkeys(("硕士研究生", "博士研究生", "硕士", "博士", "在职研究生", "党校研究生"), "研究生"),
    **dict.fromkeys(
        ("本科", "大学", "大本", "学士", "全日制本科", "在职本科", "函授本科", "党校本科"), "大学本科"
    ),
    **dict.fromkeys(
        ("大专", "专科", "高职", "电大", "全日制大专", "在职大专", "函授大专", "党校大专"), "大学专科"
    ),
    **dict.fromkeys(("中等专科", "中师", "中等师范", "卫校", "中技专"), "中专"),
    **dict.fromkeys(("普通高中", "普高", "高级中学", "职业高中", "职高", "职中"), "高中"),
    **dict.fromkeys(("技校", "技工", "高级技校", "中技", "中级技校"), "技工学校"),
    **dict.fromkeys(("初级中学", "普通初中"), "初中"),
    **dict.fromkeys(("高小", "初小", "完小"), "小学"),
    **dict.fromkeys(("文盲", "半文盲", "识字班", "扫盲班"), "其他"),
}
_EDUCATION_PADDING = re.compile(r"(?:学历|文化程度|文化|程度|毕业|教育|生)+$")
# A school of this kind gives more than one level.
_ANY_LEVEL = re.compile(r"(?:开放|电视|函授|业余|职工|老年)大学|夜大")
_UNIVERSITY = re.compile("^.+大学(?=大专|专科|本科|研究生|硕士|博士)")
_EDUCATION_PARTS = re.compile(r"[/、,;或(（)）|\\]+")
_BELOW = {"研究生": "大学本科", "大学本科": "高中", "大学专科": "高中"}
_LONGEST_FIRST = sorted(_EDUCATION_WORDS, key=len, reverse=True)

# 高中中专: two levels with nothing between them.
_GLUED = re.compile(
    "大专(?=本科|中专)|本科(?=大专|研究生)|高中(?=中专|技校|大专)|中专(?=高中|技校|大专)|初中(?=高中|小学)|小学(?=初中)"
)

_TRUE_WORDS = (
    "是 有 √ ✓ ✔ ☑ ■ v 对 1 1.0 y yes true t 持有 已持有 已持证 持证 已办 已办理 已领 已领取 已发 有证"
)
_FALSE_WORDS = (
    "否 无 × ✗ ✘ ☒ x 错 0 0.0 n no false f 未 没有 未持有 未持证 未办 未办理 未领 未领取 未发 无证 不是"
)
_TRUE, _FALSE = frozenset(_TRUE_WORDS.split()), frozenset(_FALSE_WORDS.split())


_CATEGORIES = {
    **dict.fromkeys(
        ("正式", "正式党员", "中共正式党员", "正式中共党员", "按期转正", "已转正", "转正"), "正式"
    ),
    **dict.fromkeys(
        (
            "预备",
            "预备党员",
            "中共预备党员",
            "未转正",
            "待转正",
            "尚未转正",
            "预备期",
            "延长预备期",
            "延期转正",
            "预备期党员",
        ),
        "预备",
    ),
}
_NO_MEMBER = re.compile(
    r"群众|团员|积极分子|积极份子|发展对象|申请人|民革|民盟|民建|民进|农工|致公|九三|台盟|无党派|非党|否|不是"
)
_ODD_STATUS = re.compile(
    r"停止|开除|除名|脱党|退党|死亡|去世|已故|转出|转走|结束|注销|取消|保留|已?返[乡回]|10|12|13|10\.0|12\.0|13\.0"
)


_IN_REACH = re.compile("正常|未失联|(?:可以?|能够?|已经?|正常)(?:取得联系|联系上?)|联系得上|已找回|联系正常")
_OUT_OF_REACH = re.compile(
    "已?失联(?:党员)?|(?:未能?|没有?|无法)(?:取得联系|联系上)|无法联系|联系不[上到]|已?失去联系"
)
_AWAY = frozenset(("流动", "流出", "外出", "在外", "流动党员", "已流出", "已外出", "已流动"))
_NOT_AWAY = frozenset(
    ("未流动", "非流动", "不流动", "未流出", "未外出", "没外出", "非流动党员", "在家", "在村")
)


def says_yes(text: str) -> bool:
    """Is a box ticked?"""
    return squeezed(normal(text)).lower() in _TRUE


def says_no(text: str) -> bool:
    return squeezed(normal(text)).lower() in _FALSE


def is_no_member(words: str) -> bool:
    """群众, 共青团员 and the like in a column of political status."""
    return _NO_MEMBER.search(words) is not None


def is_odd_status(words: str) -> bool:
    """Anything but a membership in force: 停止党籍 or its code 12; 正常 and 1 are not odd (rosters.md 6.1)."""
    found = _ODD_STATUS.search(words)
    return found is not None and (not found[0][0].isdecimal() or found[0] == words)


def read_category(cell: Cell, text: str) -> Reading:
    """正式 or 预备; a word that tells neither stays open, somebody who is no member is asked about."""
    bare = without_code(squeezed(text))
    if bare in _CATEGORIES:
        return Reading(cell.text, _CATEGORIES[bare])
    if is_no_member(bare):
        return question(cell.text, None, "不是党员，请确认要不要导入")
    if bare == "正常" or (bare.endswith("党员") and not re.search("正式|预备", bare)):
        return Reading(cell.text, None)
    told = [value for value in ("正式", "预备") if value in bare]
    if len(told) == 1 and not re.search(r"转正|延", bare) and not is_odd_status(bare):
        return corrected(cell.text, told[0], f"归入「{told[0]}」")
    return question(cell.text, None, "请填「正式」或「预备」")


def read_direction(cell: Cell, text: str) -> Reading:
    """流出 or 流入 of one row."""
    bare = squeezed(text)
    came, left = "流入" in bare, "流出" in bare or "外出" in bare
    if came == left:
        return question(cell.text, None, "请填「流出」或「流入」")
    return Reading(cell.text, INFLOW if came else OUTFLOW)


def read_sex(cell: Cell, text: str) -> Reading:
    """男 or 女."""
    bare = without_code(squeezed(text)).lower()
    if bare in _SEXES:
        return Reading(cell.text, bare)
    habit = _SEX_HABITS.get(bare) or _SEXES.get(re.sub(r"[a-z(（)）/]+", "", bare))
    if habit:
        return corrected(cell.text, habit, "改成了规范的写法")
    return question(cell.text, None, "性别应是「男」或「女」，请确认")


def read_ethnicity(cell: Cell, text: str) -> Reading:
    """One of the 56, with 族."""
    bare = without_code(squeezed(text))
    if bare in ETHNICITIES:
        return Reading(cell.text, bare)
    full = bare.removesuffix("民族") + "族"
    if full in ETHNICITIES:
        return corrected(cell.text, full, "补上了「族」字")
    return question(cell.text, None, "不是 56 个民族的名称，请核对")


def read_education(cell: Cell, text: str) -> Reading:
    """One level of the fixed list; two levels in one cell, or one still being studied for, are asked about."""
    raw, bare = cell.text, without_code(squeezed(text))
    if bare in _EDUCATION_WORDS:
        return Reading(raw, _EDUCATION_WORDS[bare])
    if "在读" in bare or "肄业" in bare or "在校" in bare:
        return _unfinished(raw, bare)
    if re.search(r"(?:以上|以下|及以)", bare):
        return question(raw, _level(re.sub(r"及?以[上下]", "", bare)), "写的是一个范围，请确认是哪一级学历")
    if _ANY_LEVEL.search(bare) and not re.search("本科|专科|大专", bare):
        return question(raw, None, "看不出是本科还是专科，请选一级")
    phrases = _EDUCATION_PARTS.split(_GLUED.sub(r"\g<0>、", bare))
    levels = list(dict.fromkeys(filter(None, map(_level, phrases))))
    if len(levels) > 1:
        return question(raw, levels[0], f"写了{'、'.join(levels)}几种学历，请选定一种")
    if levels:
        return corrected(raw, levels[0], f"归入「{levels[0]}」")
    return question(raw, None, "看不懂这个学历，请在固定的几级里选一级")


def _level(words: str) -> str | None:
    """The level of one phrase: by its own name, without padding, else by the longest level word inside."""
    words = _UNIVERSITY.sub("", words)
    bare = _EDUCATION_PADDING.sub("", words)
    if words in _EDUCATION_WORDS or bare in _EDUCATION_WORDS:
        return _EDUCATION_WORDS.get(words) or _EDUCATION_WORDS[bare]
    return next((_EDUCATION_WORDS[word] for word in _LONGEST_FIRST if word in words), None)


def _unfinished(raw: str, bare: str) -> Reading:
    level = _level(re.sub(r"[()（）]|在读|肄业|在校", "", bare))
    if level is None:
        return question(raw, None, "看不懂这个学历，请在固定的几级里选一级")
    reached = _BELOW.get(level, level)
    return question(raw, reached, f"没有毕业，按已取得的学历应填「{reached}」，请确认")


def read_lost(cell: Cell, text: str) -> Reading:
    """Is the person out of reach? In words of its own: 失联, 正常."""
    bare = squeezed(text)
    if _OUT_OF_REACH.fullmatch(bare):
        return Reading(cell.text, value=True)
    if _IN_REACH.fullmatch(bare):
        return Reading(cell.text, value=False)
    found = read_yes_or_no(cell, text)
    return found._replace(value=None) if "联系" in bare and found.value is not None else found


def read_floating(cell: Cell, text: str) -> Reading:
    """Is the person away? In words of its own: 已流出, 未流动."""
    bare = squeezed(text)
    if bare in _AWAY or bare in _NOT_AWAY:
        return corrected(cell.text, bare in _AWAY, "按写的去向填写")
    return read_yes_or_no(cell, text)


def read_yes_or_no(cell: Cell, text: str) -> Reading:
    """true, false, or nothing when it was left open."""
    if cell.kind is Kind.BOOL:
        return Reading(cell.text, bool(cell.value))
    bare = squeezed(text).lower()
    if bare in _TRUE:
        return Reading(cell.text, value=True)
    if bare in _FALSE:
        return Reading(cell.text, value=False)
    first = normal(bare)[:1]
    if first in ("是", "有", "已", "√"):
        return question(cell.text, True, "请确认是「是」")
    if first in ("否", "无", "未", "没", "×"):
        return question(cell.text, False, "请确认是「否」")
    return question(cell.text, None, "请填「是」或「否」")
