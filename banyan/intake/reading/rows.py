"""Which rows below a head are people, and why the others are not: totals, signatures, legends, repeated heads."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from banyan.intake.reading.text import normal, squeezed
from banyan.shared.spreadsheets.sheets import Cell

_TOTAL = re.compile(
    r"(?:全?[镇乡村县市]|本页|以上)?(?:合计|总计|小计|共计|累计|总人数)[:：]?.{0,20}|共有?\d+[人名]|\d+人|应到\d*人?.*实到.*"
)
_SIGNATURE = re.compile(
    r"(?:填表人?|制表人?|审核人?|填报人?|填报单位|填报日期|填报时间|填表时间|填表日期|填表单位|统计人|经办人|报送单位|报送人|"
    r"(?:采集|登记|录入|调查|走访|摸排|汇总|校对|复核|核对|核实|统计|上报|整理|收集|编制)(?:人员?|单位|日期|时间)|"
    r"主要负责人|分管领导|党[委支]?部?书记|负责人|单位|联系人|联系电话|日期|制表日期|制表时间|盖章|签字|签名)"
    r"(?:[(（].{0,8}[)）])?(?:签[字名章]|盖章)?[:：].*"
    r"|[(（]?(?:盖章|公章)[)）]?.*|(?:填报单位|填表单位|单位)[(（]盖?章?[)）].*"
)
_LEGEND = re.compile(
    r"[(（]?以下空白[)）]?|(?:填表|填报|编制)?(?:说明|备注|注|附注|注意|要求|提示|注意事项)[:：\d(（].*|(?:填表|填报)说明.*"
)
_POINT = re.compile(
    r"(?:\d{1,2}[.、)）．]|[(（][\d一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.])\S.{7,}"
)
_STARRED = re.compile(r"[※★☆*]\S.{4,}")
_SENTENCE = re.compile(r".{6,}[，。；;].+|.{10,}[。；]")
_PAGE = re.compile(r"第\d{1,3}页.{0,20}|共\d{1,3}页.{0,20}")
_ABOVE, _FOLLOWS = (
    re.compile(r"以上.{0,4}[为是系].{1,30}"),
    re.compile(r"以下(?:均|都)?[为是系](.{2,30}?)[:：]?"),
)
_TITLE = re.compile(
    r"[(（]?(?:续表|接上[页表]|续上[页表]|附[表件])[一二三四五六七八九十\d]*[)）]?[:：]?|附[:：].{1,20}|表[一二三四五六七八九十\d]{1,2}[:：].{1,30}|.*(?:花名册|名册|名单|台账|登记表|统计表|信息表|情况表|汇总表|明细表|一览表|采集表|统计|通讯录|登记卡)(?:[(（].*[)）])?"
)
_PART = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}(?:村民)?(?:小组|组|队|片区?|网格)[:：]?|"
    r"(?:[一二三四五六七八九十]{1,3}、|[(（]?[\d一二三四五六七八九十]{1,2}[)）.、])"
    r".{0,8}(?:流[出入动]|外出|外来|跨省|省[内外]|市[内外]|县[内外]|失联|正式|预备|积极分子|发展对象).{0,10}(?:[(（:：].{0,10})?"
)
_KIND_OF_MEMBERS = re.compile(
    r".{0,24}(?:流[出入动]|外出|外来|在外|失联|预备|正式|在册|全体|困难|老|返乡|返回|转[出入]|去世|病故|已故|除名)(?:中共)?党员(?:[(（:：].{0,16})?[:：]?"
)
_EXAMPLE = re.compile(r"[(（【]?(?:例如?|示例|样例|范例|填[写表]示例)(?:[)）】:：].*|行)?")
# What a template says below each head of how to fill it in.
_HINT = re.compile(r"[(（【].+[)）】]|\*?(?:必填|选填|非必填)项?|(?:格式|例如?|如|填写)[:：].*")
_COUNTING = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_COUNT_HEADS = frozenset(("人数", "数量", "党员数", "流动党员数", "人次", "占比", "比例", "户数"))
_COUNT = re.compile(r"\d{1,5}(?:\.\d+)?[%人户名]?")
_COUNTED_LEAST, _NUMBER_LENGTH_MAX = 4, 4
_BRANCH = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(（]?[\d一二三四五六七八九十]{1,2}[)）.、])?"
    r"[\u3400-\u9fff·0-9]{1,24}(?:村|社区|支部|总支|党委|居委会|村委会|委员会|商会)(?:[(（:：].{0,10})?"
)


# 在广州（2人）
_COUNTED = re.compile(r"(.{2,20})[(（]共?\d{1,4}[人名户][)）][:：]?")
_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_MAYBE = re.compile(r"[:：计总共盖章签字明注※★☆*(（]|人$|空白|页")
_TITLE_WORDS = re.compile(
    r"(?:在外|外出|流动|流出|务工)*(?:党员)?(?:基本)?(?:花名册|名册|名单|台账|登记表|统计表|信息表|情况).*$"
)
_PLACE_END = re.compile(r"村党?支部|村|社区|党?支部")
_YEAR = re.compile(r"^(?:关于)?(?:\d{4}年度?)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年)?(?:关于)?")


class NoPerson(NamedTuple):
    """Why a row is ignored; a section head names the branch or the direction of the rows below it."""

    why: str
    section: str = ""
    direction: str = ""
    is_count: bool = False


def by_all_cells(filled: Sequence[Cell], *, is_counting: bool = False) -> NoPerson | None:
    """A little table of counts below the people, or the row of column numbers below a head."""
    if len(filled) > 1 and any(cell.text in _COUNT_HEADS for cell in filled):
        return NoPerson("统计表", is_count=True)
    if is_counting and len(filled) > 1 and all(_COUNT.fullmatch(cell.text) for cell in filled[1:]):
        return NoPerson("统计表", is_count=True)
    if len(filled) > 1 and all(_HINT.fullmatch(squeezed(normal(cell.text))) for cell in filled):
        return NoPerson("说明文字")
    return _column_numbers(filled)


def _column_numbers(filled: Sequence[Cell]) -> NoPerson | None:
    """甲 乙 1 2 3, or (1) (2) (3)."""
    if len(filled) < _COUNTED_LEAST or any(len(cell.text) > _NUMBER_LENGTH_MAX for cell in filled):
        return None
    bare = [squeezed(normal(cell.text)).strip("()（）栏") for cell in filled]
    numbers = [text for text in bare if text.isdecimal()]
    words = "".join(text for text in bare if not text.isdecimal())
    is_counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    is_lettered = any(row.startswith(words) for row in _COUNTING)
    return NoPerson("栏次") if is_counted and is_lettered else None


def by_name(cell: Cell) -> NoPerson | None:
    """小计 in the column of names, behind the village it counts."""
    return NoPerson("合计行") if "计" in cell.text and _TOTAL.fullmatch(squeezed(normal(cell.text))) else None


def by_first_cell(text: str) -> NoPerson | None:
    """Rows recognised by how their first filled cell begins, however many cells follow."""
    if text[:1] in "(（【例示样范填" and _EXAMPLE.fullmatch(squeezed(normal(text))):
        return NoPerson("填写示例")
    if not _MAYBE.search(text):
        return None
    bare = squeezed(normal(text))
    if _PAGE.fullmatch(bare):
        return NoPerson("页码")
    if _TOTAL.fullmatch(bare):
        return NoPerson("合计行")
    if _SIGNATURE.fullmatch(bare):
        return NoPerson("填表、审核等落款")
    if _LEGEND.fullmatch(bare):
        return NoPerson("说明文字")
    return None


def by_only_cell(cell: Cell) -> NoPerson | None:
    """Rows of a single filled cell: a title, a section head, a line of the legend."""
    bare = squeezed(normal(cell.text))
    if _TITLE.fullmatch(bare):
        return NoPerson("标题行", direction=cell.text)
    if _DAY.fullmatch(bare):
        return NoPerson("填表、审核等落款")
    if _ABOVE.fullmatch(bare):
        return NoPerson("说明文字")
    if follows := _FOLLOWS.fullmatch(bare):
        return _what_follows(follows[1])
    if _PART.fullmatch(bare) or _KIND_OF_MEMBERS.fullmatch(bare):
        return NoPerson("分组标题", direction=cell.text)
    if _POINT.fullmatch(bare) and not _BRANCH.fullmatch(bare):
        return NoPerson("说明文字")
    if _BRANCH.fullmatch(bare):
        return NoPerson("分组标题，下面各行的支部按它填写", section=cell.text)
    if _COUNTED.fullmatch(bare):
        return NoPerson("分组标题", direction=cell.text)
    return NoPerson("说明文字") if _SENTENCE.fullmatch(bare) or _STARRED.fullmatch(bare) else None


def _what_follows(words: str) -> NoPerson:
    """以下为韩田村 is a section head as 韩田村 alone would be."""
    if _BRANCH.fullmatch(words):
        return NoPerson("分组标题，下面各行的支部按它填写", section=words)
    return NoPerson("分组标题", direction=words)


def place_in_section(text: str) -> str:
    """在广州（2人） -> 广州."""
    found = _COUNTED.fullmatch(squeezed(normal(text)))
    return found[1].removeprefix("在") if found else ""


def names_in_title(text: str) -> Iterator[str]:
    """What in a title may be a branch: 2021年沙洲村流动党员花名册 -> the whole, 沙洲村."""
    yield text
    bare = _YEAR.sub("", text)
    yield _TITLE_WORDS.sub("", bare)
    yield from (bare[: found.end()] for found in _PLACE_END.finditer(bare))
