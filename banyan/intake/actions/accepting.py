"""Reviewed rows become people, in one transaction: all that are new or changed, or none."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from banyan.audit.lifecycle import move
from banyan.audit.queries import is_touched_since
from banyan.audit.record import act, remember
from banyan.intake.actions.guests import take_guests
from banyan.intake.actions.leaving import leave_accepting
from banyan.intake.actions.matching import lock_imports, match_again
from banyan.intake.models import Batch, StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.queries.batches import is_under_way
from banyan.intake.queries.matching import known_facts
from banyan.intake.reading.results import Verdict
from banyan.intake.rules import (
    changed_fields,
    has_come,
    is_taken_at_once,
    person_columns,
    why_not_accept,
    why_not_discard,
    why_not_take_in,
)
from banyan.intake.states import BatchStatus
from banyan.intake.targets import Guest, Line, targets
from banyan.jobs.progress import tell_progress
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.viewers import Viewer, require
from banyan.people.actions import enroll_many, move_home, new_person, store_facts, write_facts
from banyan.people.models import Person
from banyan.shared.bulk import update_many
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if
from banyan.shared.sealed_files import forget_sealed

TAKEN_IN = (Verdict.NEW, Verdict.CHANGED)
ROWS_AT_ONCE = 1_000
TAKING = gettext_noop("正在写入名单")


@act
def accept_batch(batch: Batch, *, by: Viewer) -> int | None:
    """Take in the rows that are new or changed; questions and refused rows wait in the batch.

    Returns how many went in; None when they are so many that the worker takes them in (decisions/0013). Refused
    when the batch was handled already, or is under way. Otherwise as `take_batch`.
    """
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(
        why_not_accept(batch.status, is_under_way=is_under_way(batch))
        or why_not_take_in(batch.status, lacks_name=batch.lacks_name)
    )
    if by.account is not None and not is_taken_at_once(batch.rows.filter(verdict__in=TAKEN_IN).count()):
        leave_accepting(batch, by=by)
        return None
    return _take_batch(batch, by=by)


def take_batch(batch: Batch, *, by: Viewer) -> None:
    """What the worker does with a batch its officer accepted. Nothing happens to one that was taken in already."""
    if batch.status == BatchStatus.ACCEPTED:
        return
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(why_not_take_in(batch.status, lacks_name=batch.lacks_name))
    _take_batch(batch, by=by)


@act
def _take_batch(batch: Batch, *, by: Viewer) -> int:
    """In one transaction: all that are new or changed, or none; two at once, one wins.

    Whom a row means is asked again when people were touched since it was read: officers whose files overlap make
    nobody twice (R-I3). Audited as import.accepted, and for each person as person.added or person.corrected.
    """
    lock_imports()
    move(batch, "accept", by=by, org=batch.org, accepted_at=now(), accepted_by=by.audit_label[:60])
    if is_touched_since(batch.seen_seq, Person._meta.label_lower):
        match_again(batch, batch.rows.filter(verdict__in=TAKEN_IN))
    return take_in(batch, batch.rows.filter(verdict__in=TAKEN_IN, is_taken=False), by=by)


def take_in(batch: Batch, staged: "QuerySet[StagedRow]", *, by: Viewer) -> int:
    """Write rows already permitted, some thousand at a time; returns how many went in.

    People who came from elsewhere belong to another organisation: they become guests, never members of ours.
    """
    homes = {str(org.ref): org for org in subtree_of(batch.org)}
    total, done, taken = staged.count(), 0, 0
    tell_progress(0, total, TAKING)
    for rows in _in_pieces(staged):
        taken += _take_rows(batch, rows, homes, by=by)
        done += len(rows)
        tell_progress(done, total, TAKING)
    return taken


def _in_pieces(staged: "QuerySet[StagedRow]") -> Iterator[list[StagedRow]]:
    """A part of the rows at a time: memory does not grow with the file."""
    found, last = staged.select_related("person__home").order_by("number"), 0
    while rows := list(found.filter(number__gt=last)[:ROWS_AT_ONCE]):
        yield rows
        last = rows[-1].number


def _take_rows(
    batch: Batch, rows: Sequence[StagedRow], homes: Mapping[str, Organisation], *, by: Viewer
) -> int:
    """Guests to their hosts; of the others people first, then what each story makes of its own fields."""
    told = [(row, row.reading()["facts"]) for row in rows]
    guests = take_guests([each for each in told if has_come(each[1])], homes, batch.org, by=by)
    lines = [_line(row, facts, homes, batch.org) for row, facts in told if not has_come(facts)]
    enroll_many([line.person for line in lines if line.is_new], by=by, from_day=today())
    for line in lines:
        if not line.is_new:
            _correct(line, homes, by=by)
    for target in targets():
        target.take(lines, by=by)
    _keep_traces([*lines, *guests])
    return len(lines) + len(guests)


def _line(
    row: StagedRow, facts: Mapping[str, Any], homes: Mapping[str, Organisation], org: Organisation
) -> Line:
    if row.person is not None:
        return Line(row, facts, row.person, is_new=False)
    told, home = person_columns(facts, today()), homes.get(facts.get("branch", ""), org)
    return Line(row, facts, new_person(told, home=home), is_new=True)


def _correct(line: Line, homes: Mapping[str, Organisation], *, by: Viewer) -> None:
    person, known = line.person, known_facts(line.person)
    changed = changed_fields(line.facts, known)
    line.before = {name: known[name] for name in changed}
    if changed:
        written = write_facts(person, person_columns({name: line.facts[name] for name in changed}, today()))
        store_facts(person, written)
        remember(by, "person.corrected", person, org=person.home, subject=person.ref, fields=changed)
    home = homes.get(line.facts.get("branch", ""))
    if home is not None and home.pk != person.home_id:
        line.before["branch"] = str(person.home.ref)
        move_home(person, home, by=by, from_day=today())


def _keep_traces(lines: Sequence[Line | Guest]) -> None:
    """Note on each row whom it became and what was before, for undo: whoever is new goes whole."""
    for line in lines:
        line.staged.person, line.staged.is_made, line.staged.is_taken = line.person, line.is_new, True
        if line.before:
            line.staged.before = json.dumps(line.before, ensure_ascii=False, default=_plain)
    update_many([line.staged for line in lines], ["person", "is_made", "is_taken", "before"])


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


@act
def discard_batch(batch: Batch, *, by: Viewer) -> None:
    """Leave a roster aside, read or not; nothing of it was taken in, its rows and its file are forgotten."""
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(why_not_discard(batch.status))
    move(batch, "discard", by=by, org=batch.org)
    batch.questions.all().delete()
    batch.rows.all().delete()
    transaction.on_commit(partial(forget_sealed, batch.file_name))
