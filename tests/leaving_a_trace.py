"""Not collected: run by test_leavings.py alone, to see a run go red that leaves a number in plain."""

from pathlib import Path

from django.conf import settings

from tests.leavings import cast_secrets


def test_this_leaves_a_number_behind(db: None) -> None:
    (Path(settings.HOME) / "left").write_text(cast_secrets()["phone"], encoding="utf-16")
