"""Telephone cells of rosters.md 6.3, 3: the first mobile as 11 digits, every other number kept for the note."""

import pytest

from banyan.intake.reading.phones import phone_reader
from banyan.intake.reading.results import Reading
from banyan.intake.reading.text import normal
from banyan.shared.spreadsheets.reading import number_text
from tests.intake.surroundings import number_cell, text_cell, told

FIRST, SECOND = "14000138000", "14000139000"
read_phone = phone_reader()


def read(text: str) -> Reading:
    return read_phone(text_cell(text), normal(text))


def test_eleven_digits_are_sure() -> None:
    assert told(read(FIRST)) == (FIRST, "sure")
    assert told(read_phone(number_cell(float(FIRST), FIRST), FIRST)) == (FIRST, "sure")


@pytest.mark.parametrize(
    "text",
    [
        "140 0013 8000",
        "140-0013-8000",
        "1400-0138-000",
        "14000 138000",
        "+8614000138000",
        "+86 140 0013 8000",
        "86-14000138000",
        "008614000138000",
        "１４０００１３８０００",
        "'14000138000",
        "‘14000138000",
        "14000138000.0",
        " 14000138000\n",
        "本人：14000138000",
        "14000138000（微信同号）",
        "电话14000138000",
    ],
)
def test_decoration_is_corrected_away(text: str) -> None:
    assert (told(read(text)), read(text).aside) == ((FIRST, "corrected"), "")


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("14000138000、14000139000", "其他电话：14000139000"),
        ("14000138000/14000139000", "其他电话：14000139000"),
        ("14000138000 14000139000", "其他电话：14000139000"),
        ("14000138000\n14000139000", "其他电话：14000139000"),
        ("14000138000，14000139000（妻）", "其他电话：14000139000（妻）"),
        ("14000138000（妻14000139000）", "其他电话：14000139000（妻）"),
        ("14000139000（妻）、14000138000", "其他电话：14000139000（妻）"),
        ("妻：14000139000 本人：14000138000", "其他电话：14000139000（妻）"),
        ("14000138000；0735-3333333", "其他电话：0735-3333333"),
        ("14000138000/07353333333", "其他电话：0735-3333333"),
        ("140 0013 8000、140 0013 9000", "其他电话：14000139000"),
    ],
)
def test_the_first_own_number_is_taken_and_the_others_are_noted(text: str, aside: str) -> None:
    assert (told(read(text)), read(text).aside) == ((FIRST, "corrected"), aside)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("14000139000（妻）", "其他电话：14000139000（妻）"),
        ("（儿子）14000139000", "其他电话：14000139000（儿子）"),
        ("0735-3333333", "其他电话：0735-3333333"),
        ("3333333", "其他电话：3333333"),
        ("微信号：abc_1990", "联系方式：微信号:abc_1990"),
    ],
)
def test_a_number_that_is_not_his_own_mobile_goes_to_the_note(text: str, aside: str) -> None:
    assert (told(read(text)), read(text).aside) == ((None, "corrected"), aside)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.4E+10", "科学计数"),
        ("1.40001E+10", "科学计数"),
        ("1400013800", "10 位"),
        ("140001380000", "12 位"),
        ("12000138000", "不像手机号"),
        ("1400013800、140001390", "19 位"),
        ("#", "看不懂"),
    ],
)
def test_lost_or_extra_digits_are_refused(text: str, words: str) -> None:
    assert told(read(text)) == (None, "refused")
    assert words in read(text).why


def test_a_number_of_zeros_may_have_lost_its_end() -> None:
    assert told(read_phone(number_cell(1.4e10, number_text(1.4e10)), "14000000000")) == (
        "14000000000",
        "question",
    )


def test_a_masked_number_means_no_change() -> None:
    assert (read("140****8000").value, read("140****8000").is_kept) == (None, True)


def test_an_organisation_may_have_a_land_line() -> None:
    read_host_phone = phone_reader(takes_land_lines=True)
    assert told(read_host_phone(text_cell("0757-83333333"), "0757-83333333")) == ("0757-83333333", "sure")
    assert told(read_host_phone(text_cell("(0757)83333333"), "(0757)83333333")) == (
        "0757-83333333",
        "corrected",
    )
