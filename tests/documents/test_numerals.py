"""Capital numerals (rules 2.6)."""

import pytest

from banyan.documents.numerals import capital_number, capital_year_and_month


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (7, "柒"),
        (10, "壹拾"),
        (15, "壹拾伍"),
        (30, "叁拾"),
        (90, "玖拾"),
        (100, "壹佰"),
        (105, "壹佰零伍"),
        (180, "壹佰捌拾"),
        (1001, "壹仟零壹"),
        (1010, "壹仟零壹拾"),
        (9999, "玖仟玖佰玖拾玖"),
    ],
)
def test_a_number_is_written_so_that_no_stroke_can_be_added(number: int, words: str) -> None:
    assert capital_number(number) == words


def test_all_numbers_have_different_words() -> None:
    assert len({capital_number(number) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_outside_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 9999"):
        capital_number(number)


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-02", ("贰零贰陆", "贰")),
        ("2021-10", ("贰零贰壹", "壹拾")),
        ("2020-12", ("贰零贰零", "壹拾贰")),
        ("2026-02-28", ("贰零贰陆", "贰")),
        ("2026", ("贰零贰陆", "")),
        ("", ("", "")),
    ],
)
def test_a_month_is_written_year_by_figure_and_month_by_number(month: str, words: tuple[str, str]) -> None:
    assert capital_year_and_month(month) == words
