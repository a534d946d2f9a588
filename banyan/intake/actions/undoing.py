"""An import taken back: new people go, former values return, and what was touched since is left and named."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from banyan.audit.lifecycle import move
from banyan.audit.models import Entry
from banyan.audit.queries import acts_about
from banyan.audit.record import act, remember
from banyan.intake import messages
from banyan.intake.actions.guests import take_back_guest
from banyan.intake.actions.matching import lock_imports
from banyan.intake.models import Batch, StagedRow
from banyan.intake.permissions import UNDO_IMPORTS
from banyan.intake.queries.matching import known_facts
from banyan.intake.rules import COLUMNS, PERSON_FIELDS, has_come, person_columns, why_not_undo
from banyan.intake.targets import targets
from banyan.ledger.queries.entries import has_entries
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.actions import move_home, store_facts, take_off, write_facts
from banyan.people.models import Person
from banyan.shared.bulk import update_many
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if
from banyan.tasks.queries import has_claims

# How the record names what a roster calls otherwise.
COLUMNS_OF = {
    "destination": ("region", "place_words", "stop"), "reason": ("leave_reason",), "branch": ("home",),
    "occupation": ("occupation_words",), "host_organisation": ("host_name",),
}  # fmt: skip


@act
def undo_batch(batch: Batch, *, by: Viewer) -> int:
    """Take an import back within 7 days (R-I3); returns how many rows were left as they are.

    A person it made goes, unless life went on since. A value it changed returns, unless somebody changed it
    since: then the row says field by field which office did, and when. Rows left alone stay marked as taken. Who
    undoes it is told how many. Audited as import.undone and for each person, with the fields left as import.left.
    """
    require(by, UNDO_IMPORTS, at=batch.org)
    at = now()
    refuse_if(why_not_undo(batch.status, batch.accepted_at, at))
    lock_imports()
    move(batch, "undo", by=by, org=batch.org, undone_at=at, undone_by=by.audit_label[:60])
    taken = batch.rows.filter(is_taken=True).select_related("person__home")
    fields = {row: left for row in taken if (left := _undo_row(row, by=by))}
    batch.rows.filter(is_taken=True).exclude(pk__in=[row.pk for row in fields]).update(is_taken=False)
    _note_left(fields, by=by)
    batch.left_alone = len(fields)
    batch.save(update_fields=["left_alone"])
    transaction.on_commit(partial(messages.undone, batch.pk, by.account.pk if by.account else 0))
    return len(fields)


def _note_left(fields: Mapping[StagedRow, Sequence[str]], *, by: Viewer) -> None:
    """On each row that stays, in whole or in part: which fields, who changed them since, and when."""
    acts = acts_about({row.person.ref for row in fields if row.person is not None})
    for row, names in fields.items():
        if row.person is not None:
            about = acts.get(row.person.ref, [])
            row.left = [_changed_by(name, about) for name in names]
            written = [name for name in names if name]
            remember(by, "import.left", row, org=row.person.home, subject=row.person.ref, fields=written)
    update_many(list(fields), ["left"])


def _changed_by(name: str, acts: Sequence[Entry]) -> dict[str, Any]:
    """The latest act on that field, else on the person: by which office, where, when. No name, no value."""
    columns = {name, *COLUMNS_OF.get(name, ()), COLUMNS.get(name, name)}
    last = next((each for each in acts if columns & set(each.field_names)), next(iter(acts), None))
    if last is None:
        return {"field": name, "role": "", "org": "", "at": ""}
    return {"field": name, "role": last.role, "org": last.org_label, "at": last.at.isoformat()}


def _undo_row(row: StagedRow, *, by: Viewer) -> list[str]:
    """The fields that stay as they are now; an empty name stands for the person as such."""
    person = row.person
    if person is None:
        return []
    if has_come(row.reading()["facts"]):
        return take_back_guest(row, by=by)
    if row.is_made:
        return [] if _take_off(person, row, by=by) else [""]
    return _put_back(person, row, by=by)


def _take_off(person: Person, row: StagedRow, *, by: Viewer) -> bool:
    if person.version > 1 or person.account_id or _has_acted(person):
        return False
    take_off(person, by=by)
    return True


def _has_acted(person: Person) -> bool:
    """Has he claimed or earned something, or has a story more of him than the import wrote?"""
    return has_claims(person) or has_entries(person) or any(target.has_more(person) for target in targets())


def _put_back(person: Person, row: StagedRow, *, by: Viewer) -> list[str]:
    facts, former = row.reading()["facts"], row.former()
    known = known_facts(person)
    mine = [name for name in former if name in PERSON_FIELDS]
    untouched = [name for name in mine if known[name] == facts[name]]
    if untouched:
        store_facts(
            person, write_facts(person, person_columns({name: former[name] for name in untouched}, today()))
        )
        remember(by, "person.corrected", person, org=person.home, subject=person.ref, fields=untouched)
    kept = [name for name in mine if name not in untouched]
    kept += [name for target in targets() for name in target.put_back(person, former, by=by)]
    return kept if _home_back(person, facts, former, by=by) else [*kept, "branch"]


def _home_back(person: Person, facts: dict[str, Any], former: dict[str, Any], *, by: Viewer) -> bool:
    if "branch" not in former:
        return True
    if str(person.home.ref) != facts["branch"]:
        return False
    home = Organisation.objects.get(ref=former["branch"])
    move_home(person, home, by=by, from_day=today())
    return True
