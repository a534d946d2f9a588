"""What must be true of every table: the file is sound, sealed values open, and their indexes find them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection, models

from banyan.shared.fields import BlindIndexField, SealedField, keyring
from banyan.shared.invariants import Invariant

SAMPLE_ROWS = 2000


def broken_pages(is_full: bool) -> Iterator[str]:
    """SQLite's own check of its file and of its foreign keys; PostgreSQL keeps both by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check" if is_full else "PRAGMA quick_check")
        yield from (f"database: {said}" for (said,) in cursor.fetchall() if said != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"{table}: row {row} points nowhere" for table, row, *_rest in cursor.fetchall())


def sealed_models() -> Iterator[tuple[type[models.Model], list[SealedField]]]:
    """Every model that seals values, with the fields it seals."""
    for model in apps.get_models():
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        if sealed:
            yield model, sealed


def values_that_do_not_open(is_full: bool) -> Iterator[str]:
    """Ciphertext that was moved or changed, or whose key is missing (R-P2)."""
    for model, sealed in sealed_models():
        for row in _rows(model, is_full):
            yield from (f"{_place(row, field)} does not open" for field in sealed if not _opens(row, field))


def _opens(row: models.Model, field: SealedField) -> bool:
    try:
        getattr(row, field.attname).open()
    except (InvalidTag, KeyError):
        return False
    return True


def indexes_that_do_not_find(is_full: bool) -> Iterator[str]:
    """A blind index that is not the digest of its value under any version of its key."""
    for model, sealed in sealed_models():
        indexes = [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]
        by_name = {field.attname: field for field in sealed}
        for row in _rows(model, is_full) if indexes else ():
            for index in indexes:
                if _opens(row, by_name[index.of]) and not _finds(row, index):
                    yield f"{_place(row, index)} does not find its value"


def _finds(row: models.Model, index: BlindIndexField) -> bool:
    value, found = getattr(row, index.of).open(), getattr(row, index.attname)
    return found in keyring().indexes(index.purpose, value) if index.speaks_for(row) else found is None


def _rows(model: type[models.Model], is_full: bool) -> Iterable[Any]:
    newest = model._default_manager.order_by("-pk").iterator(chunk_size=2000)
    return newest if is_full else islice(newest, SAMPLE_ROWS)


def _place(row: Any, field: "models.Field[Any, Any]") -> str:
    return f"{row._meta.label_lower} {row.ref}: {field.attname}"


INVARIANTS = (
    Invariant("database.sound", "the database file is sound", broken_pages),
    Invariant("sealed.open", "sealed values open", values_that_do_not_open),
    Invariant("sealed.found", "blind indexes find their values", indexes_that_do_not_find),
)
