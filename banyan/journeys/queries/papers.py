"""Which papers a journey asks for, and which of them are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.documents.models import Paper
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS
from banyan.documents.states import PaperKind, PaperStatus
from banyan.journeys.models import Journey, Receipt
from banyan.journeys.queries.journey import JourneyRow, journeys_seen_by, rows_of, with_facts
from banyan.journeys.rules.papers import papers_due
from banyan.journeys.rules.receipt import UNSTAMPED
from banyan.journeys.states import JourneyStatus
from banyan.orgs.policies import LETTER_FOR_EVERYONE
from banyan.orgs.queries import policies_of
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today


@dataclass(frozen=True)
class PaperDue:
    """One paper a journey's state asks for, and the valid one when it has been issued."""

    kind: PaperKind
    paper: Paper | None


def papers_of_journey(row: JourneyRow) -> list[PaperDue]:
    """The papers of the state in order, each with the valid one when it is there."""
    listed = list(valid_papers(row.journey))
    valid: dict[str, Paper | None] = {paper.kind: paper for paper in listed}
    receipt = receipt_to_fill(row)
    wanted = receipt.paper_id if receipt else None
    valid[PaperKind.RECEIPT] = next((paper for paper in listed if paper.pk == wanted), None)
    return [PaperDue(kind, valid.get(kind)) for kind in kinds_due([row])[row.journey.pk]]


def receipt_to_fill(row: JourneyRow) -> Receipt | None:
    """The receipt still to be stamped, or that of the check-in that counts at present; None asks for a new one."""
    receipt = row.receipt
    if receipt is None or receipt.status in UNSTAMPED:
        return receipt
    is_of_present = row.check_in is not None and receipt.check_in_id == row.check_in.pk
    is_still_there = row.stop is not None and row.check_in is not None and row.check_in.stop_id == row.stop.pk
    return receipt if is_of_present and is_still_there else None


def valid_papers(journey: Journey) -> "QuerySet[Paper]":
    """Papers issued in the course of a journey that are neither void nor expired, the newest last."""
    found = Paper.objects.filter(person=journey.person, status=PaperStatus.ISSUED)
    return (
        found.filter(not_expired(), issued_at__gte=journey.started_at)
        .select_related("org")
        .order_by("issued_at", "pk")
    )


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


def journeys_without(viewer: Viewer, kind: str) -> list[JourneyRow]:
    """Open journeys in reach of a township's prints whose state asks for this paper and which have none."""
    found = journeys_seen_by(viewer, BATCH_PAPERS).exclude(status=JourneyStatus.ENDED)
    papers = Paper.objects.filter(
        person=OuterRef("person"), kind=kind, status=PaperStatus.ISSUED, issued_at__gte=OuterRef("started_at")
    )
    missing = found.filter(viewer.reach(ISSUE_PAPERS)).exclude(Exists(papers.filter(not_expired())))
    rows = rows_of(with_facts(missing.order_by("org__path", "person__pinyin", "pk")))
    due = kinds_due(rows)
    return [row for row in rows if kind in due[row.journey.pk]]
