"""A backup: database and files of one moment in one sealed file, with a manifest of what must be in it.

Keys are never in it. Everything is checked before anything is overwritten (R-D1, R-D3).
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from banyan import VERSION
from banyan.audit.queries import head_at
from banyan.config.archive import MAGIC, ArchiveFailed, OpeningReader, SealingWriter
from banyan.config.snapshots import (
    Facts,
    facts_of_database,
    facts_of_file,
    load_snapshot,
    take_snapshot,
)
from banyan.shared.clock import now
from banyan.shared.fields import keyring

MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
# These protect nothing that is stored: a backup opens without them.
KEYS_NOT_NEEDED = frozenset({"cookies"})
# Rows in one of these mean that people are here.
TABLES_OF_PEOPLE = ("accounts_account", "people_person")
COMPRESSION = 3


@dataclass(frozen=True)
class Manifest:
    """What is in the backup: by it a restore knows whether everything came back."""

    version: str
    made_at: str
    vendor: str
    migrations: list[list[str]]
    database: str
    tables: Facts
    files: dict[str, str]
    chain: dict[str, Any]
    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: bytes) -> Self:
        return cls(**json.loads(text))

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def make_backup(target: Path) -> Manifest:
    """Write a backup that appears under its name only when it is complete. Raises SnapshotFailed, ArchiveFailed."""
    if target.exists() and target.stat().st_size and not _is_backup(target):
        raise ArchiveFailed(f"{target} is something else already; choose another name.")
    with workplace() as place:
        tables = take_snapshot(place / DATABASE)
        files = {name: digest_of(settings.MEDIA_ROOT / name) for name in names_of_files(settings.MEDIA_ROOT)}
        manifest = Manifest(
            version=VERSION,
            made_at=now().isoformat(),
            vendor=connection.vendor,
            migrations=[list(step) for step in sorted(MigrationLoader(connection).applied_migrations)],
            database=digest_of(place / DATABASE),
            tables=tables,
            files=files,
            chain=chain_of(tables),
            keys={str(key.number): key.check_value for key in needed_keys()},
        )
        _write(target, manifest, place)
    return manifest


def chain_of(tables: Facts) -> dict[str, Any]:
    """How long the record of acts is in the snapshot, and the head of its chain there."""
    rows = tables.get("audit_entry", {"rows": 0})["rows"]
    return {"rows": rows, "head": head_at(rows)}


def needed_keys() -> list[Any]:
    return [key for key in keyring().keys.values() if key.purpose not in KEYS_NOT_NEEDED]


def _write(target: Path, manifest: Manifest, place: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    facts = {"version": manifest.version, "made_at": manifest.made_at}
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with (
            SealingWriter(file, keyring(), facts) as sealing,
            gzip.GzipFile(fileobj=sealing, mode="wb", compresslevel=COMPRESSION, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|") as archive,
        ):
            _add_text(archive, MANIFEST, json.dumps(asdict(manifest)).encode())
            archive.add(place / DATABASE, DATABASE)
            for name in manifest.files:
                archive.add(settings.MEDIA_ROOT / name, f"{FILES}/{name}")
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def _add_text(archive: tarfile.TarFile, name: str, text: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text)
    archive.addfile(member, io.BytesIO(text))


def _is_backup(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


@contextmanager
def workplace() -> Iterator[Path]:
    """A private folder beside the database, gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="backup-", dir=settings.HOME))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def unpack_backup(source: Path, place: Path) -> Manifest:
    """Open a backup into a folder and check all of it. ArchiveFailed when it is cut, changed or unfit here."""
    with source.open("rb") as file:
        try:
            _unpack(OpeningReader(file, keyring()), place)
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise ArchiveFailed("The backup was changed: what is inside cannot be read.") from error
    manifest = Manifest.read((place / MANIFEST).read_bytes())
    for problem in problems_of(manifest, place):
        raise ArchiveFailed(problem)
    return manifest


def _unpack(opened: OpeningReader, place: Path) -> None:
    buffered: IO[bytes] = io.BufferedReader(opened)
    with gzip.GzipFile(fileobj=buffered) as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        archive.extractall(place, filter="data")
    # To the very end: only the last piece says that nothing was cut off.
    while buffered.read(1024 * 1024):
        pass


def problems_of(manifest: Manifest, place: Path) -> Iterator[str]:
    """Why this backup cannot be restored here; nothing when it can."""
    if manifest.vendor != connection.vendor:
        yield f"The backup is of {manifest.vendor}, this house runs on {connection.vendor}. Set DATABASE_URL."
    known = MigrationLoader(connection).disk_migrations
    if any(tuple(step) not in known for step in manifest.migrations):
        yield f"The backup was made by a newer Banyan ({manifest.version}); this is {VERSION}. Install that first."
    here = {str(key.number): key.check_value for key in keyring().keys.values()}
    missing = [number for number, check in manifest.keys.items() if here.get(number) != check]
    if missing:
        numbers = ", ".join(missing)
        yield f"The backup needs keys that are not here ({numbers}). First: banyan keys import FILE"
    yield from _differing_files(manifest, place)


def _differing_files(manifest: Manifest, place: Path) -> Iterator[str]:
    if digest_of(place / DATABASE) != manifest.database:
        yield "The backup was changed: its database is not the one its manifest names."
    elif connection.vendor == "sqlite" and facts_of_file(place / DATABASE) != manifest.tables:
        yield "The backup was changed: its tables do not hold what its manifest names."
    for name, digest in manifest.files.items():
        if digest_of(place / FILES / name) != digest:
            yield "The backup was changed: one of its files is not the one its manifest names."


def load_backup(manifest: Manifest, place: Path) -> None:
    """Replace database and files by what was unpacked, then compare. ArchiveFailed when a table differs."""
    load_snapshot(place / DATABASE)
    _replace_files(place / FILES)
    found = facts_of_database()
    differing = [table for table, facts in manifest.tables.items() if found.get(table) != facts]
    if differing:
        raise ArchiveFailed(f"Restored, but these tables differ from the backup: {', '.join(differing)}")


def _replace_files(unpacked: Path) -> None:
    old = settings.MEDIA_ROOT.with_name("media.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if settings.MEDIA_ROOT.exists():
        settings.MEDIA_ROOT.rename(old)
    if unpacked.exists():
        unpacked.rename(settings.MEDIA_ROOT)
    shutil.rmtree(old, ignore_errors=True)


def people_here() -> int:
    """How many people and accounts the house holds: what a restore would overwrite."""
    tables = set(connection.introspection.table_names())
    total = 0
    for table in tables.intersection(TABLES_OF_PEOPLE):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - one of our own two names
            total += cursor.fetchone()[0]
    return total


def names_of_files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def digest_of(file: Path) -> str:
    """SHA-256; that of nothing when the file is not there."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
