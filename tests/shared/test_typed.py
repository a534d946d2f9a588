"""Dates and numbers as people type them by hand."""

import pytest

from banyan.shared.typed import typed_date, typed_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2012", "2012"), ("2012年", "2012"), ("2012.4", "2012-04"), ("2012年4月", "2012-04"), ("201204", "2012-04"),
        ("2012/4/1", "2012-04-01"), (" 2012年 4月 1日 ", "2012-04-01"), ("２０１２年４月", "2012-04"),
        ("20120401", "2012-04-01"), ("20124", "20124"), ("昨天", "昨天"), ("2012-13", "2012-13"),
        ("2012-2014", "2012-2014"), ("", ""),
    ],
)  # fmt: skip
def test_a_date_is_read_as_it_was_written_and_never_guessed(typed: str, kept: str) -> None:
    assert typed_date(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("154 0000 9901", "15400009901"), ("+86 154-0000-9901", "15400009901"),
        ("１５４００００９９０１", "15400009901"),
        ("8615400009901", "8615400009901"), ("431081 19900101 001x", "43108119900101001x"),
    ],
)  # fmt: skip
def test_a_number_loses_what_people_put_between_its_digits(typed: str, kept: str) -> None:
    assert typed_number(typed) == kept
