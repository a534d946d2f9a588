"""Many rows by COPY and by Django's own statements: the same rows either way (performance.md 3.2).

On SQLite there is one way only; PostgreSQL compares both.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

from banyan.audit.models import FIRST_HASH, Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.models import StagedRow
from banyan.journeys.models import Journey, Stop
from banyan.people.models import Membership, Person
from banyan.people.states import Sex
from banyan.shared import bulk
from banyan.shared.bulk import MANY, insert_many, new_row, update_many
from banyan.shared.clock import now
from banyan.shared.fields import Sealed
from tests.bench.rosters import as_workbook, invent_rows
from tests.intake.imports import made_of

TEXTS = ["", "盘\t小\\山", "一行\n二行\r三行", "\\N", "𠮷·䶮", "'\"{},(null)", "\\.", " 空 "]
SIZE = MANY + len(TEXTS)
MOMENT = datetime(2026, 10, 20, 8, 30, 0, 123456, tzinfo=UTC)
Found = list[dict[str, Any]]


def both_ways(write: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """What `write` returns with the special path where there is one, and without; nothing of it stays."""
    special = _taken_back(write)
    monkeypatch.setattr(bulk, "has_copy", lambda: False)
    return special, _taken_back(write)


def _taken_back(write: Callable[[], Any]) -> Any:
    with transaction.atomic():
        found = write()
        transaction.set_rollback(True)
    return found


def table(name: str) -> Found:
    """Every row with every column as the database gives it back, in the order of the first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def entry(number: int) -> Entry:
    text = TEXTS[number % len(TEXTS)]
    return Entry(
        seq=number, at=MOMENT, actor_ref=uuid.UUID(int=number) if number % 3 else None, actor_label=text,
        act="test.written", field_names=[text, "name"], details={"was": text, "count": number, "none": None},
        address="2001:db8::1" if number % 2 else None, reason=text, prev_hash=FIRST_HASH, hash=f"{number:064d}",
    )  # fmt: skip


def test_hostile_texts_nothing_at_all_and_structures_are_stored_alike(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> Found:
        insert_many([entry(number) for number in range(1, SIZE)])
        assert list(Entry.objects.values_list("actor_label", "details__count")[: len(TEXTS)]) == [
            (TEXTS[number % len(TEXTS)], number) for number in range(1, len(TEXTS) + 1)
        ]
        return table("audit_entry")

    special, plain = both_ways(write, monkeypatch)
    assert special == plain
    assert len(plain) == SIZE - 1


def somebody(cast: Cast, number: int) -> Person:
    person = Person(name=f"盘{number}", sex=Sex.MALE, home=cast.shazhou, added_at=MOMENT)
    person.ref = uuid.UUID(int=number)
    person.phone, person.note = f"1547{number:07d}", TEXTS[number % len(TEXTS)]
    return person


def without_key_and_seals(rows: Found) -> Found:
    """Keys go on, and each sealing of a value is another."""
    left_out = {"id", "id_number", "phone", "address", "note"}
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def test_new_people_get_keys_seals_and_indexes_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def write() -> tuple[Found, list[str]]:
        people = [somebody(cast, number) for number in range(SIZE)]
        insert_many(people)
        stored = Person.objects.in_bulk([person.pk for person in people])
        opened = [f"{stored[p.pk].phone.open()} {stored[p.pk].note.open()}" for p in people]
        return without_key_and_seals(table("people_person")), opened

    special, plain = both_ways(write, monkeypatch)
    assert special == plain
    assert len(set(plain[1])) == SIZE


def test_named_fields_of_many_are_stored_alike_and_no_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert_many([somebody(cast, number) for number in range(SIZE)])

    def write() -> tuple[Found, list[str]]:
        people = list(Person.objects.filter(name__startswith="盘").order_by("pk"))
        for number, person in enumerate(people):
            person.home, person.ended_on = cast.baonan, date(2026, 1, 1) if number % 2 else None
            person.note, person.name = TEXTS[-(number % len(TEXTS))], "不存"
        update_many(people, ["home", "ended_on", "note"])
        stored = Person.objects.in_bulk([person.pk for person in people])
        return without_key_and_seals(table("people_person")), [stored[p.pk].note.open() for p in people]

    special, plain = both_ways(write, monkeypatch)
    assert special == plain
    assert not any(row["name"] == "不存" for row in plain[0])
    assert {row["home_id"] for row in plain[0][-SIZE:]} == {cast.baonan.pk}


def test_an_import_makes_the_same_people_either_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    content = as_workbook(invent_rows(2 * MANY, [cast.shazhou.name, cast.baonan.name]))

    def write() -> dict[str, list[Any]]:
        batch = stage_roster(content, "花名册.xlsx", org=cast.township, by=cast.township_officer)
        assert accept_batch(batch, by=cast.township_officer) > MANY
        assert Journey.objects.count() > MANY
        return made_of(batch)

    special, plain = both_ways(write, monkeypatch)
    assert special == plain


MADE = (Person, Membership, Journey, Stop, Entry, StagedRow)


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_a_row_made_quickly_is_what_django_makes(cast: Cast, model: type[Model]) -> None:
    given: dict[str, Any] = {
        "Person": {"name": "盘甲", "home": cast.shazhou, "phone": "15470000001", "id_number": "x"},
        "Membership": {"person": cast.member, "org": cast.shazhou, "kind": "home"},
        "Journey": {"person": cast.member, "org": cast.shazhou, "departed_on": "2020-01"},
        "Stop": {"region": None, "employer": "厂"},
        "Entry": {"act": "x", "details": {"a": 1}},
        "StagedRow": {"number": 4, "read": "{}", "person": cast.member},
    }[model.__name__]
    quick, plain = new_row(model, **given), model(**given)
    for field in model._meta.concrete_fields:
        if not field.generated and getattr(field, "default", None) not in (uuid.uuid4, now):
            assert value_of(quick, field) == value_of(plain, field), field.name
    assert (quick._state.adding, quick._state.db) == (True, None)
    assert quick._state.fields_cache == plain._state.fields_cache


def value_of(row: Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    return value.open() if isinstance(value, Sealed) else value


def test_two_rows_made_quickly_share_nothing(db: None) -> None:
    one, other = new_row(Entry), new_row(Entry)
    one.details["a"] = 1
    assert other.details == {}
    assert new_row(Person).ref != new_row(Person).ref
