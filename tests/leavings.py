"""What a whole run of the tests leaves behind, searched for the cast's numbers and addresses (R-P1).

Each process searches its own: the state folder with database, log and files, the temporary folders of the tests,
and on PostgreSQL the pages of the cluster, where rows that were rolled back or deleted still lie.
"""

import logging
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.traces import dresses_of, holds

# What the tests hand in themselves, or are handed: files of theirs, not of the house.
HANDED_IN = {".csv", ".json", ".txt", ".xls", ".xlsx"}
# xargs says 123 when any grep found nothing; more means that one never ran to its end.
GREP_RAN = (0, 123)
PACKED = (b"\x1f\x8b", b"\xfd7zXZ", b"PK\x03\x04", b"%PDF")


def cast_secrets() -> dict[str, str]:
    """One of each of the member whom most tests are about."""
    from banyan.demo.cast import facts_of

    facts = facts_of("何远山", 1)
    return {name: facts[name] for name in ("id_number", "phone", "address")}


def log_file() -> Path:
    """Beside the state folder, which some tests search for plants of their own."""
    return Path(settings.HOME).with_suffix(".log")


@contextmanager
def log_kept() -> Iterator[None]:
    """Everything logged meanwhile is kept for the search; the console forgets it."""
    handler = logging.FileHandler(log_file(), encoding="utf-8")
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    is_still_kept = handler in root.handlers
    root.removeHandler(handler)
    handler.close()
    log_file().unlink()
    assert is_still_kept, "a test set logging up anew: what was logged since then was not searched"


def find_leavings(secrets: Mapping[str, str], *folders: Path) -> dict[str, list[str]]:
    """Secret -> files that hold it, in the log, the state folder, the database and the folders given."""
    files = [log_file(), *_files_of(Path(settings.HOME)), *_pages_of_the_database()]
    files += [path for folder in folders for path in _files_of(folder) if path.suffix not in HANDED_IN]
    dresses = {name: dresses_of(secret) for name, secret in secrets.items()}
    files = [*_grepped(set().union(*dresses.values()), files), *filter(_is_packed, files)]
    return {name: found for name, worn in dresses.items() if (found := _holding(worn, files))}


def _files_of(folder: Path) -> Iterator[Path]:
    for at, _folders, names in os.walk(folder):
        yield from (path for name in names if (path := Path(at, name)).is_file() and not path.is_symlink())


def _pages_of_the_database() -> Iterator[Path]:
    """The files of a PostgreSQL on this machine that may be read; SQLite lies in the state folder."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        cluster, database = cursor.fetchone()
    if os.access(cluster, os.R_OK):
        yield from _files_of(Path(cluster, "base", str(database)))
        yield from _files_of(Path(cluster, "pg_wal"))


def _holding(dresses: set[bytes], files: list[Path]) -> list[str]:
    """Plainly or in a dress, also inside what is packed."""
    return sorted({str(path) for path in files if path.is_file() and holds(path.read_bytes(), dresses)})


def _grepped(dresses: set[bytes], files: list[Path]) -> list[Path]:
    """By grep, once over everything: it is many times faster than our own search."""
    assert not any(b"\n" in dress for dress in dresses), "grep takes its patterns line by line"
    patterns = Path(settings.HOME).with_suffix(".patterns")
    patterns.write_bytes(b"\n".join(sorted(dresses)) + b"\n")
    try:
        done = subprocess.run(
            ["xargs", "-0", "-r", "grep", "-aFls", "-f", str(patterns)],
            input=b"\0".join(os.fsencode(path) for path in files),
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            capture_output=True,
            check=False,
        )
    finally:
        patterns.unlink()
    assert done.returncode in GREP_RAN, f"grep was stopped: {done.stderr.decode()}"
    return [Path(os.fsdecode(name)) for name in done.stdout.splitlines()]


def _is_packed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(6).startswith(PACKED)
    except FileNotFoundError:
        return False
