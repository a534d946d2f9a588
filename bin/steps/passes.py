"""bin/test: a pass on SQLite, then one with all that asks a database on a real PostgreSQL started for it.

The last line printed is pytest's own; the exit code is red when any pass was.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from banyan.config.postgres import PostgresFailed, temporary_server
from environment import install_packages
from say import ROOT, Stop, plain_sentences, step

PYTEST = [sys.executable, "-m", "pytest"]
# Slow and not a question of the database: PostgreSQL only.
ON_SQLITE = "not browser and not fuzz and not chenzhou and not once"
# What asks no database has been seen by then.
ON_POSTGRES = "not plain"
CHROMIUM = Path("/usr/bin/chromium")
NO_TESTS_COLLECTED = 5
# Processes of pytest-xdist for each pass; 0 is none. Two cores halve a suite of minutes.
PROCESSES = 2


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the full counts of the requirements")
    options, for_pytest = parser.parse_known_args()
    if options.long:
        os.environ["BANYAN_LONG"] = "1"
    with plain_sentences():
        _need_browser()
        codes = [_pass("SQLite", ["-m", ON_SQLITE, *for_pytest], database_url=None)]
        with _postgres_url() as url:
            codes.append(_pass("PostgreSQL", ["-m", ON_POSTGRES, *for_pytest], database_url=url))
    sys.exit(_exit_code(codes))


def _need_browser() -> None:
    """Chromium for the stories, and a Chinese font so that what they photograph can be read."""
    missing = [] if CHROMIUM.exists() else ["chromium"]
    if not _has_chinese_font():
        missing += ["fontconfig", "fonts-noto-cjk"]
    if not _has_library("libatomic.so.1"):
        # Playwright's driver needs it, and a small Debian lacks it.
        missing.append("libatomic1")
    if missing:
        with step("Installing the browser for the tests"):
            install_packages(missing, needed_for="the browser tests")


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@contextmanager
def _postgres_url() -> Iterator[str]:
    """The PostgreSQL that DATABASE_URL names, else one of our own that is gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    try:
        with temporary_server() as server:
            yield server.url("postgres")
    except PostgresFailed as error:
        raise Stop(str(error)) from error


def _pass(name: str, arguments: list[str], *, database_url: str | None) -> int:
    print(f"== {name}", flush=True)
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if database_url:
        env["DATABASE_URL"] = database_url
    return subprocess.run(
        [*PYTEST, "-n", str(PROCESSES), *arguments], cwd=ROOT, env=env, check=False
    ).returncode


def _exit_code(codes: list[int]) -> int:
    """Red when any pass is; a pass that selected no test is no failure while the other ran some."""
    ran = [code for code in codes if code != NO_TESTS_COLLECTED]
    return max(ran) if ran else NO_TESTS_COLLECTED


if __name__ == "__main__":
    main()
