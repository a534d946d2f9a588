"""The search at the end of every run finds what is left in plain; else its silence would mean nothing (R-P1)."""

import gzip
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.leavings import cast_secrets, find_leavings, log_file
from tests.traces import dresses_of

SECRET = {"phone": "15499990007"}


@pytest.fixture
def left(db: None) -> Iterator[Path]:
    path = Path(settings.HOME) / "left"
    yield path
    path.unlink(missing_ok=True)


def into_a_file(left: Path) -> None:
    left.write_text(SECRET["phone"], encoding="utf-16")


def into_an_archive(left: Path) -> None:
    left.write_bytes(gzip.compress(SECRET["phone"].encode()))


@pytest.mark.parametrize("leave", [into_a_file, into_an_archive])
def test_what_a_file_holds_is_found(left: Path, leave: Callable[[Path], None]) -> None:
    leave(left)
    assert find_leavings(SECRET) == {"phone": [str(left)]}


def test_every_dress_is_found(db: None, tmp_path: Path) -> None:
    """All in one search, for it goes through the whole state folder and database each time."""
    for number, dress in enumerate(sorted(dresses_of(SECRET["phone"]))):
        (tmp_path / f"{number:03d}").write_bytes(b"\x00\xff before\n" + dress + b"\x00 after")
    found = find_leavings(SECRET, tmp_path)
    assert sorted(found["phone"]) == sorted(map(str, tmp_path.iterdir()))


def test_the_folders_of_the_tests_are_searched_but_not_what_they_hand_in(db: None, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("15499990008")
    assert find_leavings({"phone": "15499990008"}, tmp_path) == {}
    (tmp_path / "house.backup").write_text("15499990008")
    assert find_leavings({"phone": "15499990008"}, tmp_path) == {"phone": [str(tmp_path / "house.backup")]}


@pytest.mark.django_db(transaction=True)
def test_what_a_row_holds_is_found() -> None:
    from banyan.orgs.models import Region

    Region.objects.create(code="99", name="15499990009", level="province")
    found = find_leavings({"phone": "15499990009"})
    assert [name for files in found.values() for name in files if "sqlite3" in name or "/base/" in name] != []


def test_what_is_logged_is_found(db: None) -> None:
    logging.getLogger("banyan").error("seen %s", "15499990010")
    assert find_leavings({"phone": "15499990010"}) == {"phone": [str(log_file())]}


def test_a_run_that_leaves_a_number_is_red() -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("BANYAN", "PYTEST", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/leaving_a_trace.py", "-p", "no:randomly"],
        cwd=Path(__file__).parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "left these of the cast in plain" in done.stdout


def test_the_values_looked_for_are_those_of_the_cast(db: None) -> None:
    from banyan.demo.cast import build_cast

    member = build_cast().member
    assert cast_secrets() == {
        name: getattr(member, name).open() for name in ("id_number", "phone", "address")
    }
