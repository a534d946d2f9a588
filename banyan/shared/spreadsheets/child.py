"""The child that parses: hostile bytes on stdin, JSON on stdout, bounded memory and time (trust.md 0a, R-F4).

Run as a module by `reading.py`, never imported by the product. It answers {"sheets": [...]} or
{"unreadable": code}. A sheet carries each distinct content once (`cells`) and its rows as positions
in that list; position 0 is empty.
"""

import csv
import datetime
import io
import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine

from banyan.shared.spreadsheets import legacy, package
from banyan.shared.spreadsheets.guard import unguarded
from banyan.shared.spreadsheets.package import Facts, Rejected

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 20
ROWS_MAX = 200_000
COLUMNS_MAX = 400
CELLS_MAX = 4_000_000
TEXT_MAX = 40_000_000
Mark = tuple[str, str]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"{\\rtf", "document"),
)
_KEPT_AS_TEXT = re.compile(r'="?([^"=+()]*)"?')
_CONTROL = frozenset(map(chr, [*range(9), 11, 12, *range(14, 32)]))
_CONTROLS = re.compile(f"[{''.join(sorted(_CONTROL))}]")
_TAGS = ("<html", "<!doctype html", "<table", "<?xml")


def main() -> None:
    """Read stdin, answer on stdout."""
    limit()
    sys.stdout.buffer.write(answer_to(sys.stdin.buffer.read()))


def limit() -> None:
    """From here on this process has little memory and time, for good."""
    for limited, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limited, (amount, amount))


def answer_to(content: bytes) -> bytes:
    """The sheets of a file as JSON, or why it cannot be read."""
    try:
        answer: dict[str, Any] = {"sheets": list(sheets_in(content))}
        _refuse_if(sum(map(_text_length, answer["sheets"])) > TEXT_MAX, "too_big")
    except Rejected as rejected:
        answer = {"unreadable": rejected.code}
    except MemoryError:
        answer = {"unreadable": "too_big"}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _refuse_if(condition: bool, code: str) -> None:
    if condition:
        raise Rejected(code)


def sheets_in(content: bytes) -> Iterator[dict[str, Any]]:
    """By content, never by name: an .xls is often a text table or an .xlsx renamed."""
    _refuse_if(not content.strip(), "empty")
    if content.startswith(ZIP):
        return _workbook_sheets(content, package.read_facts(content, CELLS_MAX, ROWS_MAX))
    if content.startswith(OLE):
        return _workbook_sheets(content, legacy.read_facts(content))
    refuse_foreign(content)
    return _csv_sheets(content)


def refuse_foreign(content: bytes) -> None:
    """Rejected for what its first bytes say is neither table nor text."""
    for magic, code in _FOREIGN:
        _refuse_if(content.startswith(magic), code)


def _workbook_sheets(content: bytes, facts: Facts) -> Iterator[dict[str, Any]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise Rejected("password") from None
    except python_calamine.CalamineError:
        raise Rejected("broken") from None
    for found in workbook.sheets_metadata:
        if found.typ is python_calamine.SheetTypeEnum.WorkSheet:
            is_hidden = found.visible is not python_calamine.SheetVisibleEnum.Visible
            yield _workbook_sheet(workbook, found.name, facts) | {"hidden": is_hidden}


def _workbook_sheet(workbook: python_calamine.CalamineWorkbook, name: str, facts: Facts) -> dict[str, Any]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        merges = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, python_calamine.WorksheetNotFound):
        raise Rejected("broken") from None
    _refuse_if(sheet.total_height > ROWS_MAX or sheet.total_width > COLUMNS_MAX, "too_big")
    _refuse_if(sheet.total_height * sheet.total_width > CELLS_MAX, "too_big")
    own = facts.of(name)
    rows = sheet.to_python(skip_empty_area=False)
    return _packed(name, rows, own.cells) | {
        "merges": [[*first, *last] for first, last in merges],
        "hidden_columns": own.hidden_columns,
        "hidden_rows": own.hidden_rows[:ROWS_MAX],
        "comments": [[*place, _printable(text)] for place, text in own.comments.items()],
        "shades": list(own.shades.items()),
    }


