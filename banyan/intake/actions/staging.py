"""A roster is read and set down for review; nothing of it counts yet."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from banyan.audit.lifecycle import move
from banyan.audit.queries import last_seq
from banyan.audit.record import act, remember
from banyan.intake.actions.asking import ask_about
from banyan.intake.actions.leaving import Leave, leave_reading
from banyan.intake.models import Batch, StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.queries.batches import batch_waiting, original_of
from banyan.intake.queries.checking import Checked, check_roster
from banyan.intake.reading.results import Certainty, Roster, Verdict
from banyan.intake.reading.roster import NameUnknown
from banyan.intake.rules import is_read_at_once
from banyan.intake.states import BatchStatus
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.shared.bulk import insert_many, new_row
from banyan.shared.clock import now
from banyan.shared.sealed_files import store_sealed

SHEET_CHARACTERS = 60
AS_JSON = json.JSONEncoder(ensure_ascii=False)


@act
def look_over_roster(content: bytes, file_name: str, *, org: Organisation, by: Viewer) -> Roster:
    """Read a file for a program and set nothing down. Audited as import.checked: matching tells who is known (T7)."""
    require(by, IMPORT_ROSTERS, at=org)
    roster, _checked = check_roster(content, file_name, org)
    remember(by, "import.checked", org=org, rows=len(roster.rows))
    return roster


@act
def stage_roster(
    content: bytes,
    file_name: str,
    *,
    org: Organisation,
    by: Viewer,
    leave: Leave = leave_reading,
    is_asking: bool = True,
) -> Batch:
    """Read a file for an organisation and set its rows down for review (A-01..A-06).

    Unreadable with its sentence when the file is refused as a whole; then nothing is kept. A large file is left to
    the worker by `leave`: its batch stands as `read` until then, and keeps the sentence itself when there is one.
    Where people stand in rows but no column says 姓名, the batch holds no row and waits for `correct_columns`; without
    `is_asking` it is NameUnknown. The
    original and the rows lie encrypted until they are forgotten. Audited as import.read, with counts alone. The same
    file again, while its batch waits for review, leads to that batch and whatever was answered there (R-I2).
    """
    require(by, IMPORT_ROSTERS, at=org)
    digest = hashlib.sha256(content).hexdigest()
    waiting = batch_waiting(org, digest)
    if waiting is not None:
        return waiting if waiting.status == BatchStatus.IN_REVIEW else leave(waiting, by=by)
    batch = Batch(org=org, made_at=now(), made_by=by.audit_label[:60], digest=digest, seen_seq=last_seq())
    batch.label = file_name[:120]
    if by.account is not None and not is_read_at_once(len(content)):
        _keep(batch, content)
        return leave(batch, by=by)
    roster, checked = (_checked if is_asking else check_roster)(content, file_name, org)
    _describe(batch, roster)
    _keep(batch, content)
    _set_down(batch, roster, checked, by=by)
    return batch


def read_batch(batch: Batch, *, by: Viewer) -> None:
    """Read what was left to the worker, as `stage_roster` does. Nothing happens to a batch that is further already.

    The file is read before the transaction begins, so that nobody waits for it. Unreadable, NotAllowed as above.
    """
    if batch.status != BatchStatus.READ:
        return
    require(by, IMPORT_ROSTERS, at=batch.org)
    batch.seen_seq = last_seq()
    roster, checked = _checked(original_of(batch), batch.label.open(), batch.org)
    _describe(batch, roster)
    _store_reading(batch, roster, checked, by=by)


@act
def _store_reading(batch: Batch, roster: Roster, checked: Sequence[Checked], *, by: Viewer) -> None:
    batch.save(update_fields=["seen_seq", "heads", "ignored", "columns"])
    _set_down(batch, roster, checked, by=by)


def _checked(content: bytes, file_name: str, org: Organisation) -> tuple[Roster, Sequence[Checked]]:
    """As `check_roster`; without a row where nobody has said yet which column is the name."""
    try:
        return check_roster(content, file_name, org)
    except NameUnknown as unknown:
        return unknown.roster, []


def _describe(batch: Batch, roster: Roster) -> None:
    batch.heads = [{**sheet.to_json(), "laid_straight": sheet.is_laid_straight} for sheet in roster.sheets]
    batch.ignored = [found._asdict() for found in roster.ignored]
    batch.columns = json.dumps(roster.seen, ensure_ascii=False)


def _keep(batch: Batch, content: bytes) -> None:
    batch.save(force_insert=True)
    store_sealed(batch.file_name, content, bound_to=batch.bound_to)


def _set_down(batch: Batch, roster: Roster, checked: Sequence[Checked], *, by: Viewer) -> None:
    """First the move: of two who read the same batch one goes on."""
    move(batch, "review", by=by, org=batch.org, reason=_counts(roster))
    rows = staged_rows(batch, checked)
    insert_many(rows)
    ask_about(batch, rows)


def _counts(roster: Roster) -> str:
    return json.dumps(roster.summary())


def staged_rows(batch: Batch, checked: Sequence[Checked]) -> list[StagedRow]:
    """The rows of a batch, not stored."""
    return [_staged(batch, number, each) for number, each in enumerate(checked, 1)]


def _staged(batch: Batch, number: int, checked: Checked) -> StagedRow:
    row = checked.row
    return new_row(
        StagedRow,
        batch=batch,
        number=number,
        sheet=row.table.sheet[:SHEET_CHARACTERS],
        row=row.number,
        verdict=row.verdict,
        person=checked.person,
        is_corrected=any(each.certainty is Certainty.CORRECTED for each in row.values.values()),
        read=AS_JSON.encode(as_stored(checked)),
    )


def as_stored(checked: Checked) -> dict[str, Any]:
    """The facts that would be taken in, and as `roster check` prints them the name and what is worth a look.

    Of a row that changes somebody every cell that was written otherwise than it is kept, to be seen beside him.
    """
    is_compared = checked.row.verdict is Verdict.CHANGED
    shown = {
        name: reading.to_json()
        for name, reading in checked.row.values.items()
        if name == "name"
        or reading.certainty is not Certainty.SURE
        or (is_compared and reading.raw != reading.value)
    }
    return {"values": shown, "facts": checked.facts, "ref": checked.row.ref}
