"""When a report is asked for, due, late and open: pure rules, with the calendar walked through (R-T1, R-T3)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from banyan.journeys.rules.report import (
    Leave,
    Told,
    days_silent,
    deadline,
    due_day,
    is_on_time,
    open_periods,
    owes_report,
    why_not_adopt_phone,
    why_not_correct,
    why_not_follow_up,
    why_not_report,
    why_not_told,
)
from banyan.journeys.rules.report_words import private_words, public_words
from banyan.shared.periods import Period

AWAY = Leave("away", "2026-03")
MONTHS = [Period(year, month) for year in range(2024, 2029) for month in range(1, 13)]
SECOND = timedelta(seconds=1)
# The clocks of the world, as far from each other as they get.
ZONES = [timezone(timedelta(hours=hours)) for hours in (-11, 0, 8, 14)]


@pytest.mark.parametrize("day_of_month", range(25, 32))
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_last_second_is_on_time_and_midnight_is_late_wherever_the_clock_stands(
    month: Period, day_of_month: int
) -> None:
    due_on = due_day(month, day_of_month)
    end = deadline(due_on)
    for zone in ZONES:
        assert is_on_time((end - SECOND).astimezone(zone), due_on)
        assert not is_on_time(end.astimezone(zone), due_on)
        assert not is_on_time((end + SECOND).astimezone(zone), due_on)


@pytest.mark.parametrize("day_of_month", range(25, 32))
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_deadline_is_midnight_in_shanghai_after_the_due_day(month: Period, day_of_month: int) -> None:
    due_on = due_day(month, day_of_month)
    assert due_on.month == month.number
    assert due_on.day == min(day_of_month, month.last_day.day)
    utc = datetime(due_on.year, due_on.month, due_on.day, 16, tzinfo=UTC)
    assert deadline(due_on) == utc


@pytest.mark.parametrize(
    ("period", "day_of_month", "due_on"),
    [
        ("2024-02", 31, date(2024, 2, 29)),
        ("2025-02", 30, date(2025, 2, 28)),
        ("2026-04", 31, date(2026, 4, 30)),
        ("2026-12", 31, date(2026, 12, 31)),
        ("2026-Q1", 25, date(2026, 3, 25)),
        ("2026-H2", 31, date(2026, 12, 31)),
        ("2026", 31, date(2026, 12, 31)),
    ],
)
def test_the_due_day_lies_in_the_last_month_of_the_period(
    period: str, day_of_month: int, due_on: date
) -> None:
    assert due_day(Period.parse(period), day_of_month) == due_on


@pytest.mark.parametrize(
    ("leave", "is_owed"),
    [
        (Leave("away", "2026-10-31"), True),
        (Leave("away", "2026"), True),
        (Leave("away", "2026-11"), False),
        (Leave("planned", "2026-03"), False),
        (Leave("ended", "2026-03", date(2026, 10, 31), "returned"), False),
        (Leave("ended", "2026-03", date(2026, 11, 1), "returned"), True),
        (Leave("ended", "2026-03", date(2026, 11, 1), "mistake"), False),
    ],
)
def test_who_is_away_when_the_period_ends_owes_a_report(leave: Leave, is_owed: bool) -> None:
    assert owes_report(leave, Period(2026, 10)) is is_owed


def test_a_member_may_still_report_for_the_month_just_past_but_not_for_one_before_he_left() -> None:
    day = date(2026, 11, 3)
    assert [str(each) for each in open_periods(AWAY, day, "month", late=1)] == ["2026-11", "2026-10"]
    just_left = Leave("away", "2026-11-01")
    assert [str(each) for each in open_periods(just_left, day, "month", late=1)] == ["2026-11"]


def test_the_period_asked_for_follows_the_cadence() -> None:
    day = date(2026, 11, 3)
    assert [str(each) for each in open_periods(AWAY, day, "quarter", late=1)] == ["2026-Q4", "2026-Q3"]
    assert [str(each) for each in open_periods(AWAY, day, "year", late=1)] == ["2026"]


def test_a_period_long_past_is_closed_and_one_at_home_is_not_asked_for() -> None:
    open_to = open_periods(AWAY, date(2026, 11, 3), "month", late=1)
    assert why_not_report(AWAY, Period(2026, 10), open_to) is None
    closed = why_not_report(AWAY, Period(2026, 9), open_to)
    at_home = why_not_report(AWAY, Period(2026, 2), open_to)
    assert closed is not None
    assert at_home is not None
    assert (closed.code, at_home.code) == ("period_closed", "not_away")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told(), None),
        (Told(matter="need_help"), None),
        (Told(matter="want_task"), None),
        (Told(matter="moved", new_place="佛山"), None),
        (Told(matter="moved", new_place=" "), "no_place"),
        (Told(matter="new_phone", new_phone="15400000009"), None),
        (Told(matter="new_phone", new_phone="1540000"), "phone_shape"),
    ],
)
def test_only_a_new_phone_and_a_new_place_must_be_named(told: Told, code: str | None) -> None:
    reason = why_not_told(told)
    assert (reason.code if reason else None) == code


def test_a_report_is_open_to_correction_until_it_is_read() -> None:
    assert why_not_correct("received") is None
    assert why_not_correct("read") is not None


def test_a_phone_is_adopted_once_and_only_where_one_was_reported() -> None:
    assert why_not_adopt_phone("new_phone", "15400000009", None) is None
    assert why_not_adopt_phone("well", "", None) is not None
    assert why_not_adopt_phone("new_phone", "15400000009", datetime(2026, 11, 3, tzinfo=UTC)) is not None


def test_a_follow_up_says_something() -> None:
    assert why_not_follow_up("打过电话，都好") is None
    assert why_not_follow_up("  ") is not None


def test_silence_is_counted_from_the_last_day_a_sign_can_mean() -> None:
    day = date(2026, 11, 10)
    assert days_silent("2026-11-01", day) == 9
    assert days_silent("2026-10", day) == 10
    assert days_silent("2026-11", day) == 0
    assert days_silent("2025", day) == 314


def test_the_text_for_the_group_names_nobody_and_says_how_many() -> None:
    words = public_words("沙洲瑶族村党支部", Period(2026, 11), due=207, reported=158)
    assert "2026年11月" in words
    assert "158人" in words
    assert "49人" in words


def test_the_text_for_one_person_speaks_of_the_days_only_when_they_are_many() -> None:
    short = private_words("邓青", "沙洲瑶族村党支部", Period(2026, 11), 12, is_long=False)
    long = private_words("邓青", "沙洲瑶族村党支部", Period(2026, 11), 72, is_long=True)
    assert short.startswith("邓青同志")
    assert "2026年11月" in short
    assert "12天" not in short
    assert "72天" in long
