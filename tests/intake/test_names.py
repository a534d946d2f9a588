"""Names of rosters.md 6.3, 5: padded, marked, annotated, rare, minority."""

import pytest

from banyan.intake.reading.names import read_name, sex_mark
from banyan.intake.reading.results import Reading
from banyan.intake.reading.text import normal
from banyan.shared.spreadsheets.sheets import Cell, Kind
from tests.intake.surroundings import number_cell, text_cell, told


def read(text: str) -> Reading:
    return read_name(text_cell(text), normal(text))


@pytest.mark.parametrize("name", ["张三", "欧阳锋", "阿依古丽·买买提", "𠮷田䶮", "㛃", "叶〇"])
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    certainty = "question" if len(name) == 1 else "sure"
    assert told(read(name)) == (name, certainty)


@pytest.mark.parametrize(
    ("text", "name", "aside"),
    [
        ("张 三", "张三", ""),
        ("张　三", "张三", ""),
        (" 张三 ", "张三", ""),
        ("欧阳 锋", "欧阳锋", ""),
        ("张\u200b三", "张三", ""),
        ("张三（组长）", "张三", "组长"),
        ("张三(预备)", "张三", "预备"),
        ("张三【村主任】", "张三", "村主任"),
        ("李梅（女）", "李梅", ""),
        ("李梅 女", "李梅", ""),
        ("李梅（女、组长）", "李梅", "女、组长"),
        ("*张三", "张三", ""),
        ("张三★", "张三", ""),
        ("阿依古丽•买买提", "阿依古丽·买买提", ""),
        ("阿依古丽.买买提", "阿依古丽·买买提", ""),
        ("阿依古丽．买买提", "阿依古丽·买买提", ""),
        ("阿依古丽 · 买买提", "阿依古丽·买买提", ""),
        ("张三、", "张三", ""),
    ],
)
def test_padding_and_marks_are_corrected_and_words_beside_noted(text: str, name: str, aside: str) -> None:
    assert (told(read(text)), read(text).aside) == ((name, "corrected"), aside)


@pytest.mark.parametrize(
    ("text", "name"),
    [("张三1", "张三"), ("张", "张"), ("张?", "张?"), ("张□", "张□"), ("张\ue000", "张\ue000")],
)
def test_a_strange_name_is_asked(text: str, name: str) -> None:
    assert told(read(text)) == (name, "question")


@pytest.mark.parametrize(
    "text", ["张三、李四", "张三/李四", "=1+1", "http://x", "张三@公司", "12345", "张" * 31]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    assert told(read(text)) == (None, "refused")


def test_numbers_and_dates_are_no_names() -> None:
    assert told(read_name(number_cell(1, "1"), "1")) == (None, "refused")
    assert told(read_name(Cell(Kind.DATE, "2012-04-01", "2012-04-01"), "2012-04-01")) == (None, "refused")


def test_a_two_letter_name_with_nv_is_a_name() -> None:
    assert told(read("王 女")) == ("王女", "corrected")
    assert sex_mark("王 女") == ""


@pytest.mark.parametrize(
    ("text", "mark"), [("李梅（女）", "女"), ("李梅 女", "女"), ("李 梅（男）", "男"), ("李梅", "")]
)
def test_the_sex_beside_a_name_is_found(text: str, mark: str) -> None:
    assert sex_mark(text) == mark


@pytest.mark.parametrize("text", ["张 三", "张三（组长）", "阿依古丽.买买提", "李梅 女", "张三★", "'张三"])
def test_a_name_read_twice_does_not_change_again(text: str) -> None:
    once = str(read(text).value)
    assert told(read(once)) == (once, "sure")
