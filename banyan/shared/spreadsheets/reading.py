"""Guarded reading: a child with little memory and time parses, this side builds cells (R-I1, R-F4)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from banyan.shared.children import ask_child
from banyan.shared.spreadsheets import formats
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Merge, Sheet, Unreadable

FILE_BYTES_MAX = 20 * 2**20
_EXACT_MAX = 1e15

SENTENCES = {
    "archive": _("这是一个压缩包，不是表格。请先解压，再选里面的表格文件。"),
    "binary": _("这是 .xlsb 格式，这里读不了。请在 Excel 里「另存为」Excel 工作簿（.xlsx）后再选。"),
    "broken": _("这个文件不完整或已经损坏，打不开。请用 Excel 或 WPS 打开它，「另存为」.xlsx 后再选。"),
    "document": _("这是一份文档，不是表格。请把里面的表格复制到 Excel 里，保存成 .xlsx 后再选。"),
    "empty": _("这个文件是空的，请换一个有内容的表格。"),
    "encoding": _("这个文本表格的编码认不出来，或文件不完整。请用 Excel 打开它，「另存为」.xlsx 后再选。"),
    "et": _("这是 WPS 自己的 .et 格式。请在 WPS 里「另存为」Excel 工作簿（.xlsx）后再选。"),
    "foreign": _("这不是表格文件。请选 .xlsx、.xls 或 .csv 文件。"),
    "opendocument": _("这是 .ods 格式，这里读不了。请「另存为」Excel 工作簿（.xlsx）后再选。"),
    "password": _("这个表格加了密码。请用 Excel 或 WPS 打开它，去掉密码再保存，然后重新选。"),
    "pdf": _("这是 PDF，不是表格。请找到原来的表格文件（.xlsx、.xls 或 .csv）再选。"),
    "picture": _("这是一张图片，不是表格。请找到原来的表格文件（.xlsx、.xls 或 .csv）再选。"),
    "too_big": _("这个文件太大或展开后太大，没有打开。请删去多余的工作表和空白格，或分成几个文件再选。"),
    "too_long": _("这个文件读得太久，已经停下。请删去多余的工作表和公式，或分成几个文件再选。"),
    "web_page": _("这个文件其实是网页格式，只是名字像表格。请用 Excel 打开它，「另存为」.xlsx 后再选。"),
}


def read_sheets(content: bytes, file_name: str = "") -> list[Sheet]:
    """All sheets of an .xlsx, .xls or .csv, hidden ones too; Unreadable says what to do instead."""
    if len(content) > FILE_BYTES_MAX:
        raise Unreadable(SENTENCES["too_big"])
    if file_name.lower().endswith(".et"):
        raise Unreadable(SENTENCES["et"])
    answer = _ask_child(content)
    if "unreadable" in answer:
        raise Unreadable(SENTENCES[answer["unreadable"]])
    return [_sheet(found) for found in answer["sheets"]]


def _ask_child(content: bytes) -> dict[str, Any]:
    return ask_child("banyan.shared.spreadsheets.child", content)


def _sheet(found: dict[str, Any]) -> Sheet:
    cells = [_cell(plain) for plain in found["cells"]]
    rows = [[cells[at] for at in line] for line in found["rows"]]
    return Sheet(
        name=found["name"],
        rows=rows,
        merges=list(_merges_inside(rows, found["merges"])),
        hidden_columns=frozenset(found["hidden_columns"]),
        is_hidden=found["hidden"],
        hidden_rows=frozenset(found.get("hidden_rows", ())),
        comments={(row, column): text for row, column, text in found.get("comments", ())},
        shades=dict(found.get("shades", ())),
    )


def _merges_inside(rows: list[list[Cell]], merges: list[list[int]]) -> Iterator[Merge]:
    """Ranges are merged over empty cells too; what reaches beyond the filled part is cut off."""
    height, width = len(rows), len(rows[0]) if rows else 0
    for top, left, bottom, right in sorted(merges):
        if top < height and left < width:
            yield Merge(top, left, min(bottom, height - 1), min(right, width - 1))


def _cell(plain: Any) -> Cell:
    if isinstance(plain, str):
        return Cell(Kind.TEXT, plain, plain)
    if plain is None:
        return EMPTY
    if isinstance(plain, bool):
        return Cell(Kind.BOOL, plain, "TRUE" if plain else "FALSE")
    if isinstance(plain, list):
        return _dated_or_wrong(*plain)
    return Cell(Kind.NUMBER, plain, number_text(plain))


def _dated_or_wrong(sort: str, content: str, date_format: str = "") -> Cell:
    if sort == "e":
        return Cell(Kind.ERROR, content, content)
    return Cell(Kind.DATE, content, formats.shown(content, date_format), date_format)


def number_text(number: float) -> str:
    """The number in full while a spreadsheet still knows all its digits (15 of them), else as 4.31026E+17."""
    if abs(number) >= _EXACT_MAX:
        return f"{number:.5E}"
    return str(int(number)) if number == int(number) else f"{number:.15g}"
