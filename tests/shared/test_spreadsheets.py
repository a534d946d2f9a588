"""Tables in and out: what a cell keeps, which files are refused in which words, bombs, the safe way out."""

import csv
import datetime
import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlwt

from banyan.shared.spreadsheets.guard import guarded, unguarded
from banyan.shared.spreadsheets.reading import SENTENCES, read_sheets
from banyan.shared.spreadsheets.sheets import Cell, Kind, Merge, Unreadable, column_letters
from banyan.shared.spreadsheets.writing import Marked, Table, write_csv, write_workbook
from tests.shared import spreadsheet_files as files
from tests.shared.bombs import measured

pytestmark = pytest.mark.plain


def cells(content: bytes) -> list[list[Cell]]:
    return read_sheets(content)[0].rows


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for row in cells(content)]


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(Unreadable) as refused:
        read_sheets(content, name)
    return refused.value.sentence


def one_cell(value: object, number_format: str = "General") -> Cell:
    book = openpyxl.Workbook()
    book.active["B2"] = value
    book.active["B2"].number_format = number_format
    return cells(files.saved(book))[1][1]


# -- what a cell keeps ----------------------------------------------------------------------------------


def test_no_control_character_comes_through() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a_x0000_b", "_x0001_", "c_x001F_", "d_x0009_e"])
    book.active["A1"].comment = openpyxl.comments.Comment("f_x0000_g", "")
    sheet = read_sheets(files.saved(book))[0]
    assert [(cell.kind, cell.text) for cell in sheet.rows[0]] == [
        (Kind.TEXT, "ab"),
        (Kind.EMPTY, ""),
        (Kind.TEXT, "c"),
        (Kind.TEXT, "d\te"),
    ]
    assert [text for text in sheet.comments.values() if "\x00" in text] == []


@pytest.mark.parametrize(
    ("value", "kind", "kept", "text"),
    [
        ("张三", Kind.TEXT, "张三", "张三"),
        ("𠮷·买", Kind.TEXT, "𠮷·买", "𠮷·买"),
        (13800138000, Kind.NUMBER, 13800138000, "13800138000"),
        (2012.4, Kind.NUMBER, 2012.4, "2012.4"),
        (431026199003071234, Kind.NUMBER, 431026199003071234.0, "4.31026E+17"),
        (True, Kind.BOOL, True, "TRUE"),
        (1, Kind.NUMBER, 1, "1"),
        ("=1+1", Kind.ERROR, "#", "#"),
        ("#N/A", Kind.ERROR, "#N/A", "#N/A"),
        (None, Kind.EMPTY, None, ""),
    ],
)
def test_a_cell_keeps_its_kind_its_value_and_its_text(
    value: object, kind: Kind, kept: object, text: str
) -> None:
    cell = one_cell(value) if value is not None else cells(files.xlsx_of([["甲", None, "乙"]]))[0][1]
    assert (cell.kind, cell.value, cell.text) == (kind, kept, text)


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ('yyyy"年"m"月"', "2012年4月"),
        ('yyyy"年"m"月";@', "2012年4月"),
        ("[$-804]yyyy\\.mm", "2012.04"),
        ("yyyy/m", "2012/4"),
        ("yyyy-mm-dd", "2012-04-01"),
        ("yyyy/m/d h:mm", "2012/4/1"),
        ("mmm-yy", "2012-04"),
        ("m/d/yy", "2012-04-01"),
        ('m"月"d"日"', "2012-04-01"),
        ("yyyy", "2012"),
    ],
)
def test_a_date_is_shown_as_its_format_shows_it(number_format: str, text: str) -> None:
    cell = one_cell(datetime.date(2012, 4, 1), number_format)
    assert (cell.kind, cell.text, cell.number_format) == (Kind.DATE, text, number_format)
    assert str(cell.value)[:10] == "2012-04-01"


def test_the_built_in_month_format_of_a_chinese_excel_is_a_date() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 41000
    book.active["A1"].number_format = "0.00"
    with zipfile.ZipFile(io.BytesIO(files.saved(book))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'<xf numFmtId="2"', b'<xf numFmtId="57"')
    cell = cells(files.zipped(parts))[0][0]
    assert (cell.kind, cell.value, cell.text) == (Kind.DATE, "2012-04-01", "2012年4月")


def test_a_formula_that_came_out_empty_is_empty_and_one_with_a_result_is_its_result() -> None:
    content = files.raw_xlsx(
        '<row r="1"><c r="A1" t="str"><f>IF(1,"","")</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="e"><f>A9</f><v>#REF!</v></c></row>'
    )
    assert [(cell.kind.value, cell.text) for cell in cells(content)[0]] == [
        ("empty", ""),
        ("number", "2"),
        ("error", "#"),
        ("error", "#REF!"),
    ]


def test_merges_hidden_columns_and_hidden_sheets_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", "丙"])
    book.active.append(["丁", "", "戊"])
    book.active.append([])
    book.active.append(["己"])
    book.active.merge_cells("A2:B3")
    book.active.merge_cells("C2:F3")
    book.active.merge_cells("H1:I1")
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("暗").sheet_state = "hidden"
    first, second = read_sheets(files.saved(book))
    assert (first.merges, first.hidden_columns, first.is_hidden) == (
        [Merge(1, 0, 2, 1), Merge(1, 2, 2, 2)],
        {1},
        False,
    )
    assert (second.name, second.is_hidden) == ("暗", True)


