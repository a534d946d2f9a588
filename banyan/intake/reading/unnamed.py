"""Tables in which no head says 姓名: told from other sheets by their words and by what stands below them.

Nothing of such a table is read until somebody has said which of its columns holds the names (issue 3, Rosters).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from banyan.intake.reading import labels
from banyan.intake.reading.columns import table_of
from banyan.intake.reading.heads import HEAD_ROWS_MAX, has_words_below, is_group_row
from banyan.intake.reading.results import Column, Table
from banyan.intake.reading.text import normal, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet

ROWS_SEARCHED, ROWS_LOOKED_AT = 40, 60
KNOWN_LABELS_LEAST = 2
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NAME = re.compile(f"(?![一二三四五六七八九十百千两]+$)[{_HAN}]{{2,4}}|[{_HAN}]+·[{_HAN}·]+")
_MEMBERS = re.compile("(?:流动|流出|流入|外出|在外|返乡|失联|预备|正式)?党员")
_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE = re.compile(r"1\d{10}")
_SEX = re.compile("[男女]")
_NUMBERS = re.compile(r"\d{5}")


class _Sign(NamedTuple):
    """What most cells of a column look like when they feed a field, and which part of them must."""

    looks: Callable[[str], object]
    share: float


_SIGNS: Mapping[str, _Sign] = {
    "id_number": _Sign(_ID_NUMBER.fullmatch, 0.6),
    "phone": _Sign(_PHONE.fullmatch, 0.6),
    "sex": _Sign(_SEX.fullmatch, 0.8),
}
_NAMES = _Sign(_NAME.fullmatch, 0.7)


def unnamed_tables(sheet: Sheet) -> list[Table]:
    """The head of a sheet that looks like a list of people, with its repetitions; none where nothing looks so."""
    for row in range(min(len(sheet.rows) - 1, ROWS_SEARCHED)):
        if _is_head(sheet, row) and (table := _table(sheet, row)) is not None:
            again = [at for at in range(row + 1, len(sheet.rows)) if sheet.rows[at] == sheet.rows[row]]
            return [table, *(table_of(sheet, at, at, table.head_rows[-1]) for at in again)]
    return []


def with_members_as_names(sheet: Sheet, table: Table) -> Table:
    """流动党员 or 党员 over a column of names is 姓名; over a column of counts or ticks it is not."""
    for column in table.unread:
        texts = _texts(sheet, table, len(sheet.rows), column.at)
        if _MEMBERS.fullmatch(labels.letters(column.label)) and _share(texts, _NAMES) >= _NAMES.share:
            rest = tuple(each for each in table.unread if each is not column)
            return table._replace(columns=(*table.columns, column._replace(field="name")), unread=rest)
    return table


def guessed_fields(sheet: Sheet, table: Table, end: int) -> dict[int, str]:
    """Column -> field by what stands in columns that no word explains: a proposal, never taken without being asked."""
    taken = {column.field for column in table.columns}
    found: dict[int, str] = {}
    texts = {column.at: _texts(sheet, table, end, column.at) for column in table.unread}
    name = _name_column(table.unread, texts)
    if name is not None:
        found[name] = "name"
    for field, sign in _SIGNS.items():
        fitting = [at for at, seen in texts.items() if at not in found and _share(seen, sign) >= sign.share]
        if fitting and field not in taken:
            found[fitting[0]] = field
    return found


def _is_head(sheet: Sheet, row: int) -> bool:
    """Words alone, no two the same; the row below is filled too."""
    words = [cell for cell in sheet.rows[row] if cell is not EMPTY]
    below = [cell for cell in sheet.rows[row + 1] if cell is not EMPTY]
    return len(words) > 1 < len(below) and len(set(words)) == len(words) and all(map(_is_label, words))


def _is_label(cell: Cell) -> bool:
    return (
        cell.kind is Kind.TEXT
        and len(cell.text) <= labels.LABEL_LENGTH_MAX
        and not _NUMBERS.search(cell.text)
    )


def _table(sheet: Sheet, row: int) -> Table | None:
    """The table below, when a column of it looks like names and its heads, or its numbers, are those of a list."""
    first = row
    while first and row - first < HEAD_ROWS_MAX - 1 and is_group_row(sheet, first - 1):
        first -= 1
    last = row
    while (
        last + 2 < len(sheet.rows) and last - first < HEAD_ROWS_MAX - 1 and has_words_below(sheet, last + 1)
    ):
        last += 1
    table = table_of(sheet, first, last, -1)
    guessed = guessed_fields(sheet, table, len(sheet.rows)).values()
    known = sum(labels.is_known(cell.text) for cell in sheet.rows[row] if cell is not EMPTY)
    is_list = known >= KNOWN_LABELS_LEAST or "phone" in guessed or "id_number" in guessed
    return table if "name" in guessed and is_list else None


def _name_column(columns: Sequence[Column], texts: Mapping[int, Sequence[str]]) -> int | None:
    """Names differ from each other: of the columns that look like names the one that repeats least."""
    fitting = {at: seen for at, seen in texts.items() if _share(seen, _NAMES) >= _NAMES.share}
    differing = {at: len(set(seen)) / len(seen) for at, seen in fitting.items()}
    best = max(
        (column.at for column in columns if column.at in differing),
        key=lambda at: differing[at],
        default=None,
    )
    return best if best is not None and differing[best] > 1 / 2 else None


def _texts(sheet: Sheet, table: Table, end: int, at: int) -> list[str]:
    """What stands below, without the sums and signatures, which fill few cells."""
    first = table.head_rows[-1] + 1
    least = (len(table.columns) + len(table.unread)) / 3
    rows = [
        row
        for row in sheet.rows[first : min(end, first + ROWS_LOOKED_AT)]
        if sum(cell is not EMPTY for cell in row) > least
    ]
    return [squeezed(normal(row[at].text)) for row in rows if row[at] is not EMPTY]


def _share(texts: Sequence[str], sign: _Sign) -> float:
    return sum(bool(sign.looks(text)) for text in texts) / len(texts) if texts else 0.0
