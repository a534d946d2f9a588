"""The record of acts is one chain: every edit is found and named, and many writers never fork it (R-G2).

Seeded: BANYAN_SEED=1 runs the same edits again.
"""

import os
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from banyan.audit.models import FIRST_HASH, Entry
from banyan.audit.queries import check_chain, head_at
from banyan.audit.record import SYSTEM, act, append, recording, remember
from banyan.shared.clock import now
from tests.crowd import all_at_once
from tests.environment import IS_LONG

SEED = int(os.environ.get("BANYAN_SEED", "20211020"))
EDITS = 10_000 if IS_LONG else 300
WRITERS, ACTS_EACH = 8, (10_000 if IS_LONG else 40)
ROWS = 12
# What an editor of the log would change, each to something else.
CHANGES: dict[str, Callable[[random.Random, Any], Any]] = {
    "at": lambda chance, old: old.replace(microsecond=(old.microsecond + 1 + chance.randrange(1000)) % 10**6),
    "actor_label": lambda chance, old: old + "改",
    "role": lambda chance, old: old + "x",
    "org_label": lambda chance, old: old + "乡",
    "act": lambda chance, old: old + "x",
    "result": lambda chance, old: "refused" if old == "done" else "done",
    "reason": lambda chance, old: old + "。",
    "details": lambda chance, old: {**old, "count": chance.randrange(10**6)},
    "field_names": lambda chance, old: [*old, "phone"],
    "address": lambda chance, old: "10.0.0.9" if old != "10.0.0.9" else "10.0.0.8",
    "request_id": lambda chance, old: old + "0",
    "object_type": lambda chance, old: old + "x",
    "prev_hash": lambda chance, old: ("f" if old[0] != "f" else "0") + old[1:],
    "hash": lambda chance, old: ("f" if old[0] != "f" else "0") + old[1:],
}


def written(count: int = ROWS) -> list[Entry]:
    for number in range(count):
        remember(SYSTEM, f"test.act{number}", fields=["name"], reason="缘由", count=number)
    return list(Entry.objects.order_by("seq"))


def edited(rows: list[Entry], chance: random.Random) -> tuple[list[Entry], int]:
    """The rows after one random edit, and the first row that no longer fits."""
    edits = (_changed, _left_out, _swapped, _slipped_in)
    return chance.choice(edits)(rows, chance)


def _changed(rows: list[Entry], chance: random.Random) -> tuple[list[Entry], int]:
    place, field = chance.randrange(len(rows)), chance.choice(sorted(CHANGES))
    row = _copy(rows[place])
    setattr(row, field, CHANGES[field](chance, getattr(row, field)))
    return [*rows[:place], row, *rows[place + 1 :]], row.seq


def _left_out(rows: list[Entry], chance: random.Random) -> tuple[list[Entry], int]:
    # A cut tail is found by the anchor outside, not by the chain itself.
    place = chance.randrange(len(rows) - 1)
    return [*rows[:place], *rows[place + 1 :]], rows[place + 1].seq


def _swapped(rows: list[Entry], chance: random.Random) -> tuple[list[Entry], int]:
    one, two = sorted(chance.sample(range(len(rows)), 2))
    mixed = list(rows)
    mixed[one], mixed[two] = rows[two], rows[one]
    return mixed, rows[two].seq


def _slipped_in(rows: list[Entry], chance: random.Random) -> tuple[list[Entry], int]:
    """A row made with the right hash by somebody who knows how: the next one gives it away."""
    place = chance.randrange(len(rows) - 1)
    row = _copy(rows[place])
    row.act, row.seq, row.prev_hash = "person.revealed", rows[place].seq + 1, rows[place].hash
    row.hash = row.computed_hash()
    return [*rows[: place + 1], row, *rows[place + 1 :]], rows[place].seq + 1


def _copy(row: Entry) -> Entry:
    return Entry(**{field.attname: getattr(row, field.attname) for field in Entry._meta.concrete_fields})


def test_an_untouched_record_is_sound(db: None) -> None:
    rows = written()
    report = check_chain()
    assert (report.rows, report.first_bad, report.head) == (ROWS, None, rows[-1].hash)
    assert rows[0].prev_hash == FIRST_HASH