def test_a_wrong_declared_size_loses_no_row() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1001))
    assert len(cells(files.raw_xlsx(rows, dimension="A1:B2"))) == 1000


def test_equal_contents_are_one_cell_and_one_is_not_true() -> None:
    first, second = cells(files.xlsx_of([["汉族", 1], ["汉族", True]]))
    assert first[0] is second[0]
    assert [cell.kind for cell in (first[1], second[1])] == [Kind.NUMBER, Kind.BOOL]


def test_an_old_xls_is_read_with_date_formats_errors_merges_and_hidden_columns() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("老表")
    month = xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    sheet.write(0, 0, "姓名")
    sheet.write(1, 0, datetime.date(2012, 4, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 1, datetime.date(2012, 4, 1), month)
    sheet.write(1, 2, datetime.date(2013, 5, 1), month)
    sheet.row(1).set_cell_error(3, 0x2A)
    sheet.write_merge(2, 3, 0, 1, "合计")
    sheet.write(4, 0, "完")
    sheet.col(2).hidden = True
    target = io.BytesIO()
    book.save(target)
    found = read_sheets(target.getvalue())[0]
    assert [cell.text for cell in found.rows[1]] == ["2012-04-01", "2012年4月", "2013年5月", "#N/A"]
    assert [row[0].text for row in found.rows[:3]] == ["姓名", "2012-04-01", "合计"]
    assert (found.merges, found.hidden_columns) == ([Merge(2, 0, 3, 1)], {2})


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_text_table_is_read_in_every_usual_encoding(codec: str, mark: str) -> None:
    content = f"姓名{mark}电话{mark}备注\r\n𠮷·买{mark}13800138000{mark}\r\n".encode(codec)
    assert texts(content) == [["姓名", "电话", "备注"], ["𠮷·买", "13800138000", ""]]


def test_a_text_table_named_xls_is_still_read() -> None:
    assert read_sheets("姓名\t电话\n甲\t1\n".encode("gb18030"), "名单.xls")[0].rows[1][0].text == "甲"


def test_column_letters_count_like_a_spreadsheet() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_cell_never_shows_its_content_in_a_log() -> None:
    assert repr(Cell(Kind.TEXT, "13800138000", "13800138000")) == "<Cell text>"


# -- files refused as a whole ---------------------------------------------------------------------------


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + (stream + "\0").encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b" \r\n", "a.csv", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "a.xlsx", "picture"),
        (b"\xff\xd8\xff\xe0 jpeg", "a.jpg", "picture"),
        (b"%PDF-1.7 ...", "a.xlsx", "pdf"),
        (ole("EncryptedPackage"), "a.xlsx", "password"),
        (ole("WordDocument"), "a.doc", "document"),
        (ole("Nothing"), "a.xls", "broken"),
        (files.zipped({"word/document.xml": "<w/>"}), "a.docx", "document"),
        (files.zipped({"a.txt": "x"}), "a.zip", "archive"),
        (files.xlsx_of([["甲"]])[:2000], "a.xlsx", "broken"),
        (files.xlsx_of([["甲"]])[:-30], "a.xlsx", "broken"),
        (files.xlsx_of([["甲"]]), "名单.et", "et"),
        (b"\x00\x01\x02\x03", "a.csv", "foreign"),
        ("<html><table><tr><td>姓名</td></tr></table>".encode(), "a.xls", "web_page"),
        ("姓名,电话\n张".encode("gb18030")[:-1], "a.csv", "encoding"),
        (b"x" * (20 * 2**20 + 1), "a.csv", "too_big"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, name: str, code: str) -> None:
    assert refusal(content, name) == SENTENCES[code]


def test_a_protected_old_xls_is_refused_as_protected() -> None:
    assert "密码" in refusal(protected_xls())


def protected_xls() -> bytes:
    """An .xls whose stream starts with a FILEPASS record."""
    book = xlwt.Workbook()
    book.add_sheet("甲").write(0, 0, "姓名")
    target = io.BytesIO()
    book.save(target)
    content = bytearray(target.getvalue())
    at = content.index(b"\x09\x08\x10\x00") + 20  # after the first record, BOF
    content[at : at + 6] = b"\x2f\x00" + content[at + 2 : at + 4] + b"\x01\x00"
    return bytes(content)


