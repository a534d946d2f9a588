"""The quick way to write a long sheet gives the very bytes of the plain way (performance.md f1)."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import python_calamine
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from banyan.shared.spreadsheets import writing
from banyan.shared.spreadsheets.long_sheet import LongSheet
from banyan.shared.spreadsheets.writing import Marked, Table, write_workbook

TEXTS = [
    "沙洲",
    "138****0000",
    "2012-04",
    "a&b",
    "<甲>",
    " 前",
    "后\n",
    "二\t",
    "_x0041_",
    "\x07",
    "\ufffe",
    '"',
    "=1+1",
]
CELLS = [
    *TEXTS,
    "　",
    "\u2028",
    "\x85",
    "😀",
    "甲" * 300,
    "",
    None,
    7,
    1.5,
    date(2012, 4, 1),
    Marked("缺"),
    Marked("a&b"),
]


def sheet_of(**given: Any) -> bytes:
    target, table = io.BytesIO(), Table("名单", [["头", "<头>"]], [CELLS, CELLS], widths=[10], texts={1})
    write_workbook(target, [table], **given)
    return zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")


def test_a_long_sheet_is_the_same_written_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = sheet_of(is_long=True)
    monkeypatch.setattr(writing, "LongSheet", Worksheet)
    assert quick == sheet_of(is_long=True)
    assert b"<is><t>138****0000</t></is>" in quick


@pytest.mark.parametrize("is_long", [True, False])
def test_a_text_that_looks_like_a_rich_one_stays_a_text(is_long: bool) -> None:
    target = io.BytesIO()
    write_workbook(target, [Table("名单", [["头"]], [["<r>甲&</r>"]])], is_long=is_long)
    read = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert read == [["头"], [" <r>甲&</r>"]]


def test_what_is_plain_goes_past_the_slow_way(monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[str] = []
    plain = Worksheet._write_cell
    monkeypatch.setattr(
        Worksheet,
        "_write_cell",
        lambda sheet, row, col, cell: (
            slow.append(getattr(cell, "string", "")),
            plain(sheet, row, col, cell),
        ),
    )
    sheet_of(is_long=True)
    assert LongSheet._write_cell is not Worksheet._write_cell
    assert not {"沙洲", "138****0000", "2012-04", "😀"} & set(slow)
    assert {"a&b", " 前", "_x0041_"} <= set(slow)
