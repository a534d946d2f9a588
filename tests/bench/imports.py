"""Rows a1, a2 and a3: a roster taken in and taken in again, beside the least a machine can do with the same file."""

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import python_calamine
from django.db import connection, models

from banyan.demo.figures import TOWNSHIP_CODE
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.exports import mending_workbook
from banyan.intake.queries.batches import counts_of, original_of, rows_to_mend
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import operator_at
from banyan.people.models import Person
from tests.bench.load import Unexpected
from tests.bench.rosters import HEADS, ID_NUMBER, Row, as_workbook, invent_rows
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

FILE_NAME = "花名册.xlsx"
NAMES = [f"c{number}" for number in range(len(HEADS))]
INDEXED = (0, 4, 9, 10)


def _naive_model() -> type[models.Model]:
    """The roster as one table of texts with five indexes: what an import by hand would write, at its quickest."""
    fields: dict[str, Any] = {
        name: models.CharField(max_length=120, unique=at == ID_NUMBER, db_index=at in INDEXED)
        for at, name in enumerate(NAMES)
    }
    meta = type("Meta", (), {"app_label": "bench", "managed": False})
    return type("NaiveRow", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


NaiveRow = _naive_model()


@dataclass
class Times:
    """Seconds of every step, pair by pair."""

    floor: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    naive: list[float] = field(default_factory=list)


def measure_imports(sizes: Sizes) -> list[Measured]:
    """a1, a2, a3 from the same pairs: new people in each, so that nobody is known."""
    town = Organisation.objects.get(code=TOWNSHIP_CODE)
    villages = subtree_of(town).filter(kind=OrganisationKind.VILLAGE)
    branches = list(villages.values_list("name", flat=True))
    times = Times()
    with _tables():
        for _pair in range(sizes.pairs):
            _measure_pair(times, invent_rows(sizes.roster_rows, branches), town, naive_rows=sizes.naive_rows)
    return _measured(times, sizes)


def _measure_pair(times: Times, rows: Sequence[Row], town: Organisation, *, naive_rows: int) -> None:
    content = as_workbook(rows)
    with _timed(times.floor):
        _copy(content)
    with _timed(times.first):
        taken = _import(content, town)
    if not 0 < taken < len(rows):
        raise Unexpected(f"{taken} of {len(rows)} rows went in; all but the miswritten ones were expected")
    before = Person.objects.count()
    with _timed(times.again):
        taken = _import(content, town)
    if taken or Person.objects.count() != before:
        raise Unexpected(f"the same file again took {taken} rows in")
    with _timed(times.naive):
        for row in rows[:naive_rows]:
            _update_or_create(row)


def _measured(times: Times, sizes: Sizes) -> list[Measured]:
    first = [ours / floor for ours, floor in zip(times.first, times.floor, strict=True)]
    again = [ours / floor for ours, floor in zip(times.again, times.floor, strict=True)]
    a_row = [
        (ours / sizes.roster_rows) / (naive / sizes.naive_rows)
        for ours, naive in zip(times.first, times.naive, strict=True)
    ]
    floor = f"about {min(times.floor):.2f} s"
    naive_ms = 1000 * min(times.naive) / sizes.naive_rows
    return [
        Measured(
            "a1", first, f"{sizes.roster_rows} x {len(HEADS)}, about {min(times.first):.1f} s and {floor}"
        ),
        Measured("a2", again, f"about {min(times.again):.1f} s and {floor}"),
        Measured(
            "a3", a_row, f"about {1000 * min(times.first) / sizes.roster_rows:.2f} ms and {naive_ms:.2f} ms"
        ),
    ]


def _import(content: bytes, town: Organisation) -> int:
    """As an officer does it: staged, accepted, and the rows to mend brought back as a workbook."""
    by = operator_at(town)
    batch = stage_roster(content, FILE_NAME, org=town, by=by)
    taken = accept_batch(batch, by=by)
    if counts_of(batch)["refused"] + counts_of(batch)["question"]:
        mending_workbook(original_of(batch), FILE_NAME, rows_to_mend(batch))
    return taken


def _copy(content: bytes) -> None:
    """The floor: calamine reads, COPY writes the texts into a table without an index, and commits."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_raw")
        with cursor.copy(f"COPY bench_raw ({', '.join(NAMES)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in list(workbook.get_sheet_by_index(0).iter_rows())[2:]:
                copy.write_row([str(cell) for cell in row])


def _update_or_create(row: Row) -> None:
    facts = dict(zip(NAMES, row, strict=True))
    key = {NAMES[ID_NUMBER]: facts.pop(NAMES[ID_NUMBER])}
    NaiveRow._default_manager.update_or_create(**key, defaults=facts)


@contextmanager
def _tables() -> Iterator[None]:
    """The floor's two tables, for as long as they are needed."""
    columns = ", ".join(f"{name} text" for name in NAMES)
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        cursor.execute(f"CREATE TABLE bench_raw ({columns})")
        editor.create_model(NaiveRow)
    try:
        yield
    finally:
        with connection.cursor() as cursor, connection.schema_editor() as editor:
            cursor.execute("DROP TABLE bench_raw")
            editor.delete_model(NaiveRow)


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    times.append(time.perf_counter() - started)
