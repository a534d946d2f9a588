"""What the columns of a roster mean, corrected by the officer: the file is read anew, and the next one at once so."""

import hashlib
from collections.abc import Mapping

from banyan.audit.lifecycle import move
from banyan.audit.record import act, remember
from banyan.intake.actions.leaving import leave_reading
from banyan.intake.actions.staging import read_batch
from banyan.intake.models import Batch, ColumnMap
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.queries.batches import batch_waiting, is_under_way, original_of
from banyan.intake.reading.columns import tables_within
from banyan.intake.reading.mappings import Chosen, head_of, understood, with_chosen
from banyan.intake.reading.straight import straight
from banyan.intake.rules import is_read_at_once, no_such_column, why_not_accept, why_not_columns
from banyan.intake.states import BatchStatus
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import Invalid, refuse_if
from banyan.shared.spreadsheets.reading import read_sheets


@act
def correct_columns(batch: Batch, chosen: Mapping[str, Chosen], *, by: Viewer) -> Batch:
    """Give columns other fields (head -> column -> field, empty: not taken), remember it, read the file anew.

    A column that is not named keeps its field. What was answered in the review is asked again. Invalid where a head
    would have no name or one field twice; Refused when the batch is no longer in review. A large file is read by
    the worker. Audited as import.columns.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("org").get(pk=batch.pk)
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(why_not_accept(batch.status, is_under_way=is_under_way(batch)))
    heads = {
        head["head"]: [(column["key"], column["field"]) for column in head["columns"]]
        for head in batch.seen_columns()
    }
    told = {head: with_chosen(heads[head], chosen[head]) for head in chosen if head in heads}
    _keep(batch.org, without_unnamed(told, heads), by=by)
    return _read_anew(batch, by=by)


@act
def forget_columns(batch: Batch, head: str, *, by: Viewer) -> Batch:
    """Drop what was remembered of a head of this roster and read it anew, as the house guesses by itself.

    The next file with such a head is guessed too. Refused when the batch is no longer in review. Audited as
    import.columns_forgotten.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("org").get(pk=batch.pk)
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(why_not_accept(batch.status, is_under_way=is_under_way(batch)))
    if not ColumnMap.objects.filter(org=batch.org, head=head).delete()[0]:
        return batch
    remember(by, "import.columns_forgotten", batch, org=batch.org)
    return _read_anew(batch, by=by)


def without_unnamed(
    told: Mapping[str, Chosen], heads: Mapping[str, list[tuple[str, str]]]
) -> dict[str, Chosen]:
    """A sheet that had no name, and is given none while another one has, is left out as before."""
    named = {head for head, fields in told.items() if "name" in fields.values()}
    had = {head for head, columns in heads.items() if any(field == "name" for _key, field in columns)}
    return {head: fields for head, fields in told.items() if not named or head in named | had}


def _read_anew(batch: Batch, *, by: Viewer) -> Batch:
    move(batch, "read_anew", by=by, org=batch.org)
    batch.questions.all().delete()
    batch.rows.all().delete()
    if by.account is not None and not is_read_at_once(len(original_of(batch))):
        return leave_reading(batch, by=by)
    read_batch(batch, by=by)
    return batch


@act
def remember_columns(content: bytes, file_name: str, told: Chosen, *, org: Organisation, by: Viewer) -> None:
    """Remember for every head of a file what some of its columns mean, before it is read (column -> field).

    Invalid where nothing is called so, a head would have no name or one field twice; Unreadable as when staged.
    Where this very file waits for review it is read anew. Audited as import.remembered.
    """
    require(by, IMPORT_ROSTERS, at=org)
    sheets = map(straight, read_sheets(content, file_name))
    found = [table for sheet in sheets for tables in understood(sheet, {}) for table in tables]
    tables = [each for table in found for each in tables_within(table)]
    heads = {
        head.digest: [(key, column.field) for key, column in head.columns] for head in map(head_of, tables)
    }
    refuse_unknown({key for head in heads.values() for key, _field in head}, told)
    mine = {digest: head for digest, head in heads.items() if any(key in told for key, _field in head)}
    _keep(org, {digest: with_chosen(head, told) for digest, head in mine.items()}, by=by)
    remember(by, "import.remembered", org=org, heads=len(mine))
    waiting = batch_waiting(org, hashlib.sha256(content).hexdigest())
    if waiting is not None and waiting.status == BatchStatus.IN_REVIEW:
        _read_anew(waiting, by=by)


def refuse_unknown(known: "set[str]", told: Chosen) -> None:
    """Invalid when a column is named that the file does not have."""
    unknown = [key for key in told if key not in known]
    if unknown:
        raise Invalid({"columns": [str(no_such_column(unknown))]})


def _keep(org: Organisation, chosen: Mapping[str, Chosen], *, by: Viewer) -> None:
    problems = [str(why) for fields in chosen.values() if (why := why_not_columns(fields)) is not None]
    if problems:
        raise Invalid({"columns": list(dict.fromkeys(problems))})
    at = now()
    for head, fields in chosen.items():
        written = {"chosen": dict(fields), "made_at": at, "made_by": by.audit_label[:60]}
        ColumnMap.objects.update_or_create(org=org, head=head, defaults=written)