def _packed(name: str, rows: Iterable[Any], special: dict[tuple[int, int], Mark]) -> dict[str, Any]:
    """Each distinct content once; a cell with a format or an error is its own content."""
    cells: list[Any] = [None]
    places: dict[Any, int] = {"": 0}
    packed = []
    for row in rows:
        line = []
        for value in row:
            # True == 1 == 1.0 to a dictionary, so all but text is keyed with its type
            key = value if value.__class__ is str else (value.__class__, value)
            place = places.get(key)
            if place is None:
                plain = _plain(value)
                place = places[key] = 0 if plain == "" else len(cells)
                cells.extend([plain] if place else ())
            line.append(place)
        packed.append(line)
    for (row, column), mark in special.items():
        if mark[0] == "e" and row < ROWS_MAX and column < COLUMNS_MAX:
            _stretch(packed, row, column)  # calamine ends the sheet before trailing errors
        if row < len(packed) and column < len(packed[row]):
            _put_special(cells, places, packed[row], (column, mark))
    return {"name": _printable(name), "cells": cells, "rows": packed}


def _stretch(packed: list[list[int]], row: int, column: int) -> None:
    width = max(column + 1, len(packed[0]) if packed else 0)
    packed.extend([] for _ in range(row + 1 - len(packed)))
    for line in packed if width > len(packed[0]) or not packed[-1] else ():
        line.extend([0] * (width - len(line)))


def _put_special(cells: list[Any], places: dict[Any, int], line: list[int], mark: tuple[int, Mark]) -> None:
    column, (sort, text) = mark
    if sort == "f" and not line[column]:
        return
    key = (sort, text, line[column])
    if key not in places:
        places[key] = len(cells)
        cells.append(["e", text] if sort == "e" else _dated(cells[line[column]], text))
    line[column] = places[key]


def _dated(plain: Any, date_format: str) -> Any:
    """Only a date takes a date format; text under one stays text."""
    return [*plain, date_format] if plain.__class__ is list else plain


def _plain(value: object) -> object:
    """JSON keeps text, numbers and truth apart by itself; dates travel as ["d", iso]."""
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (datetime.datetime, datetime.date)):
        return ["d", value.isoformat()]
    return str(value)


def _printable(text: str) -> str:
    """Without control characters: a workbook writes any of them as _x0000_, and no PostgreSQL stores the first."""
    return _CONTROLS.sub("", text)


def _text_length(sheet: dict[str, Any]) -> int:
    return sum(len(cell) for cell in sheet["cells"] if cell.__class__ is str)


def _csv_sheets(content: bytes) -> Iterator[dict[str, Any]]:
    text = plain_text(content)
    csv.field_size_limit(1_000_000)
    rows: list[list[str]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(row)
            width = max(width, len(row))
            _refuse_if(len(rows) > ROWS_MAX or len(rows) * width > CELLS_MAX, "too_big")
    except csv.Error:
        raise Rejected("broken") from None
    _refuse_if(width > COLUMNS_MAX, "too_big")
    even = ([unguarded(_bare(text)) for text in row] + [""] * (width - len(row)) for row in rows)
    yield _packed("CSV", even, {}) | {"merges": [], "hidden_columns": [], "hidden": False}


def _bare(text: str) -> str:
    """Systems write ="439998…" so that Excel keeps all digits of a number."""
    found = _KEPT_AS_TEXT.fullmatch(text)
    return found[1] if found else text


def plain_text(content: bytes) -> str:
    """What a text says; Rejected when it is none, or a page of the web."""
    text = _decoded(content)
    _refuse_if(not _CONTROL.isdisjoint(text), "foreign")
    _refuse_if(text[:2000].lstrip().lower().startswith(_TAGS), "web_page")
    return text


def _decoded(content: bytes) -> str:
    """No guessing: the mark at the front, else UTF-8, else GB18030 (stack.md 0, row 17)."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ["utf-16"] if is_utf16 else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Rejected("encoding")


def _delimiter(text: str) -> str:
    """The separator seen most in the first lines; Excel's Unicode text uses tabs."""
    lines = text[:5000].splitlines()
    return max(",\t;，", key=lambda mark: (sum(mark in line for line in lines), text[:5000].count(mark)))


if __name__ == "__main__":
    main()