def test_a_cut_xls_is_refused_or_read_but_never_an_error() -> None:
    book = xlwt.Workbook()
    book.add_sheet("甲").write(0, 0, "姓名")
    target = io.BytesIO()
    book.save(target)
    content = target.getvalue()
    endings = [outcome(content[: len(content) * cut // 20]) for cut in range(1, 20)]
    assert set(endings) <= {*SENTENCES.values(), "read"}
    assert SENTENCES["broken"] in endings


def outcome(content: bytes) -> str:
    try:
        read_sheets(content)
    except Unreadable as refused:
        return refused.sentence
    return "read"


# -- bombs (R-F4) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bomb",
    [
        files.zip_bomb,
        files.lying_zip_bomb,
        files.shared_string_bomb,
        files.row_bomb,
        files.entity_bomb,
        files.far_corner_bomb,
        files.many_entries,
    ],
)
def test_a_bomb_is_refused_within_two_seconds_and_a_hundred_megabytes(bomb: Callable[[], bytes]) -> None:
    content = bomb()
    with measured() as cost:
        assert refusal(content) in {SENTENCES["too_big"], SENTENCES["broken"]}
    assert cost.seconds < 2
    assert cost.own_seconds < 1  # others are served meanwhile: whoever parses is another process
    assert cost.megabytes < 100


def test_the_limits_are_those_written_down() -> None:
    from banyan.shared.spreadsheets import package

    assert package.ENTRY_BYTES_MAX == 50 * 2**20
    assert package.TOTAL_BYTES_MAX == 200 * 2**20
    assert (package.RATIO_MAX, package.ENTRIES_MAX) == (100, 200)


# -- the way out (R-I5) ---------------------------------------------------------------------------------

HOSTILE_STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
    "'",
    "''=",
    "'@",
    " ",
    "",
    "\n",
    '"',
]
HOSTILE_BODIES = [
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example","点我")',
    "1+1",
    "SUM(A1:A9)",
    "http://evil.example/x",
    "mailto:a@b.example",
    "_x0041_",
    "𠮷·买买提",
    "<b>&amp;</b>",
    "13800138000",
    "0012",
    "TRUE",
    "2012-04-01",
    "a,b;c\td",
    "引'号\"",
]


def hostile_names() -> list[str]:
    chance = random.Random(20211025)
    return [
        chance.choice(HOSTILE_STARTS) + chance.choice(HOSTILE_BODIES) + str(number) for number in range(1000)
    ]


def written(*tables: Table, is_long: bool = False) -> bytes:
    target = io.BytesIO()
    write_workbook(target, tables, is_long=is_long)
    return target.getvalue()


@pytest.mark.parametrize("is_long", [False, True])
def test_a_thousand_hostile_names_come_back_from_a_workbook_as_they_were(is_long: bool) -> None:
    names = hostile_names()
    content = written(Table("表", [["姓名"]], ([name] for name in names)), is_long=is_long)
    assert [row[0] for row in texts(content)[1:]] == names
    assert {row[0].kind for row in cells(content)} == {Kind.TEXT}


def test_a_workbook_holds_no_formula_no_link_and_no_outside_part() -> None:
    content = written(Table("表", [["姓名"]], ([name] for name in hostile_names())))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "external" in name.lower()]
        everything = b"".join(package.read(name) for name in package.namelist())
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert b'TargetMode="External"' not in everything
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}


def test_a_thousand_hostile_names_come_back_from_a_text_table_as_they_were() -> None:
    names = hostile_names()
    content = write_csv([["姓名", "备注"], *([name, "x"] for name in names)])
    assert [row[0] for row in texts(content)[1:]] == names


def test_no_field_of_a_text_table_starts_like_a_formula() -> None:
    content = write_csv([[name] for name in hostile_names()])
    fields = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row]
    assert not [field for field in fields if field[:1] in "=+-@\t\r＝＋－＠" and field]


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "＝1", "'1", "-", "张三", "", "\t", "'"])
def test_the_guard_can_be_taken_off_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_table_is_written_with_titles_widths_choices_and_a_frozen_head() -> None:
    table = Table(
        "村/组:名单",
        [["姓名", "流出情况", ""], ["", "时间", "地点"]],
        [["张三", Marked("2012.13"), None], [2, 1.5, datetime.date(2021, 10, 20)]],
        titles=["流动党员花名册"],
        widths=[12, 20],
        choices={0: ["甲", "乙"]},
        merges=[Merge(1, 0, 2, 0), Merge(1, 1, 1, 2)],
    )
    content = written(table, Table("村 组 名单", [["姓名"]], []))
    first, second = read_sheets(content)
    assert [[cell.text for cell in row] for row in first.rows] == [
        ["流动党员花名册", "", ""],
        ["姓名", "流出情况", ""],
        ["", "时间", "地点"],
        ["张三", "2012.13", ""],
        ["2", "1.5", "2021-10-20"],
    ]
    assert (first.name, second.name) == ("村 组 名单", "村 组 名单 2")
    assert sorted(first.merges, key=lambda merge: merge.left) == [Merge(1, 0, 2, 0), Merge(1, 1, 1, 2)]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.freeze_panes == "A4"
    assert sheet.column_dimensions["B"].width == pytest.approx(20.7, abs=1)
    assert sheet.data_validations.dataValidation[0].formula1 == '"甲,乙"'
    assert sheet["B4"].fill.fgColor.rgb == "FFFFF4DC"


def test_characters_xml_cannot_carry_are_left_out() -> None:
    assert texts(written(Table("表", [["甲\ufffe乙\ud800"]], [])))[0] == ["甲乙"]