def test_every_random_edit_is_found_and_the_first_bad_row_is_named(db: None) -> None:
    rows, chance = written(), random.Random(SEED)
    for number in range(EDITS):
        mixed, first_bad = edited(rows, chance)
        report = check_chain(mixed)
        assert report.first_bad == first_bad, f"edit {number}, seed {SEED}"


def test_the_head_says_where_a_cut_tail_ended(db: None) -> None:
    rows = written()
    cut = check_chain(rows[:-3])
    assert cut.first_bad is None
    assert (cut.rows, cut.head) != (ROWS, head_at(ROWS))


def test_an_act_linked_at_once_and_acts_linked_in_turn_are_one_chain(db: None) -> None:
    """PostgreSQL links one act alone by itself; check_chain reads what both ways left."""
    for odd in ('"\\/', "汉字𠮷", "é\u00ad", ""):
        remember(
            SYSTEM, "test.alone", reason=odd, fields=["name", odd], rate=0.1, none=None, deep={"a": [1, odd]}
        )
        append([_entry_called(f"test.{number}") for number in range(3)])
    report = check_chain()
    assert (report.rows, report.first_bad) == (16, None)
    assert report.head == head_at(16)


def test_what_stands_in_the_row_is_what_the_database_gave_it(db: None) -> None:
    written(2)
    entry = _entry_called("test.alone")
    append([entry])
    stored = Entry.objects.get(seq=3)
    assert (entry.seq, entry.prev_hash, entry.hash) == (3, head_at(2), stored.hash)
    assert stored.hash == stored.computed_hash()


def _entry_called(name: str) -> Entry:
    return Entry(at=now(), actor_label="x", act=name, details={"count": 1})


def test_the_hash_covers_every_column() -> None:
    covered = set(CHANGES) | {"seq", "actor_ref", "org_ref", "object_ref", "subject_ref"}
    assert {field.attname for field in Entry._meta.concrete_fields} == covered


@pytest.mark.race
def test_many_writers_never_fork_the_chain(transactional_db: None) -> None:
    answers = all_at_once([partial(write_acts, remember_one)] * WRITERS)
    assert answers == [None] * WRITERS
    report = check_chain()
    assert (report.rows, report.first_bad) == (WRITERS * ACTS_EACH, None)


@pytest.mark.race
def test_without_the_lock_the_writers_would_collide(transactional_db: None) -> None:
    answers = all_at_once([partial(write_acts, remember_without_the_lock)] * WRITERS)
    assert any(isinstance(answer, Exception) for answer in answers)


def write_acts(write: Callable[[], None]) -> None:
    for _number in range(ACTS_EACH):
        write()


@act
def remember_one() -> None:
    remember(SYSTEM, "test.written", count=1)


def remember_without_the_lock() -> None:
    """Read the head, link to it, store: what two do at once when nothing holds them apart."""
    seq, prev_hash = Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, FIRST_HASH)
    row = Entry(
        seq=seq + 1, prev_hash=prev_hash, act="test.written", at="2026-01-01T00:00:00Z", actor_label="x"
    )
    row.hash = f"{seq + 1:064d}"
    row.save(force_insert=True)


def test_acts_are_written_at_the_end_of_the_outermost_act_and_fall_with_it(db: None) -> None:
    with recording():
        remember_one()
        assert Entry.objects.count() == 0
    assert Entry.objects.count() == 1
    with transaction.atomic(), pytest.raises(ZeroDivisionError):
        fail_after_remembering()
    assert Entry.objects.count() == 1


@act
def fail_after_remembering() -> None:
    remember(SYSTEM, "test.failed")
    raise ZeroDivisionError


def test_an_inner_act_that_fails_leaves_nothing_behind_while_the_outer_goes_on(db: None) -> None:
    with recording():
        with pytest.raises(ZeroDivisionError):
            fail_after_remembering()
        remember_one()
    assert list(Entry.objects.values_list("act", flat=True)) == ["test.written"]


def test_an_act_whose_record_cannot_be_written_does_not_happen(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.audit.record.one_line", lambda text, most: None)
    with pytest.raises(Exception, match=r"(?i)null"), transaction.atomic():
        seat_somebody()
    assert Entry.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_job")
        assert cursor.fetchone() == (0,)


@act
def seat_somebody() -> None:
    from tests.jobs.work import deliver

    deliver.enqueue(1)
    remember(SYSTEM, "test.written")


def test_nothing_to_remember_takes_no_lock(db: None) -> None:
    append([])
    assert Entry.objects.count() == 0
