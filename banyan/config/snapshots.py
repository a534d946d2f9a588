"""One moment of the database as a file, and back: VACUUM INTO for SQLite, pg_dump and psql for PostgreSQL."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from banyan.config.postgres import PostgresFailed, installed_programs

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
HASH_BYTES = 32
ROWS_AT_ONCE = 2000
LOCK_SECONDS = 30
# What the settings of a connection are called where PostgreSQL's programs look; a command line is public.
NAMES_FOR_PROGRAMS = {
    "HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE",
}  # fmt: skip
# The dump makes the schema again.
CLEARED = "SET client_min_messages = warning; SET lock_timeout = '30s'; DROP SCHEMA IF EXISTS public CASCADE"

Facts = dict[str, dict[str, Any]]


class SnapshotFailed(Exception):
    """The database could not be written out or read back; the text says why."""


def take_snapshot(file: Path) -> Facts:
    """Write the database as it is at one moment, also while others write; table -> rows and hash of it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        return facts_of_file(file)
    with _one_moment() as moment:
        _run(["pg_dump", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={moment}"], file)
        return facts_of_database()


def load_snapshot(file: Path) -> None:
    """Replace everything in the database by the snapshot, in one transaction. SnapshotFailed changes nothing."""
    if connection.vendor == "sqlite":
        _load_sqlite(file)
        return
    connection.close()
    clear = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run([*clear, f"--command={CLEARED}", f"--file={file}"], Path(os.devnull))


def _load_sqlite(file: Path) -> None:
    """SQLite's own copy into the open file: whoever has it open sees the old rows until it is complete."""
    connection.close()
    try:
        with closing(sqlite3.connect(file)) as source:
            target_path = str(connection.settings_dict["NAME"])
            with closing(sqlite3.connect(target_path, timeout=LOCK_SECONDS)) as target:
                source.backup(target)
    except sqlite3.Error as error:
        raise SnapshotFailed(
            f"The database cannot be replaced ({error}). Stop the server and the worker."
        ) from error


def facts_of_file(file: Path) -> Facts:
    """Rows and hash of every table of an SQLite file."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        named = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted(name for (name,) in named if not name.startswith("sqlite_"))
        return {table: _facts(opened.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608


def facts_of_database() -> Facts:
    """Rows and hash of every table of the database in use."""
    if connection.vendor == "sqlite":
        return facts_of_file(Path(connection.settings_dict["NAME"]))
    found = {}
    for table in sorted(connection.introspection.table_names()):
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name the database gave
            found[table] = _facts(_rows_of(cursor))
    return found


def _rows_of(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _facts(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """How many rows, and the sum of their hashes: the same in whatever order they come."""
    count = total = 0
    for row in rows:
        text = json.dumps([_plain(value) for value in row], ensure_ascii=False, default=str)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        count += 1
    return {"rows": count, "hash": (total % 2 ** (8 * HASH_BYTES)).to_bytes(HASH_BYTES, "big").hex()}


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


@contextmanager
def _one_moment() -> Iterator[str]:
    """A transaction that sees one moment, and the moment's name for pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _run(command: list[str], output: Path) -> None:
    """Run one of PostgreSQL's programs on our database, with what it prints in a file."""
    program, *arguments = command
    with output.open("wb") as printed:
        done = subprocess.run(
            [str(_programs() / program), *arguments],
            env=_environment(connection.settings_dict),
            stdout=printed,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SnapshotFailed(f"{program} failed: {said[0] if said else done.returncode}")


def _environment(settings: Mapping[str, Any]) -> dict[str, str]:
    given = {variable: str(settings[name]) for name, variable in NAMES_FOR_PROGRAMS.items() if settings[name]}
    options = {
        f"PG{name.upper()}": str(value) for name, value in settings["OPTIONS"].items() if name == "sslmode"
    }
    return {**os.environ, **given, **options}


def _programs() -> Path:
    """The folder of a pg_dump and psql at least as new as the server. SnapshotFailed when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        wanted = int(cursor.fetchone()[0]) // 10000
    for folder in _folders_of_programs():
        if _version_in(folder) >= wanted:
            return folder
    raise SnapshotFailed(
        f"The server is PostgreSQL {wanted}, and no pg_dump as new as that is here. "
        f"Install postgresql-client-{wanted} on this machine."
    )


def _folders_of_programs() -> Iterator[Path]:
    with suppress(PostgresFailed):
        yield installed_programs()
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    yield from sorted(DEBIAN_PROGRAMS.glob("*/bin"), reverse=True)


def _version_in(folder: Path) -> int:
    try:
        said = subprocess.run(
            [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)\.", said.stdout)
    return int(found[1]) if found else 0
