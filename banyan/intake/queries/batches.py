"""Who sees which imports, and what stands in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated

from banyan.intake.models import Batch, StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.reading.results import Certainty, Verdict
from banyan.intake.rules import NAMES_UNKNOWN, why_not_original
from banyan.intake.states import BatchStatus
from banyan.jobs.models import Job
from banyan.jobs.queries import all_jobs
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.states import BRANCHES, OfficeName, OrganisationKind
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if
from banyan.shared.masking import mask_id_number, mask_phone
from banyan.shared.paging import Page, page_of
from banyan.shared.sealed_files import open_sealed

LEFT_TOLD = 500
BRANCHES_NAMED = 500
MASKS = {"id_number": mask_id_number, "phone": mask_phone, "host_phone": mask_phone}


@dataclass(frozen=True)
class Note:
    """One cell worth a look: its column's word, what was written, what was read, and why."""

    field: str
    raw: str
    value: str
    certainty: str
    why: str


@dataclass(frozen=True)
class ReviewRow:
    """A staged row as the review page shows it."""

    staged: StagedRow
    name: str
    notes: list[Note]


def batches_seen_by(viewer: Viewer) -> "QuerySet[Batch]":
    return Batch.objects.filter(viewer.reach(IMPORT_ROSTERS)).select_related("org")


def batches_page(viewer: Viewer, mark: str = "") -> Page:
    """His imports, the newest first."""
    return page_of(batches_seen_by(viewer), ("-pk",), mark=mark)


def find_batch(viewer: Viewer, ref: UUID | str) -> Batch:
    """One import he may see; Http404 otherwise."""
    found = batches_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def batch_waiting(org: Organisation, digest: str) -> Batch | None:
    """The batch of this very file that is still being read, or waits for review there."""
    waits = Q(status=BatchStatus.IN_REVIEW) | Q(status=BatchStatus.READ, problem="")
    found = Batch.objects.filter(waits, org=org, digest=digest)
    return found.select_related("org").order_by("pk").last()


def job_of(batch: Batch) -> Job | None:
    """What the worker was last asked to do with it."""
    return all_jobs().filter(ref=batch.job_ref).first() if batch.job_ref else None


def is_under_way(batch: Batch) -> bool:
    """Is the worker reading it or taking it in, or about to?"""
    job = job_of(batch)
    return job is not None and job.is_open


def counts_of(batch: Batch) -> dict[str, int]:
    """seen = new + same + changed + question + refused + ignored, recounted from the rows."""
    counts = {str(verdict): 0 for verdict in Verdict}
    for verdict, count in batch.rows.order_by().values_list("verdict").annotate(n=Count("pk")):
        counts[verdict] = count
    ignored = len(batch.ignored)
    return {"seen": sum(counts.values()) + ignored, **counts, "ignored": ignored}


def told_of(batch: Batch) -> dict[str, Any]:
    """An import as programs hear of it, from the API and `roster import --json` alike."""
    return {
        "batch": str(batch.ref),
        "organisation": str(batch.org.ref),
        "status": str(batch.status),
        "taken": batch.rows.filter(is_taken=True).count(),
        "left_alone": batch.left_alone,
        "left": told_of_left(batch) if batch.left_alone else [],
        "problem": _problem_of(batch),
        "summary": counts_of(batch),
    }


def _problem_of(batch: Batch) -> str:
    """Why it did not go in, or why nothing of it could be read yet."""
    if batch.problem:
        return str(translated(batch.problem))
    return str(NAMES_UNKNOWN) if batch.status == BatchStatus.IN_REVIEW and batch.lacks_name else ""


def rows_page(batch: Batch, kind: str, mark: str = "") -> Page:
    """One page of a batch's rows: by verdict, or all that were corrected."""
    found = batch.rows.select_related("person__home")
    found = found.filter(is_corrected=True) if kind == "corrected" else found.filter(verdict=kind)
    page = page_of(found, ("number",), mark=mark)
    return Page([review_row(staged) for staged in page.rows], page.next_mark, page.is_first)


@dataclass(frozen=True)
class Left:
    """A field an undo left as it is (empty: the person as such): which office changed it, where, when."""

    field: str
    office: str
    org: str
    at: datetime | None


