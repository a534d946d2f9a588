"""Emptying the database after a test that committed: the append-only guards stand aside for that alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GUARDED_TABLES = (
    "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
)


@contextmanager
def guards_aside() -> Iterator[None]:
    """Without the triggers of banyan/shared/guards.py; afterwards they stand as before."""
    aside = _postgres_aside if connection.vendor == "postgresql" else _sqlite_aside
    with aside():
        yield


@contextmanager
def _postgres_aside() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED_TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _sqlite_aside() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
