"""From a case's readable source to the file a clerk would send.

Cells stand between bars: `#3` a number, `=A1+1` a formula, `d:2012-04-01` a date, `@3:19850412` the id number with
serial 3, `⏎` a line break inside the cell; all else is text. Formats, comments and the rest are named by cell.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import cell as places
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.townships import id_number
from tests.shared.spreadsheet_files import saved

Plan = Mapping[str, Any]
_ID = re.compile(r"@(\d+):(\d{8})")


def with_ids(text: str) -> str:
    """@3:19850412 -> a valid number of an area that does not exist; 3 is odd, so a man's."""
    return _ID.sub(lambda found: id_number(int(found[1]), found[2]), text)


def cells_of(plan: Plan) -> list[list[object]]:
    """The rows of a sheet, typed; the bars at both ends are optional."""
    lines = [line.strip() for line in str(plan.get("rows", "")).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return [[_typed(text.strip(" ")) for text in line.split("|")] if line else [] for line in lines]


def _typed(text: str) -> object:
    if text.startswith("d:"):
        return datetime.datetime.fromisoformat(text[2:])
    if text.startswith("#") and text != "#":
        return float(text[1:]) if re.search("[.E]", text) else int(text[1:])
    return with_ids(text).replace("⏎", "\n").replace("␣", " ").replace("→", "\t").replace("¦", "|") or None


def built(plan: Plan) -> bytes:
    """The whole file; its name tells the kind."""
    if "bytes" in plan:
        return bytes.fromhex(plan["bytes"])
    name = str(plan["file"]).lower()
    if name.endswith((".csv", ".txt")) or "encoding" in plan:
        return _text(plan)
    return _xls(plan) if name.endswith(".xls") else _xlsx(plan)


def _text(plan: Plan) -> bytes:
    text = io.StringIO(newline="")
    rows = cells_of(plan["sheets"][0])
    csv.writer(text, delimiter=plan.get("delimiter", ",")).writerows(
        ["" if value is None else str(value) for value in row] for row in rows
    )
    return text.getvalue().encode(plan.get("encoding", "utf-8"))


def _xlsx(plan: Plan) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for each in plan["sheets"]:
        sheet = book.create_sheet(str(each["name"]))
        sheet.sheet_state = each.get("state", "visible")
        for row, values in enumerate(cells_of(each), 1):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value
        _dress(sheet, each)
    return saved(book)


def _dress(sheet: Worksheet, plan: Plan) -> None:
    for where, code in plan.get("formats", {}).items():
        for cell in _cells(sheet, where):
            cell.number_format = code
    for where, colour in plan.get("fills", {}).items():
        for cell in _cells(sheet, where):
            cell.fill = PatternFill("solid", start_color=colour)
    for where, text in plan.get("comments", {}).items():
        sheet[where].comment = Comment(text, "管理员")
    for column in plan.get("hidden_columns", ()):
        sheet.column_dimensions[column].hidden = True
    for row in plan.get("hidden_rows", ()):
        sheet.row_dimensions[row].hidden = True
    for merged in plan.get("merges", ()):
        sheet.merge_cells(merged)


def _cells(sheet: Worksheet, where: str) -> Iterator[Any]:
    """A cell, a range, or a whole column by its letter."""
    found = sheet[where]
    if not isinstance(found, tuple):
        yield found
        return
    for row in found:
        yield from row if isinstance(row, tuple) else (row,)


def _xls(plan: Plan) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for each in plan["sheets"]:
        sheet = book.add_sheet(str(each["name"]), cell_overwrite_ok=True)
        sheet.visibility = 1 if each.get("state") == "hidden" else 0
        formats = dict(each.get("formats", {}))
        for row, values in enumerate(cells_of(each)):
            for column, value in enumerate(values):
                code = formats.get(places.get_column_letter(column + 1), "General")
                if value is not None:
                    sheet.write(row, column, value, _style(code if not isinstance(value, str) else "General"))
        _dress_old(sheet, each)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


_STYLES: dict[str, Any] = {}


def _style(code: str) -> Any:
    if code not in _STYLES:
        _STYLES[code] = xlwt.easyxf(num_format_str=code)
    return _STYLES[code]


def _dress_old(sheet: Any, plan: Plan) -> None:
    for column in plan.get("hidden_columns", ()):
        sheet.col(places.column_index_from_string(column) - 1).hidden = True
    for row in plan.get("hidden_rows", ()):
        sheet.row(row - 1).hidden = True
    for merged in plan.get("merges", ()):
        left, top, right, bottom = places.range_boundaries(merged)
        sheet.merge(int(top or 1) - 1, int(bottom or 1) - 1, int(left or 1) - 1, int(right or 1) - 1)
