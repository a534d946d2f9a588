"""Which papers a journey asks for, and which of them are there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from banyan.documents.models import Paper
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS
from banyan.documents.states import PaperKind, PaperStatus
from banyan.jobs.models import Job
from banyan.jobs.queries import job_with_key
from banyan.journeys.models import CheckIn, Journey, KitRun, Receipt
from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.journeys.queries.journey import (
    JourneyRow,
    Wanted,
    journeys_matching,
    journeys_seen_by,
    rows_of,
    with_facts,
)
from banyan.journeys.rules.papers import papers_due
from banyan.journeys.rules.receipt import UNSTAMPED
from banyan.journeys.states import CheckInStatus
from banyan.orgs.models import Organisation
from banyan.orgs.policies import LETTER_FOR_EVERYONE
from banyan.orgs.queries import policies_of
from banyan.orgs.states import BRANCHES
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today


@dataclass(frozen=True)
class PaperDue:
    """One paper a journey's state asks for, and the valid one when it has been issued."""

    kind: PaperKind
    paper: Paper | None


def papers_of_journey(row: JourneyRow) -> list[PaperDue]:
    """The papers of the state in order, each with the valid one when it is there."""
    return papers_of_journeys([row])[row.journey.pk]


def papers_of_journeys(rows: Sequence[JourneyRow]) -> dict[int, list[PaperDue]]:
    """The same for many, by journey: two queries, whatever their number."""
    by_person: dict[int, list[Paper]] = defaultdict(list)
    for paper in valid_papers(rows):
        by_person[paper.person_id].append(paper)
    due = kinds_due(rows)
    return {row.journey.pk: _due(row, due[row.journey.pk], by_person[row.journey.person_id]) for row in rows}


def _due(row: JourneyRow, kinds: Iterable[PaperKind], papers: Iterable[Paper]) -> list[PaperDue]:
    listed = [paper for paper in papers if paper.issued_at >= row.journey.started_at]
    valid: dict[str, Paper | None] = {paper.kind: paper for paper in listed}
    receipt = receipt_to_fill(row)
    wanted = receipt.paper_id if receipt else None
    valid[PaperKind.RECEIPT] = next((paper for paper in listed if paper.pk == wanted), None)
    return [PaperDue(kind, valid.get(kind)) for kind in kinds]


def receipt_to_fill(row: JourneyRow) -> Receipt | None:
    """The receipt still to be stamped, or that of the check-in that counts at present; None asks for a new one."""
    receipt = row.receipt
    if receipt is None or receipt.status in UNSTAMPED:
        return receipt
    is_of_present = row.check_in is not None and receipt.check_in_id == row.check_in.pk
    is_still_there = row.stop is not None and row.check_in is not None and row.check_in.stop_id == row.stop.pk
    return receipt if is_of_present and is_still_there else None


def valid_papers(rows: Iterable[JourneyRow]) -> "QuerySet[Paper]":
    """The papers of these people that are neither void nor expired, the newest last."""
    found = Paper.objects.filter(person__in=[row.journey.person_id for row in rows])
    found = found.filter(not_expired(), status=PaperStatus.ISSUED).defer("payload")
    return found.select_related("org").order_by("issued_at", "pk")


def not_expired() -> Q:
    return Q(valid_until=None) | Q(valid_until__gte=today())


def kinds_due(rows: Iterable[JourneyRow]) -> dict[int, tuple[PaperKind, ...]]:
    """Which kinds each journey asks for, by journey; one query for the policy."""
    listed = list(rows)
    everyone = policies_of([row.journey.org for row in listed], LETTER_FOR_EVERYONE)
    return {
        row.journey.pk: papers_due(
            row.judgement.standing, is_letter_for_everyone=bool(everyone[row.journey.org_id])
        )
        for row in listed
    }


def journeys_lacking(viewer: Viewer, kind: str, wanted: Wanted) -> "QuerySet[Journey]":
    """Open journeys in reach of a township's prints that lack this paper, or (kind empty) any of their kit."""
    found = journeys_seen_by(viewer, BATCH_PAPERS).filter(viewer.reach(ISSUE_PAPERS))
    rows = rows_of(with_facts(journeys_matching(found, wanted)))
    lacking = [pk for pk, papers in papers_of_journeys(rows).items() if missing_kinds(papers, kind)]
    return found.filter(pk__in=lacking)


def missing_kinds(papers: Iterable[PaperDue], kind: str = "") -> list[PaperKind]:
    """What is due and not there; of one kind alone when that is asked."""
    return [each.kind for each in papers if each.paper is None and kind in {"", each.kind}]


def branches_lacking(viewer: Viewer) -> "QuerySet[Organisation]":
    """The branches a township prints for, by name."""
    return Organisation.objects.filter(viewer.reach(BATCH_PAPERS, org=""), kind__in=BRANCHES, closed_on=None)


def find_kit_run(viewer: Viewer, ref: UUID) -> KitRun:
    """What the viewer asked for himself; Http404 otherwise."""
    run = KitRun.objects.select_related("print_run").filter(ref=ref, account=viewer.account).first()
    if run is None:
        raise Http404
    return run


def job_of_kits(run: KitRun) -> Job | None:
    """How far the worker is with it."""
    return job_with_key(f"kits:{run.ref}")


def certificate_of(journey: Journey) -> Paper | None:
    """The 活动证 issued in the course of a journey that still holds, the newest."""
    found = Paper.objects.filter(
        not_expired(),
        person=journey.person,
        kind=PaperKind.FLOATING_SLIP,
        status=PaperStatus.ISSUED,
        issued_at__gte=journey.started_at,
    )
    return found.select_related("org", "home", "person").order_by("-issued_at").first()


def may_check_certificate(viewer: Viewer, check_in: CheckIn) -> bool:
    """The host of our tree where he stays, while the check-in counts."""
    is_here = check_in.status == CheckInStatus.CONFIRMED and not check_in.host.is_outside
    return is_here and viewer.may(CONFIRM_ARRIVAL, check_in.host)
