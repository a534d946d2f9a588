"""Another house: a state folder of its own with a database of its own, run by commands as its operator would."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from tests.architecture.source import ROOT
from tests.jobs.workers import database_url

PASSPHRASE = "沙洲的溪水向南流，七里到县城"
DATABASE = "banyan_other_house"


@dataclass(frozen=True)
class House:
    """Where it is, and which database is its own."""

    home: Path
    database_url: str

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One `banyan` command there."""
        return self._program(["-m", "banyan.config.command", *words])

    def look(self) -> Any:
        """What tests/durability/look.py sees there."""
        done = self._program(["-m", "tests.durability.look"])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _program(self, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
        settings = {
            "BANYAN_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "BANYAN_PASSPHRASE": PASSPHRASE,
            "DJANGO_SETTINGS_MODULE": "banyan.config.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
        )


@contextmanager
def other_house(home: Path) -> Iterator[House]:
    """An empty house on the same kind of database as the tests; needs a test that commits."""
    home.mkdir()
    if connection.vendor == "sqlite":
        yield House(home, f"sqlite:///{home / 'banyan.sqlite3'}")
        return
    _run_sql(f"DROP DATABASE IF EXISTS {DATABASE}", f"CREATE DATABASE {DATABASE}")
    try:
        here = database_url()
        yield House(home, f"{here[: here.rindex('/')]}/{DATABASE}")
    finally:
        _run_sql(f"DROP DATABASE IF EXISTS {DATABASE}")


def _run_sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
