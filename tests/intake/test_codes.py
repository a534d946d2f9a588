"""Cells that stand for one of a few values (rosters.md 6.3, 6 and 8)."""

import pytest

from banyan.intake.reading.codes import EDUCATIONS, read_education, read_ethnicity, read_sex, read_yes_or_no
from banyan.intake.reading.text import normal
from banyan.shared.spreadsheets.sheets import Cell, Kind
from tests.intake.surroundings import text_cell, told


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        ("男", "男", "sure"),
        ("女", "女", "sure"),
        (" 女 ", "女", "sure"),
        ("男性", "男", "corrected"),
        ("F", "女", "corrected"),
        ("1", "男", "corrected"),
        ("2", "女", "corrected"),
        ("难", None, "question"),
    ],
)
def test_sex_is_one_of_two_codes(text: str, value: str | None, certainty: str) -> None:
    assert told(read_sex(text_cell(text), normal(text))) == (value, certainty)


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        ("汉族", "汉族", "sure"),
        ("汉", "汉族", "corrected"),
        ("瑶", "瑶族", "corrected"),
        ("土家", "土家族", "corrected"),
        ("汉 族", "汉族", "sure"),
        ("汗族", None, "question"),
    ],
)
def test_an_ethnicity_is_one_of_the_56_with_its_last_letter(
    text: str, value: str | None, certainty: str
) -> None:
    assert told(read_ethnicity(text_cell(text), normal(text))) == (value, certainty)


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        *((level, level, "sure") for level in EDUCATIONS),
        ("大专", "大学专科", "sure"),
        ("本科", "大学本科", "sure"),
        ("硕士", "研究生", "sure"),
        ("技校", "技工学校", "sure"),
        ("初中文化", "初中", "corrected"),
        ("高中毕业", "高中", "corrected"),
        ("本科学历", "大学本科", "corrected"),
        ("高中文化程度", "高中", "corrected"),
        ("湖南农大本科", "大学本科", "corrected"),
        ("中专生", "中专", "corrected"),
        ("大学本科/学士", "大学本科", "corrected"),
        ("高中/中专", "高中", "question"),
        ("高中（中专）", "高中", "question"),
        ("大专以上", "大学专科", "question"),
        ("初中及以下", "初中", "question"),
        ("本科在读", "高中", "question"),
        ("大专（在读）", "高中", "question"),
        ("研究生在读", "大学本科", "question"),
        ("高中肄业", "高中", "question"),
        ("党校", None, "question"),
        ("很高", None, "question"),
    ],
)
def test_education_is_one_level_of_the_fixed_list(text: str, value: str | None, certainty: str) -> None:
    reading = read_education(text_cell(text), normal(text))
    assert (told(reading), reading.raw) == ((value, certainty), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, True) for text in ("是", "有", "√", "✓", "1", "Y", "已办", "持有", "TRUE", "对")),
        *((text, False) for text in ("否", "无", "×", "0", "N", "未办", "没有", "FALSE", "x")),
    ],
)
def test_yes_and_no_in_every_habit(text: str, value: bool) -> None:
    assert told(read_yes_or_no(text_cell(text), normal(text))) == (value, "sure")


def test_a_truth_cell_is_itself() -> None:
    assert told(read_yes_or_no(Cell(Kind.BOOL, value=False, text="FALSE"), "FALSE")) == (False, "sure")


@pytest.mark.parametrize(("text", "value"), [("已上交", True), ("没带", False), ("在办", None), ("?!", None)])
def test_what_is_neither_yes_nor_no_is_asked(text: str, value: bool | None) -> None:
    assert told(read_yes_or_no(text_cell(text), normal(text))) == (value, "question")
