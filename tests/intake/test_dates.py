"""Dates in every form of rosters.md 6.3, 2: ISO, with the precision that was written, never more."""

import pytest

from banyan.intake.reading.dates import date_reader
from banyan.intake.reading.text import normal
from banyan.shared.spreadsheets.reading import number_text
from banyan.shared.spreadsheets.sheets import Cell, Kind
from tests.intake.surroundings import TODAY, number_cell, text_cell, told

read_date = date_reader(TODAY)


def read(text: str) -> tuple[object, str]:
    return told(read_date(text_cell(text), normal(text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2012.4", "2012-04"),
        ("2012.04", "2012-04"),
        ("2012.10", "2012-10"),
        ("2012.12", "2012-12"),
        ("2012年4月", "2012-04"),
        ("2012年04月", "2012-04"),
        ("2012年1月", "2012-01"),
        ("2012年4月份", "2012-04"),
        ("2012/4/1", "2012-04-01"),
        ("2012/4", "2012-04"),
        ("2012-4", "2012-04"),
        ("2012-1", "2012-01"),
        ("2012-04-01 00:00:00", "2012-04-01"),
        ("2012.4.1", "2012-04-01"),
        ("2012.1.5", "2012-01-05"),
        ("2012年4月1日", "2012-04-01"),
        ("2012年4月1号", "2012-04-01"),
        ("２０１２．４", "2012-04"),
        ("2012。4", "2012-04"),
        ("2012.4.", "2012-04"),
        (" 2012 年 4 月 ", "2012-04"),
        ("'2012.04", "2012-04"),
        ("201204", "2012-04"),
        ("20120401", "2012-04-01"),
        ("二〇一二年四月", "2012-04"),
        ("二零一二年十二月", "2012-12"),
        ("二○一二年十月", "2012-10"),
        ("二O一二年元月", "2012-01"),
        ("一九八五年七月一日", "1985-07-01"),
        ("一九八五年七月二十一日", "1985-07-21"),
        ("2012年", "2012"),
        ("1985", "1985"),
        ("2012.2.29", "2012-02-29"),
    ],
)
def test_a_written_date_is_read_with_its_own_precision(text: str, value: str) -> None:
    assert read(text) == (value, "sure")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12年4月", "2012-04"),
        ("85年7月", "1985-07"),
        ("八五年七月", "1985-07"),
        ("21年10月", "2021-10"),
        ("22年1月", "1922-01"),
        ("41000", "2012-04-01"),
        ("2018.3至今", "2018-03"),
        ("2018年3月起", "2018-03"),
        ("约2012年4月", "2012-04"),
        ("2012年4月左右", "2012-04"),
        ("2012年4月加入", "2012-04"),
        ("2020年3月初", "2020-03"),
    ],
)
def test_what_is_read_into_a_date_is_a_correction(text: str, value: str) -> None:
    assert read(text) == (value, "corrected")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2012.1", "2012-01"),
        ("农历二〇一二年四月初八", None),
        ("2012年腊月", None),
        ("正月初八", None),
        ("春节后", None),
        ("去年底", None),
        ("2020年春节后", "2020"),
        ("2020年底", "2020"),
        ("85.7", "1985-07"),
        ("12.4", "2012-04"),
        ("4/1/2012", "2012-04-01"),
        ("120401", "2012-04-01"),
        ("去年8月", "2020-08"),
        ("今年3月", "2021-03"),
        ("2018.3-2020.5", "2018-03"),
        ("2018年3月至2020年5月", "2018-03"),
    ],
)
def test_what_could_mean_something_else_is_asked(text: str, value: str | None) -> None:
    assert read(text) == (value, "question")


@pytest.mark.parametrize(
    "text", ["2012.13", "2012.4.31", "2013.2.29", "20121301", "20120400", "201200", "1812.4", "3012.4"]
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    assert read(text) == (None, "refused")


@pytest.mark.parametrize("text", ["党员", "TRUE", "2012.4567", "13800138000", "甲乙丙", "1.2.3.4"])
def test_what_is_no_date_is_refused_with_a_form_to_follow(text: str) -> None:
    reading = read_date(text_cell(text), normal(text))
    assert told(reading) == (None, "refused")
    assert "2012.04" in reading.why


def test_the_lost_october_is_named_in_the_question() -> None:
    assert "10 月" in read_date(text_cell("2012.1"), "2012.1").why


@pytest.mark.parametrize(
    ("number", "value", "certainty"),
    [
        (2012.4, "2012-04", "sure"),
        (2012.04, "2012-04", "sure"),
        (2012.11, "2012-11", "sure"),
        (2012.10, "2012-01", "question"),
        (2012, "2012", "sure"),
        (201204, "2012-04", "sure"),
        (20120401, "2012-04-01", "sure"),
        (41000, "2012-04-01", "corrected"),
        (0.5, None, "refused"),
        (41000.5, None, "refused"),
    ],
)
def test_a_number_is_read_like_its_text(number: float, value: str | None, certainty: str) -> None:
    text = number_text(number)
    assert told(read_date(number_cell(number, text), text)) == (value, certainty)


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("yyyy-mm-dd", "2012-04-01"),
        ('yyyy"年"m"月"', "2012-04"),
        ("yyyy/m", "2012-04"),
        ("[$-804]yyyy.mm;@", "2012-04"),
        ("yyyy", "2012"),
        ("mmm-yy", "2012-04"),
        ('m"月"d"日"', "2012-04-01"),
        ("yyyy/m/d h:mm", "2012-04-01"),
        ("", "2012-04-01"),
    ],
)
def test_a_date_cell_has_the_precision_of_its_format(number_format: str, value: str) -> None:
    cell = Cell(Kind.DATE, "2012-04-01T00:00:00", "2012年4月", number_format)
    assert told(read_date(cell, cell.text)) == (value, "sure")


def test_a_bare_year_typed_into_a_date_cell_is_asked() -> None:
    cell = Cell(Kind.DATE, "1905-07-04", "1905-07-04", "yyyy-mm-dd")
    assert told(read_date(cell, cell.text)) == ("2012", "question")
