"""The append-only guards as a migration step: they stand after it, and are gone after it is taken back."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from banyan.shared.guards import append_only

MAKE = "CREATE TABLE guarded (number integer PRIMARY KEY, words text)"
CHANGES = (
    "UPDATE guarded SET words = 'x'",
    "DELETE FROM guarded",
    "INSERT INTO guarded VALUES (1, 'x') ON CONFLICT (number) DO UPDATE SET words = 'x'",
)


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def guarded(db: None) -> None:
    run(MAKE)
    run("INSERT INTO guarded VALUES (1, 'one')")


def step(*, forwards: bool) -> None:
    operation = append_only("guarded", "number")
    (operation.code if forwards else operation.reverse_code)(apps, connection.schema_editor())


@pytest.mark.parametrize("change", CHANGES)
def test_after_the_step_the_table_takes_new_rows_alone(guarded: None, change: str) -> None:
    step(forwards=True)
    with pytest.raises(DatabaseError, match="append-only"):
        run(change)
    run("INSERT INTO guarded VALUES (2, 'two')")


@pytest.mark.parametrize("change", CHANGES)
def test_before_it_and_after_it_was_taken_back_everything_is_possible(guarded: None, change: str) -> None:
    run(change)
    step(forwards=True)
    step(forwards=False)
    run(change)
