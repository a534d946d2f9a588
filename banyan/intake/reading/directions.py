"""Whether a list is of members who left or of members who came: its title says it, its sheet, or its labels."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from banyan.intake.reading import labels
from banyan.intake.reading.results import INFLOW, OUTFLOW, Direction
from banyan.intake.reading.text import normal, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Sheet

_CAME = re.compile(r"流入(?!地|单位|省|城)|外来|来(?:我|本)[县区市镇乡村]|转入")
_LEFT = re.compile(r"流出(?!地)|外出|在外|离乡")
_WORKS_AWAY = re.compile(r"务工")
_ROWS_LOOKED_AT = 6
TITLE_LENGTH_MAX = 60
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（]?[\d一二三四五六七八九十]{1,2}[)）.、])")
_KIND = re.compile(
    r"[^、，,。；;：:为是标色注请]{0,30}(?<![和及与])(预备|正式|失联)(?:失踪)?(?:中共)?党员"
    r"(?:基本|信息|情况|排查|登记|统计)*(?:花名册|名册|名单|台账|表|一览表|明细表|汇总表)?(?:[(（:：\d].{0,16})?"
)
# Of whom a list is that is not to be taken in as it stands: 已返乡流动党员, 入党积极分子花名册.
_NOT_AS_THEY_STAND = re.compile(
    r"[^、，,。；;：:和与及含]{0,24}?((?:返乡|返回|回村|回乡|转出|去世|死亡|病故|已故|除名|开除|退党)的?"
    r"(?:流动|外出|流出|农民工|中共)*(?:党员|人员)|积极分[子份]|发展对象|入党申请人)"
    r"(?:基本|信息|情况|走访|慰问|排查|登记|统计)*(?:花名册|名册|名单|台账|表|一览表|明细表|汇总表)?(?:[(（:：\d].{0,16})?"
)
_NOT_THEM_ALONE = re.compile(r"积极分子|发展对象|含|包括|其中|转正|转为|发展|流动")


def in_words(text: str) -> str:
    """What a title or a section head says; one that names both sides says nothing."""
    bare = squeezed(normal(text))
    if len(bare) > TITLE_LENGTH_MAX:
        return ""
    came, left = bool(_CAME.search(bare)), bool(_LEFT.search(bare))
    if came != left:
        return INFLOW if came else OUTFLOW
    return OUTFLOW if not came and _WORKS_AWAY.search(bare) else ""


class Said(NamedTuple):
    """What holds for everybody below a title or a section head, and in which words; empty when nothing does.

    `at`: how many rows were read before a section head; -1 for a title, which holds for the villages below too.
    """

    value: str = ""
    words: str = ""
    at: int = -1

    def below_a_village(self, read: int) -> "Said":
        """A village right below 二、失联党员 is part of it; one that follows people begins anew."""
        return self._replace(at=-1) if self.at in (-1, read) else Said()


def kind_in_words(text: str) -> str:
    """预备, 正式, 失联 or why they are not to be taken in, where it is said of everybody below; else nothing."""
    bare = _NUMBERING.sub("", squeezed(normal(text)))
    if len(bare) > TITLE_LENGTH_MAX:
        return ""
    if against := _NOT_AS_THEY_STAND.fullmatch(bare):
        return against[1]
    found = _KIND.fullmatch(bare)
    is_one = len(set(re.findall("预备|正式|失联", bare))) == 1
    return found[1] if found and is_one and not _NOT_THEM_ALONE.search(bare) else ""


def direction_of(sheet: Sheet, head: int, done: int, words: Sequence[str]) -> Direction:
    """Of the table whose head begins at a row: by the titles above it, the sheet's name, its labels."""
    for text in (*_titles(sheet, head, done), sheet.name):
        if found := in_words(text):
            return Direction(found, f"按「{squeezed(normal(text))}」")
    left, came = labels.signs_of(words)
    if left or came:
        return Direction(OUTFLOW if left else INFLOW, "按表头")
    return Direction()


def _titles(sheet: Sheet, head: int, done: int) -> Iterable[str]:
    """The texts above a head from the bottom up; below another table only rows of a single cell count."""
    for row in range(head - 1, max(done, head - 1 - _ROWS_LOOKED_AT), -1):
        filled = [cell.text for cell in sheet.rows[row] if cell is not EMPTY]
        if done >= 0 and len(filled) > 1:
            return
        yield from filled
