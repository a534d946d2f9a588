"""Periods are values in Asia/Shanghai, and the 31st is the last day of a shorter month (R-T1, T26)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from banyan.shared.dates import earliest_day, is_partial_date, latest_day, words_of
from banyan.shared.periods import MONTHS_IN, Period, day_in, midnight, months_between

CADENCES = st.sampled_from(sorted(MONTHS_IN))
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("text", ["2021-10", "2021-Q4", "2021-H2", "2021"])
def test_a_period_reads_as_it_is_written(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2021-13", "2021-0", "2021-Q5", "2021-H3", "21-10", "2021-10-01", "2021-1"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


@given(DAYS, CADENCES)
def test_every_day_lies_in_its_period_and_periods_follow_without_gaps(day: date, cadence: str) -> None:
    period = Period.of(day, cadence)
    assert period.first_day <= day <= period.last_day
    assert period.next().first_day == period.last_day + timedelta(days=1)
    assert period.next().previous() == period
    assert Period.parse(str(period)) == period


def test_a_month_begins_and_ends_at_midnight_in_shanghai() -> None:
    october = Period.parse("2021-10")
    assert october.start == datetime(2021, 9, 30, 16, tzinfo=UTC)
    assert october.end == datetime(2021, 10, 31, 16, tzinfo=UTC)
    assert midnight(date(2021, 10, 1)) == october.start


@pytest.mark.parametrize("year", range(2024, 2029))
@pytest.mark.parametrize("month", range(1, 13))
def test_a_due_day_past_the_end_of_a_month_is_its_last_day(year: int, month: int) -> None:
    period = Period(year, month)
    for day in range(25, 32):
        due = day_in(period, day)
        assert (due.year, due.month) == (year, month)
        assert due.day == min(day, period.last_day.day)


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        ("2021-01-31", "2021-02-28", 1),
        ("2020-01-31", "2020-02-28", 0),
        ("2020-01-31", "2020-02-29", 1),
        ("2021-01-15", "2021-07-14", 5),
        ("2021-01-15", "2021-07-15", 6),
        ("2021-12-31", "2022-06-30", 6),
        ("2021-05-05", "2021-05-05", 0),
    ],
)
def test_whole_months_count_the_31st_as_reached_on_a_shorter_last_day(
    start: str, until: str, months: int
) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(until)) == months


@given(DAYS, st.integers(0, 400))
def test_months_never_run_backwards_as_days_pass(start: date, days: int) -> None:
    until = start + timedelta(days=days)
    assert months_between(start, until) <= months_between(start, until + timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2012", "2012-01-01", "2012-12-31", "2012年"),
        ("2012-02", "2012-02-01", "2012-02-29", "2012年2月"),
        ("2012-04-01", "2012-04-01", "2012-04-01", "2012年4月1日"),
    ],
)
def test_a_date_of_less_precision_means_a_span(text: str, first: str, last: str, words: str) -> None:
    assert is_partial_date(text)
    assert (str(earliest_day(text)), str(latest_day(text)), words_of(text)) == (first, last, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [("2012", "2012"), ("2012-02", "February 2012"), ("2012-04-01", "April 1, 2012"), ("", "")],
)
def test_a_date_speaks_the_language_of_the_screen(text: str, words: str) -> None:
    with translation.override("en"):
        assert words_of(text) == words


def test_a_month_speaks_the_language_of_the_screen() -> None:
    with translation.override("en"):
        assert Period.parse("2021-10").words == "October 2021"

    assert Period.parse("2021-10").words == "2021年10月"
