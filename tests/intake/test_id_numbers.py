"""R-I4: check digit, real date, 15 digits, x and X, lost digits; the area code never refuses."""

import pytest

from banyan.intake.reading.id_numbers import birth_in, check_character, read_id_number, sex_in
from banyan.intake.reading.text import normal
from banyan.people.rules import why_not_id_number
from banyan.shared.spreadsheets.reading import number_text
from tests.intake.surroundings import number_cell, text_cell, told

# 990000 is no area; the last character is right.
VALID = "990000199003071235"
VALID_X = "99000019850701108X"


def read(text: str) -> tuple[object, str]:
    return told(read_id_number(text_cell(text), normal(text)))


def test_the_numbers_used_here_have_valid_check_characters() -> None:
    assert check_character("11010519491231002") == "X"
    assert [check_character(number[:17]) for number in (VALID, VALID_X)] == ["5", "X"]


@pytest.mark.parametrize("text", [VALID, VALID_X])
def test_a_valid_number_is_sure_whatever_its_area(text: str) -> None:
    assert read(text) == (text, "sure")


# Areas as they were called on the cards of people born before 1995, renumbered or gone since: 惠阳 and 高要 of 广东,
# 娄底, 郴州 and 零陵 of 湖南, 涪陵 of 四川, 海南 while it was part of 广东; and one that never was.
FORMER_AREAS = (
    "442525", "442823", "441229", "432522", "432524", "432801", "432822", "432825", "432901", "512301", "440024",
    "460001", "100000",
)  # fmt: skip


@pytest.mark.parametrize("area", FORMER_AREAS)
def test_an_area_of_before_1995_is_never_refused(area: str) -> None:
    """The order number 000 is given to nobody: nobody is meant. By hand and in a roster alike (R-I4)."""
    first = f"{area}19640229000"
    number = first + check_character(first)
    assert read(number) == (number, "sure")
    assert why_not_id_number(number) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (VALID_X.replace("X", "x"), VALID_X),
        (VALID_X.replace("X", "Ｘ"), VALID_X),
        (VALID_X.replace("X", "×"), VALID_X),
        (VALID_X.replace("X", "*"), VALID_X),
        ("990000 19900307 1235", VALID),
        ("'" + VALID, VALID),
        ("９９００００199003071235", VALID),
        ("990000-19900307-1235", VALID),
        ("\u200e" + VALID, VALID),
        ("身份证号：" + VALID, VALID),
    ],
)
def test_spaces_widths_and_kinds_of_x_are_corrected(text: str, value: str) -> None:
    assert read(text) == (value, "corrected")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("990000199003071236", "校验位"),
        ("990000199013071236", "出生日期"),
        ("990000199002301236", "出生日期"),
        ("99000019900307123", "17 位"),
        ("9900001990030712351", "19 位"),
        ("99000019900307一232", "字符"),
        ("990000901307123", "出生日期"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(text: str, words: str) -> None:
    reading = read_id_number(text_cell(text), normal(text))
    assert told(reading) == (None, "refused")
    assert words in reading.why


def test_an_old_number_of_15_digits_is_asked_and_never_made_longer() -> None:
    assert read("990000900307123") == (None, "question")


@pytest.mark.parametrize("text", ["1235", "123X", "071235"])
def test_a_tail_is_no_number(text: str) -> None:
    assert read(text) == (None, "question")


def test_another_paper_is_asked_and_kept_for_the_note() -> None:
    reading = read_id_number(text_cell("护照E12345678"), "护照E12345678")
    assert (told(reading), reading.aside) == ((None, "question"), "证件：护照E12345678")


@pytest.mark.parametrize("number", [431026199003071234, 990000199003071000, 1234567890123456])
def test_a_number_typed_with_more_than_15_digits_is_asked_and_never_repaired(number: float) -> None:
    text = number_text(number)
    reading = read_id_number(number_cell(number, text), text)
    assert told(reading) == (None, "question")
    assert "文本" in reading.why


def test_a_number_in_scientific_writing_is_asked() -> None:
    assert read("4.31026E+17") == (None, "question")


def test_15_digits_typed_as_a_number_are_an_old_number() -> None:
    reading = read_id_number(number_cell(990000900307123, "990000900307123"), "990000900307123")
    assert told(reading) == (None, "question")
    assert "旧号码" in reading.why


def test_a_masked_number_means_no_change() -> None:
    reading = read_id_number(text_cell("990***********1235"), "990***********1235")
    assert (reading.value, reading.is_kept, str(reading.certainty)) == (None, True, "sure")


def test_birthday_and_sex_are_told_by_the_number() -> None:
    assert (birth_in(VALID), sex_in(VALID), sex_in(VALID_X)) == ("1990-03-07", "男", "女")
    assert sex_in("990000199003071243") == "女"
