"""Safe writing: every text is a typed text cell, never a formula, a link or a number (R-I5, T11)."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from banyan.shared.spreadsheets.guard import guarded
from banyan.shared.spreadsheets.long_sheet import LongSheet
from banyan.shared.spreadsheets.sheets import Merge

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
_CHOICE_ROWS = 2000
# Another word may be typed all the same: the reader asks about what it does not know.
_ASKS = {"error_type": "warning"}
_PAINT = {
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#f1ece2", "border": 1},
    "title": {"bold": True, "font_size": 14},
    "text": {"num_format": "@"},
    "marked": {"num_format": "@", "bg_color": "#fff4dc", "font_color": "#8c2f1b", "border": 1},
    "date": {"num_format": "yyyy-mm-dd"},
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell at fault: written as text on amber."""

    text: str


Value = str | int | float | date | Marked | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to write: titles and heads stay in view while the rows scroll; widths in characters.

    `choices`: what may be chosen in a column, a few words or a range of another sheet ("=Names!$A$1:$A$9").
    `texts`: columns kept as text, whatever is typed into them.
    """

    name: str
    heads: Sequence[Sequence[str]]
    rows: Iterable[Sequence[Value]]
    titles: Sequence[str] = ()
    widths: Sequence[float] = ()
    choices: Mapping[int, Sequence[str] | str] = field(default_factory=dict)
    texts: Collection[int] = ()
    merges: Sequence[Merge] = ()


def write_workbook(target: BinaryIO, tables: Iterable[Table], *, is_long: bool = False) -> None:
    """Write the tables as .xlsx; a long one row by row in constant memory, then without merged heads."""
    book = xlsxwriter.Workbook(target, {**_OPTIONS, "constant_memory": is_long})
    paint = {name: book.add_format(look) for name, look in _PAINT.items()}
    taken: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.name, taken), LongSheet if is_long else None)
        _write_table(sheet, table, paint, merges=() if is_long else table.merges)
    book.close()


def _write_table(
    sheet: Worksheet, table: Table, paint: Mapping[str, Format], *, merges: Sequence[Merge]
) -> None:
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width, paint["text"] if column in table.texts else None)
    top = len(table.titles)
    for row, title in enumerate(table.titles):
        sheet.write_string(row, 0, _clean(title), paint["title"])
    for row, head in enumerate(table.heads, top):
        for column, label in enumerate(head):
            sheet.write_string(row, column, _clean(label), paint["head"])
    for merge in merges:
        label = _clean(table.heads[merge.top - top][merge.left])
        sheet.merge_range(merge.top, merge.left, merge.bottom, merge.right, "", paint["head"])
        sheet.write_string(merge.top, merge.left, label, paint["head"])
    first = top + len(table.heads)
    sheet.freeze_panes(first, 0)
    for column, choices in table.choices.items():
        sheet.data_validation(
            first,
            column,
            first + _CHOICE_ROWS,
            column,
            {"validate": "list", "source": choices if isinstance(choices, str) else list(choices), **_ASKS},
        )
    _write_rows(sheet, table.rows, first, paint)


def _write_rows(
    sheet: Worksheet, rows: Iterable[Sequence[Value]], first: int, paint: Mapping[str, Format]
) -> None:
    write, text = sheet.write_string, paint["text"]
    for row, values in enumerate(rows, first):
        for column, value in enumerate(values):
            if isinstance(value, str):
                if value:
                    write(row, column, _clean(value), text)
            elif isinstance(value, Marked):
                sheet.write_string(row, column, _clean(value.text), paint["marked"])
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, paint["date"])
            elif value is not None:
                sheet.write_number(row, column, value)


def _clean(text: str) -> str:
    """Without what XML cannot carry; Excel would call the file damaged."""
    if text.startswith("<r>"):
        # xlsxwriter takes such a text for XML of its own making and writes it as it is.
        text = f" {text}"
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\, no two alike."""
    base = _NOT_IN_A_NAME.sub(" ", _clean(wanted)).strip()[:28] or "表"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base} {number}"
    taken.add(name.lower())
    return name


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, so that Excel shows Chinese; formula-like text is guarded."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(_clean(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
