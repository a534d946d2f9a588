"""What sheets say beside their values: comments, hidden rows, painted rows, digits kept by an equals sign."""

import io
import struct
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from banyan.shared.spreadsheets.reading import read_sheets
from tests.shared import spreadsheet_files as files

pytestmark = pytest.mark.plain

RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="{target}"/>'
    "</Relationships>"
)


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in (["姓名", "电话"], ["甲", "1"], ["乙", "2"], ["丙", "3"]):
        book.active.append(row)
    return book


def with_comments(comments: str, target: str = "../comments1.xml") -> bytes:
    """The way Excel itself lays a workbook out, with the target named from the sheet's folder."""
    with zipfile.ZipFile(io.BytesIO(files.raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = RELATION.format(target=target)
    parts["xl/comments1.xml"] = comments
    return files.zipped(parts)


def comment(ref: str, text: str) -> str:
    return f'<comment ref="{ref}" authorId="0"><text>{text}</text></comment>'


def of_author(*comments: str) -> str:
    listed = "".join(comments)
    return f"<comments><authors><author>王某</author></authors><commentList>{listed}</commentList></comments>"


def test_a_comment_is_told_without_its_author() -> None:
    book = workbook()
    book.active["B2"].comment = Comment("管理员:\n新号码 3", "管理员")
    book.active["A3"].comment = Comment("已返乡", "管理员")
    assert read_sheets(files.saved(book))[0].comments == {(1, 1): "新号码 3", (2, 0): "已返乡"}


def test_a_comment_in_several_runs_and_one_in_a_thread_are_told_whole() -> None:
    runs = '<r><rPr><b/></rPr><t>王某:</t></r><r><t xml:space="preserve">\n2021年 &lt;5月&gt;</t></r>'
    thread = "<t>[线程批注]\n\n你的Excel版本可读取此线程批注\n\n注释:\n    妻子在家</t>"
    found = read_sheets(with_comments(of_author(comment("B3", runs), comment("AA10", thread))))[0]
    assert found.comments == {(2, 1): "2021年 <5月>", (9, 26): "妻子在家"}


@pytest.mark.parametrize("target", ["../comments9.xml", "/xl/nowhere.xml"])
def test_a_comment_part_that_is_missing_takes_nothing_else_with_it(target: str) -> None:
    found = read_sheets(with_comments(of_author(), target))[0]
    assert (found.rows[0][0].text, found.comments) == ("1", {})


def test_hidden_rows_are_told() -> None:
    book = workbook()
    book.active.row_dimensions[3].hidden = True
    assert read_sheets(files.saved(book))[0].hidden_rows == {2}
    assert read_sheets(files.saved(workbook()))[0].hidden_rows == frozenset()


def test_a_painted_row_tells_its_colour_and_a_painted_cell_or_white_does_not() -> None:
    book = workbook()
    for place, colour in (
        ("A2", "FFFF0000"),
        ("B2", "FFFF0000"),
        ("A3", "FFFF0000"),
        ("A4", "FFFFFFFF"),
        ("B4", "FFFFFFFF"),
    ):
        book.active[place].fill = PatternFill("solid", start_color=colour)
    assert read_sheets(files.saved(book))[0].shades == {1: "FF0000"}


def test_an_old_xls_tells_hidden_rows_and_comments() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(3):
        sheet.write(row, 0, f"甲{row}")
    sheet.row(1).hidden = True
    data = sheet.get_biff_data
    sheet.get_biff_data = lambda: data()[:-4] + note(2, 0, "管理员:\n已返乡", box=7) + data()[-4:]
    target = io.BytesIO()
    book.save(target)
    found = read_sheets(target.getvalue())[0]
    assert (set(found.hidden_rows), dict(found.comments)) == ({1}, {(2, 0): "已返乡"})


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def note(row: int, column: int, text: str, *, box: int) -> bytes:
    """The four records of a comment as Excel 97 writes them."""
    wide = text.encode("utf-16-le")
    author = "管理员".encode("utf-16-le")
    return b"".join(
        [
            record(0x5D, struct.pack("<6H", 0x15, 0x12, 0x19, box, 0, 0)),
            record(0x1B6, struct.pack("<6HI", 0, 0, 0, 0, 0, len(text), 0)),
            record(0x3C, b"\1" + wide),
            record(0x3C, b"\0" * 16),
            record(0x1C, struct.pack("<4HHB", row, column, 0, box, 3, 1) + author + b"\0"),
        ]
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"=""439998198504120010"""', "439998198504120010"),
        ("=15470000001", "15470000001"),
        ('"=""甲"""', "甲"),
    ],
)
def test_digits_kept_by_an_equals_sign_come_without_it(written: str, text: str) -> None:
    found = read_sheets(f"姓名,号码\n甲,{written}\n".encode())[0]
    assert found.rows[1][1].text == text


def test_a_formula_in_a_text_table_stays_text() -> None:
    assert read_sheets("姓名,号码\n甲,=SUM(A1)\n".encode())[0].rows[1][1].text == "=SUM(A1)"
