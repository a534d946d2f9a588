"""What the bench says of a row: its median, its verdict, and which row is worst."""

import pytest

from tests.bench.targets import TARGETS, Measured, last_line


@pytest.mark.parametrize(
    ("op", "value", "is_met"),
    [
        ("a1", 3.0, True), ("a1", 3.01, False), ("b1", 0.15, True), ("b1", 0.149, False),
        ("b4", 1.0, True), ("b4", 0.9, False), ("a3", 0.05, True), ("a3", 0.06, False),
    ],
)  # fmt: skip
def test_a_ratio_at_its_limit_meets_the_target_and_one_beyond_misses_it(
    op: str, value: float, is_met: bool
) -> None:
    assert TARGETS[op].is_met(value) is is_met


def test_the_median_of_the_pairs_decides_and_not_their_mean() -> None:
    row = Measured("a2", [1.0, 1.1, 90.0], "")
    assert row.value == 1.1
    assert row.is_met


def test_a_line_says_op_ratio_target_verdict_and_range() -> None:
    line = Measured("b1", [0.1, 0.123, 0.2], "about 12/s and 100/s").line()
    assert line.split()[:5] == ["b1", "0.123", ">=", "0.15", "MISSED"]
    assert "(0.1 to 0.2, n=3; about 12/s and 100/s)" in line


def test_the_last_line_names_the_row_furthest_from_its_target() -> None:
    rows = [Measured("a1", [6.0], ""), Measured("b1", [0.05], ""), Measured("e1", [0.6], "")]
    assert last_line(rows) == "1 of 3 targets met; worst: b1 at 0.05, target >= 0.15"


def test_no_work_done_at_all_is_the_worst_of_all() -> None:
    rows = [Measured("b1", [0.0], ""), Measured("a1", [300.0], "")]
    assert last_line(rows) == "0 of 2 targets met; worst: b1 at 0, target >= 0.15"
