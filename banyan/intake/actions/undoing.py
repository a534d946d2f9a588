"""An import taken back: new people go, former values return, and what was touched since is left and named."""

from typing import Any

from banyan.audit.lifecycle import move
from banyan.audit.record import act, remember
from banyan.intake.actions.guests import take_back_guest
from banyan.intake.actions.matching import lock_imports
from banyan.intake.models import Batch, StagedRow
from banyan.intake.permissions import UNDO_IMPORTS
from banyan.intake.queries.matching import known_facts
from banyan.intake.rules import PERSON_FIELDS, has_come, person_columns, why_not_undo
from banyan.intake.targets import targets
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.actions import move_home, store_facts, take_off, write_facts
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if


@act
def undo_batch(batch: Batch, *, by: Viewer) -> int:
    """Take an import back within 7 days (R-I3); returns how many rows were left as they are.

    A person it made goes, unless life went on since. A value it changed returns, unless somebody changed it
    since. Rows left alone stay marked as taken. Audited as import.undone and for each person.
    """
    require(by, UNDO_IMPORTS, at=batch.org)
    at = now()
    refuse_if(why_not_undo(batch.status, batch.accepted_at, at))
    lock_imports()
    move(batch, "undo", by=by, org=batch.org, undone_at=at, undone_by=by.audit_label[:60])
    taken = batch.rows.filter(is_taken=True).select_related("person__home")
    kept = [row for row in taken if not _undo_row(row, by=by)]
    batch.rows.filter(is_taken=True).exclude(pk__in=[row.pk for row in kept]).update(is_taken=False)
    batch.left_alone = len(kept)
    batch.save(update_fields=["left_alone"])
    return len(kept)


def _undo_row(row: StagedRow, *, by: Viewer) -> bool:
    person = row.person
    if person is None:
        return True
    if has_come(row.reading()["facts"]):
        return take_back_guest(row, by=by)
    if row.is_made:
        return _take_off(person, row, by=by)
    return _put_back(person, row, by=by)


def _take_off(person: Person, row: StagedRow, *, by: Viewer) -> bool:
    if person.version > 1 or person.account_id or any(target.has_more(person) for target in targets()):
        return False
    take_off(person, by=by)
    return True


def _put_back(person: Person, row: StagedRow, *, by: Viewer) -> bool:
    facts, former = row.reading()["facts"], row.former()
    known = known_facts(person)
    mine = [name for name in former if name in PERSON_FIELDS]
    untouched = [name for name in mine if known[name] == facts[name]]
    if untouched:
        store_facts(
            person, write_facts(person, person_columns({name: former[name] for name in untouched}, today()))
        )
        remember(by, "person.corrected", person, org=person.home, subject=person.ref, fields=untouched)
    stories = [target.put_back(person, former, by=by) for target in targets()]
    return _home_back(person, facts, former, by=by) and len(untouched) == len(mine) and all(stories)


def _home_back(person: Person, facts: dict[str, Any], former: dict[str, Any], *, by: Viewer) -> bool:
    if "branch" not in former:
        return True
    if str(person.home.ref) != facts["branch"]:
        return False
    home = Organisation.objects.get(ref=former["branch"])
    move_home(person, home, by=by, from_day=today())
    return True