@dataclass(frozen=True)
class LeftRow:
    """A row of an import taken back that stays, in whole or in part."""

    staged: StagedRow
    left: list[Left]


def left_page(batch: Batch, mark: str = "") -> Page:
    """The rows an undo left, and field by field who had changed them since."""
    found = batch.rows.filter(is_taken=True).exclude(left=[]).select_related("person__home")
    page = page_of(found, ("number",), mark=mark)
    rows = [LeftRow(staged, [_left(each) for each in staged.left]) for staged in page.rows]
    return Page(rows, page.next_mark, page.is_first)


def _left(kept: Mapping[str, str]) -> Left:
    role = kept["role"]
    office = str(OfficeName(role).label) if role in OfficeName.values else role
    at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    return Left(kept["field"], office, kept["org"], at)


def told_of_left(batch: Batch) -> list[dict[str, Any]]:
    """The same for programs, the first rows of it: sheet, row and the fields, without names and values."""
    return [
        {"sheet": staged.sheet, "row": staged.row, "fields": staged.left}
        for staged in batch.rows.filter(is_taken=True).exclude(left=[]).order_by("number")[:LEFT_TOLD]
    ]


def review_row(staged: StagedRow) -> ReviewRow:
    values: Mapping[str, Any] = staged.reading().get("values", {})
    notes = list(_notes(values))
    name = values.get("name", {}).get("value") or values.get("name", {}).get("raw") or ""
    return ReviewRow(staged, str(name), notes)


def _notes(values: Mapping[str, Any]) -> Iterator[Note]:
    for field, reading in values.items():
        if reading["certainty"] != Certainty.SURE:
            mask = MASKS.get(field, str)
            value = reading["value"]
            shown = "" if value is None else in_words(value)
            yield Note(field, mask(reading["raw"]), mask(shown), reading["certainty"], reading["why"])


def in_words(value: Any) -> str:
    """A value as a screen says it: a place in one word, yes or no."""
    if isinstance(value, dict):
        return "".join(filter(None, (value.get("province"), value.get("city"), value.get("district"))))
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return str(value)


def branches_of(batch: Batch) -> "QuerySet[Organisation]":
    """The branches a row of this batch may belong to."""
    return subtree_of(batch.org).filter(kind__in=BRANCHES, closed_on=None).order_by("path")


def branch_names_for(viewer: Viewer) -> list[str]:
    """The branches a roster of his may name, for the drop-down of an empty one."""
    furthest = orgs_to_import_at(viewer).first()
    if furthest is None:
        return []
    found = subtree_of(furthest).filter(kind=OrganisationKind.VILLAGE, closed_on=None)
    return list(found.order_by("path").values_list("name", flat=True)[:BRANCHES_NAMED])


def orgs_to_import_at(viewer: Viewer) -> "QuerySet[Organisation]":
    """Where he may import a roster, the furthest reaching first."""
    found = Organisation.objects.filter(viewer.reach(IMPORT_ROSTERS, org=""), closed_on=None)
    return found.exclude(kind__in=[OrganisationKind.OUTSIDE, OrganisationKind.FLOATING]).order_by("path")


def find_org_to_import_at(viewer: Viewer, ref: UUID) -> Organisation:
    """One organisation he may import a roster at; Http404 otherwise."""
    found = orgs_to_import_at(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def original_of(batch: Batch) -> bytes:
    """The uploaded file, decrypted; Refused when it is no longer kept."""
    refuse_if(why_not_original(batch.made_at, batch.status, now()))
    return open_sealed(batch.file_name, bound_to=batch.bound_to)


def rows_to_mend(batch: Batch) -> dict[str, dict[int, list[Note]]]:
    """Refused rows and open questions: sheet -> row as the spreadsheet counts it -> what is wrong."""
    found: dict[str, dict[int, list[Note]]] = {}
    wrong = {str(Certainty.REFUSED), str(Certainty.QUESTION)}
    for staged in batch.rows.filter(verdict__in=[Verdict.REFUSED, Verdict.QUESTION]).order_by("number"):
        notes = [note for note in review_row(staged).notes if note.certainty in wrong]
        found.setdefault(staged.sheet, {})[staged.row] = notes
    return found
