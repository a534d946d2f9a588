"""The database itself refuses to change the record of acts, whoever asks and however (trust.md 0a, R-L2)."""

import pytest
from django.db import DatabaseError, connection, transaction

from banyan.audit.models import Entry
from banyan.audit.queries import check_chain
from banyan.audit.record import SYSTEM, remember
from tests.guards import guards_aside

COLUMNS = (
    "seq, at, actor_label, role, org_label, act, object_type, field_names, details, result, reason, "
    "request_id, prev_hash, hash"
)
ROW = "1, '2026-01-01', '', '', '', 'person.revealed', '', '[]', '{}', 'done', '', '', '', 'x'"
BY_SQL = {
    "update": "UPDATE audit_entry SET reason = 'x' WHERE seq = 1",
    "delete": "DELETE FROM audit_entry WHERE seq = 1",
    "delete all": "DELETE FROM audit_entry",
    "upsert": f"INSERT INTO audit_entry ({COLUMNS}) VALUES ({ROW}) "
    "ON CONFLICT (seq) DO UPDATE SET reason = 'x'",
}
BY_SQL_OF = {
    "sqlite": {
        "replace": f"REPLACE INTO audit_entry ({COLUMNS}) VALUES ({ROW})",
        "insert or replace": f"INSERT OR REPLACE INTO audit_entry ({COLUMNS}) VALUES ({ROW})",
        "update or replace": "UPDATE OR REPLACE audit_entry SET seq = 1 WHERE seq = 2",
    },
    "postgresql": {
        "truncate": "TRUNCATE audit_entry",
        "truncate cascade": "TRUNCATE audit_entry CASCADE",
        "copy over": "WITH gone AS (DELETE FROM audit_entry RETURNING *) SELECT count(*) FROM gone",
    },
}


@pytest.fixture
def record(db: None) -> None:
    remember(SYSTEM, "test.first")
    remember(SYSTEM, "test.second")


def statements() -> dict[str, str]:
    return BY_SQL | BY_SQL_OF[connection.vendor]


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_way_to_change_a_row_is_refused_by_the_database(record: None) -> None:
    for name, sql in statements().items():
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
        assert check_chain().first_bad is None, name
    assert Entry.objects.count() == 2


def test_without_the_guards_each_of_them_would_succeed(record: None) -> None:
    for name, sql in statements().items():
        with transaction.atomic():
            with guards_aside():
                run(sql)
            changed = check_chain()
            transaction.set_rollback(True)
        assert (changed.rows, changed.first_bad) != (2, None), name


def test_the_models_are_refused_as_well(record: None) -> None:
    row = Entry.objects.get(seq=1)
    row.reason = "x"
    for change in (
        row.save,
        row.delete,
        lambda: Entry.objects.update(reason="x"),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: Entry.objects.bulk_update([row], ["reason"]),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert check_chain().first_bad is None


def test_rows_can_still_be_added(record: None) -> None:
    remember(SYSTEM, "test.third")
    assert check_chain().rows == 3
