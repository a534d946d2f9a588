"""A block of cells pasted from a spreadsheet: tabs between the cells, with a head or without one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from banyan.intake.reading.chats.lines import HAN, Line, bare, fold
from banyan.intake.reading.chats.who import Book

_NAME = re.compile(
    r"(?:党员|用户|群?成员|参会者?|参会人|群|微信|同志|人员|职工)?(?:姓\s*名|名字|名称|昵称|党员|人员)(?:\([^()]*\))?"
)
_DEVICE = re.compile(
    r"(?:的|-|\s)+(?:iPhone|iPad|Mac|手机|电脑|平板|华为|HUAWEI|小米|OPPO|vivo|荣耀)[\w\s-]*$", re.IGNORECASE
)
_OPINIONS = re.compile("意见|建议|想法|点子|看法")
_STROKE = re.compile(r"\s*[/\\\-—–]+\s*")
_BY = re.compile(r"代(报|填|签)人|填报人|代办人|登记人")
_ASIDE = re.compile(
    r"序号|编号|^号$|电话|手机|联系方式|身份证|性别|年龄|民族|出生|支部|村|组别|小组|学历|入党|时间|时长|日期|填表"
)
_MAIN = re.compile(
    r"状态|是否|签到|到会|出勤|参会|平安|回复|认领|已学|学习情况|报告情况|情况|结果|意见|建议|反馈|近况|内容|点子|想法"
)
_TOPIC = re.compile(r"(学习|课程|任务|会议|活动|培训|党课)(内容|主题|名称|项目|题目)|主题|课程|题目|课题")
_MONTH = re.compile(r"(?:20\d\d年)?\s*(1[0-2]|0?[1-9])月份?")
_DITTO = re.compile(r"\s*(同上|同前|〃|″|\"|”|“)\s*")
_EMPTY = re.compile(r"[\s\-—–/\\□○_()（）.。]*")
YES = {"是", "有", "已", "√", "y", "Y", "yes", "1", "到", "☑"}
NO = {"否", "未", "×", "x", "X", "n", "N", "no", "0", "✗"}


@dataclass(frozen=True)
class Row:
    """One row of cells: its line, the cell with the name, what identifies beside it, the answer, who told."""

    line: int
    name: str
    near: str
    words: str
    by: str = ""
    head: str = ""


def is_block(lines: Sequence[Line]) -> bool:
    """At least two rows with a tab, and most rows have one."""
    told = [line for line in lines if not line.is_blank]
    tabbed = [line for line in told if "\t" in line.text.strip()]
    return len(tabbed) >= 2 and len(tabbed) * 3 >= len(told) * 2


def rows_of(lines: Sequence[Line], book: Book, month: int = 0) -> list[Row]:
    """The people's rows; titles, heads and rows without a name cell are left out, and all months but the asked one."""
    rows = [
        (line.number, [cell.strip() for cell in line.text.split("\t")]) for line in lines if "\t" in line.text
    ]
    table = _of_month(list(_side_by_side(rows)), month)
    at = next((index for index, (_number, cells) in enumerate(table) if _is_head(cells)), None)
    head = [fold(cell) for cell in table[at][1]] if at is not None else []
    body = table[at + 1 :] if at is not None else table
    name_at = _name_column(head, [cells for _number, cells in body], book)
    if name_at is None:
        return []
    found: list[Row] = []
    above: list[str] = []
    for number, cells in body:
        above = [
            old if _DITTO.fullmatch(cell) and at != name_at else cell
            for at, (cell, old) in enumerate(zip(cells, above + [""] * len(cells), strict=False))
        ]
        row = _row(number, above, head, name_at)
        if row is not None:
            found.append(row)
    return found


def _side_by_side(table: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """姓名 签到 姓名 签到: two halves of one table beside each other are its rows one by one."""
    head = next((cells for _number, cells in table if _is_head(cells)), [])
    width = next((at for at in range(2, len(head)) if head[:at] * (len(head) // at) == head), len(head))
    is_seen = False
    for number, cells in table:
        is_seen = is_seen or cells == head
        if not is_seen or width == len(head):
            yield number, cells
            continue
        parts = [cells[at : at + width] for at in range(0, len(cells), width)]
        yield from ((number, part) for part in (parts[:1] if cells == head else parts))


def _of_month(table: Sequence[tuple[int, list[str]]], month: int) -> Sequence[tuple[int, list[str]]]:
    """姓名 9月 10月 11月: the column of the month that is asked; no rows at all where nobody has told of it."""
    head = next((cells for _number, cells in table if _is_head(cells)), [])
    months = {at: int(found[1]) for at, cell in enumerate(head) if (found := _MONTH.fullmatch(fold(cell)))}
    if len(months) < 2 or not month:
        return table
    others = {at for at, told in months.items() if told != month}
    body = [cells for _number, cells in table if cells is not head]
    if not any(at < len(cells) and cells[at] for cells in body for at in months.keys() - others):
        return []
    return [(number, [cell for at, cell in enumerate(cells) if at not in others]) for number, cells in table]


def _is_head(cells: Sequence[str]) -> bool:
    return (
        any(_NAME.fullmatch(fold(cell)) for cell in cells)
        or sum(bool(_MAIN.search(cell)) for cell in cells) >= 2
    )


def _name_column(head: Sequence[str], body: Sequence[Sequence[str]], book: Book) -> int | None:
    named = [at for at, cell in enumerate(head) if _NAME.search(cell) and not _BY.search(cell)]
    if named:
        return named[0]
    width = max((len(cells) for cells in body), default=0)
    hits: list[int] = [
        sum(at < len(cells) and bool(book.mentions(book.joined(fold(cells[at])))) for cells in body)
        for at in range(width)
    ]
    most = max(hits, default=0)
    return hits.index(most) if most else None


def _row(number: int, cells: Sequence[str], head: Sequence[str], name_at: int) -> Row | None:
    if name_at >= len(cells) or not re.search(f"[{HAN}A-Za-z]", cells[name_at]):
        return None
    told, near, by, main = [], [], "", ""
    has_main = any(_MAIN.search(label) and not _TOPIC.fullmatch(label) for label in head)
    for at, cell in enumerate(_strokes_read(cells, head)):
        label = head[at] if at < len(head) else ""
        if at == name_at or _EMPTY.fullmatch(bare(cell)) or (cell == "无" and not _MAIN.search(label)):
            continue
        if _BY.search(label):
            by = cell
        elif _is_aside(label, cell, at, name_at):
            near.append(cell)
        elif has_main and _TOPIC.fullmatch(label):
            continue
        else:
            told.append(cell)
            main = main or (label if _MAIN.search(label) else "")
    return Row(number, _DEVICE.sub("", cells[name_at]), " ".join(near), " ".join(told), by, main)


def _strokes_read(cells: Sequence[str], head: Sequence[str]) -> list[str]:
    """A stroke below 意见建议 is somebody's none; an empty cell is nobody's answer."""
    return [
        "无" if _STROKE.fullmatch(fold(cell)) and at < len(head) and _OPINIONS.search(head[at]) else cell
        for at, cell in enumerate(cells)
    ]


def _is_aside(label: str, cell: str, at: int, name_at: int) -> bool:
    if label:
        return bool(_ASIDE.search(label)) and not _MAIN.search(label)
    return bool(re.fullmatch(r"\d{1,3}|\d{11}|[男女]", cell)) or (
        at < name_at and not re.search(r"[√×]", bare(cell))
    )
