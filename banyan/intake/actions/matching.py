"""Rows matched with the house once more, while no other import goes in."""

import json
from collections.abc import Iterable

from django.db import connection

from banyan.intake.models import Batch, StagedRow
from banyan.intake.queries.matching import Known, known_to, match_row
from banyan.intake.reading.results import Certainty, Row, Table, Verdict
from banyan.shared.bulk import update_many

IMPORT_LOCK = 0x494D504F  # "IMPO": one advisory lock for all that imports write
MATCHED = ["verdict", "person", "read"]


def lock_imports() -> None:
    """Wait until no other import is being taken in or back: what is matched from here on stays as it is (R-I3)."""
    # SQLite transactions begin IMMEDIATE here: the database itself is the lock.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def match_again(batch: Batch, rows: Iterable[StagedRow]) -> None:
    """Ask the house again whom these rows mean; a row it cannot tell any more becomes a question."""
    listed = list(rows)
    known = known_to(batch.org, [(_row(staged), staged.reading()["facts"]) for staged in listed])
    moved = [staged for staged in listed if _match(staged, known)]
    update_many(moved, MATCHED)


def _row(staged: StagedRow) -> Row:
    return Row(Table(staged.sheet, (), ()), staged.row, {}, ref=staged.reading().get("ref", ""))


def _match(staged: StagedRow, known: Known) -> bool:
    """Is the answer another than the one that stood?"""
    stored = dict(staged.reading())
    found = match_row(_row(staged), stored["facts"], known, answered=stored.get("asked", {}))
    former = staged.verdict, staged.person_id
    staged.verdict, staged.person = found.verdict, found.person
    is_told_otherwise = found.facts != stored["facts"]
    if is_told_otherwise:
        staged.write_reading(stored | {"facts": found.facts})
    if found.verdict is Verdict.QUESTION:
        stored["facts"] = found.facts
        asked = stored["values"].setdefault(found.field, {"raw": "", "value": None})
        asked.update(certainty=str(Certainty.QUESTION), why=found.why)
        staged.read = json.dumps(stored, ensure_ascii=False)
    return is_told_otherwise or (staged.verdict, staged.person_id) != former
