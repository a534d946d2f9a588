"""Database triggers that keep a table append-only, for both databases (trust.md 0a)."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

_SQLITE = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
# REPLACE deletes without firing the delete trigger, so an insert over an existing key is refused as well.
_SQLITE_REPLACE = (
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
)
_POSTGRES_ROW = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
)
_POSTGRES_TRUNCATE = (
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
)


def append_only(table: str, key: str) -> migrations.RunPython:
    """A migration step: UPDATE, DELETE, REPLACE and TRUNCATE of the table are refused by the database."""
    return migrations.RunPython(_guard(table, key), _unguard(table), elidable=False)


def _guard(table: str, key: str) -> Callable[[Any, Any], None]:
    def guard(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            statements = [_POSTGRES_FUNCTION, _POSTGRES_ROW, _POSTGRES_TRUNCATE]
        else:
            statements = [_SQLITE.replace("{verb}", verb) for verb in ("update", "delete")] + [
                _SQLITE_REPLACE
            ]
        for statement in statements:
            schema_editor.execute(statement.format(table=table, key=key))

    return guard


def _unguard(table: str) -> Callable[[Any, Any], None]:
    def unguard(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
            return
        for verb in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")

    return unguard
