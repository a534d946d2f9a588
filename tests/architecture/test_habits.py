"""Habits: nothing put off, nothing skipped, nothing played by a stand-in, nothing passed on by signals."""

import re

import pytest

from tests.architecture.source import SourceFile, files_of_tests, imported_modules, planted, product_files

PUT_OFF = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
SKIPPED = re.compile(r"\bpytest\.(skip|importorskip)\b|\bmark\.(skip|skipif|xfail)\b|\bpytest\.xfail\b")
STAND_INS = {"unittest.mock", "mock", "pytest_mock"}
SIGNALS = {"django.dispatch", "django.db.models.signals"}
THIS_FILE = "tests/architecture/test_habits.py"


def lines_matching(file: SourceFile, pattern: re.Pattern[str]) -> list[str]:
    lines = enumerate(file.text.splitlines(), 1)
    return [f"{file.name}:{number} {line.strip()}" for number, line in lines if pattern.search(line)]


def imports_of(file: SourceFile, banned: set[str]) -> list[str]:
    return [f"{file.name}:{line} {module}" for module, line in imported_modules(file) if module in banned]


def others(files: tuple[SourceFile, ...]) -> list[SourceFile]:
    return [file for file in files if file.name != THIS_FILE]


def test_nothing_is_put_off_in_a_comment() -> None:
    files = others(product_files() + files_of_tests())
    assert [found for file in files for found in lines_matching(file, PUT_OFF)] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert [found for file in others(files_of_tests()) for found in lines_matching(file, SKIPPED)] == []


def test_no_test_uses_a_stand_in() -> None:
    assert [found for file in files_of_tests() for found in imports_of(file, STAND_INS)] == []


def test_features_do_not_talk_by_signals() -> None:
    assert [found for file in product_files() for found in imports_of(file, SIGNALS)] == []


@pytest.mark.parametrize("fault", ["x = 1  # TODO later", "# FIXME"])
def test_the_wall_sees_what_is_put_off(fault: str) -> None:
    assert lines_matching(planted(fault), PUT_OFF)


@pytest.mark.parametrize("fault", ["@pytest.mark.skip", "@pytest.mark.xfail", "pytest.skip('x')"])
def test_the_wall_sees_a_skipped_test(fault: str) -> None:
    assert lines_matching(planted(fault), SKIPPED)


def test_the_wall_sees_stand_ins_and_signals() -> None:
    assert imports_of(planted("from unittest.mock import patch"), STAND_INS)
    assert imports_of(planted("from unittest import mock"), STAND_INS)
    assert imports_of(planted("from django.dispatch import receiver"), SIGNALS)
