"""The receipt's way: issued, carried, stamped, returned, archived (B-05); and the papers of a journey."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from banyan.audit.lifecycle import move
from banyan.audit.record import Actor, act
from banyan.documents.actions import issue_paper
from banyan.documents.facts import JourneyFacts
from banyan.documents.models import Paper
from banyan.documents.permissions import ISSUE_PAPERS
from banyan.documents.states import PaperKind
from banyan.journeys.models import CheckIn, Journey, Receipt
from banyan.journeys.permissions import TRACK_RECEIPTS
from banyan.journeys.queries.journey import JourneyRow, row_of
from banyan.journeys.queries.papers import PaperDue, missing_kinds, papers_of_journey, receipt_to_fill
from banyan.journeys.rules.papers import why_not_paper
from banyan.journeys.rules.receipt import UNSTAMPABLE, UNSTAMPED, why_not_archive, why_not_return
from banyan.journeys.states import ConfirmedHow, JourneyStatus, ReceiptStatus
from banyan.orgs.models import Organisation
from banyan.orgs.states import BRANCHES
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if

BY_ITSELF = frozenset({ConfirmedHow.HOST, ConfirmedHow.HOST_ENTERED})


@act
def issue_journey_paper(journey: Journey, kind: str, *, by: Viewer) -> Paper:
    """Issue the paper a journey's state asks for (story.md, Papers by state); audited by documents.

    A receipt begins, or takes the paper of, its way home. Refused for a paper of another state.
    """
    require(by, ISSUE_PAPERS, at=journey.org)
    row = row_of(journey)
    return issue_row_paper(row, kind, papers_of_journey(row), by=by)


def issue_row_paper(row: JourneyRow, kind: str, papers: Iterable[PaperDue], *, by: Viewer) -> Paper:
    """The same when the row and its papers are known; callers have asked whether `by` issues here."""
    journey, due = row.journey, {each.kind: each.paper for each in papers}
    refuse_if(
        why_not_paper(
            kind, due, is_open=journey.is_open, has_valid_paper=due.get(PaperKind(kind)) is not None
        )
    )
    if kind == PaperKind.RECEIPT:
        return _issue_receipt(row, by=by)
    return _new_paper(row, kind, by=by)


@act
def issue_journey_papers(journeys: Iterable[Journey], kind: str, *, by: Viewer) -> list[Paper]:
    """The same paper for many, all or none (R-A9)."""
    return [issue_journey_paper(journey, kind, by=by) for journey in journeys]


@act
def issue_departure_kit(journey: Journey, *, by: Viewer) -> list[Paper]:
    """Every paper the state asks for and that is not there yet, in one go (B-04, B-08); returns the new ones."""
    missing = missing_kinds(papers_of_journey(row_of(journey)))
    return [issue_journey_paper(journey, kind, by=by) for kind in missing]


@act
def issue_departure_kits(journeys: Iterable[Journey], *, by: Viewer) -> list[Paper]:
    """The same for many, all or none (R-A9)."""
    return [paper for journey in journeys for paper in issue_departure_kit(journey, by=by)]


def _issue_receipt(row: JourneyRow, *, by: Viewer) -> Paper:
    receipt = receipt_to_fill(row)
    paper = _new_paper(row, PaperKind.RECEIPT, by=by)
    if receipt is not None:
        receipt.paper = paper
        receipt.save(update_fields=["paper"])
        return paper
    receipt = Receipt(journey=row.journey, org=row.journey.org, paper=paper, issued_at=paper.issued_at)
    receipt.save(force_insert=True)
    if row.journey.status == JourneyStatus.AWAY:
        carry_receipts(row.journey, by=by)
    return paper


def _new_paper(row: JourneyRow, kind: str, *, by: Viewer) -> Paper:
    journey = row.journey
    issuer = issuer_for(by, journey.org, kind)
    return issue_paper(kind, by=by, person=journey.person, org=issuer, facts=paper_facts(row))


def issuer_for(by: Viewer, home: Organisation, kind: str) -> Organisation:
    """The organisation that numbers a paper: that of the office through which the viewer issues it.

    An introduction letter goes from base committee to base committee, whoever prints it (rules 2.6).
    """
    if kind == PaperKind.LETTER and home.kind in BRANCHES and home.parent is not None:
        return home.parent
    return next(held.org for held in by.holding(ISSUE_PAPERS) if held.reaches(home, ISSUE_PAPERS))


def paper_facts(row: JourneyRow) -> JourneyFacts:
    """What the papers state of a journey; what only a check-in knows stays empty until there is one (B-02, B-03)."""
    journey, stop, check_in = row.journey, row.stop, row.check_in
    place = stop.place_words if stop else ""
    return JourneyFacts(
        reason=journey.leave_reason,
        departed_on=journey.departed_on,
        expected_return_on=journey.expected_until.isoformat() if journey.expected_until else "",
        destination=place,
        inflow_place=place if check_in else "",
        employer=stop.employer if stop else "",
        address=stop.address.open() if stop else "",
        **(_host_facts(check_in) if check_in else {}),
    )


def _host_facts(check_in: CheckIn) -> dict[str, str]:
    host, at = check_in.host, check_in.confirmed_at
    return {
        "arrived_on": timezone.localdate(at).isoformat() if at else "",
        "host_organisation": host.full_name or host.name,
        "host_head": host.head_name,
        "host_phone": host.head_phone.open(),
    }


def carry_receipts(journey: Journey, *, by: Actor) -> None:
    """The departure is recorded: receipts already issued leave with him."""
    for receipt in Receipt.objects.filter(journey=journey, status=ReceiptStatus.ISSUED):
        move(receipt, "carry", by=by, org=receipt.org, subject=journey.person.ref, carried_at=now())


def stamp_receipt(check_in: CheckIn, *, by: Actor, at: datetime) -> None:
    """A confirmed check-in stamps the receipt on the way; none was issued: it is written down now (B-05).

    A host with an account sends it home by itself; else the township ticks it when the paper arrives.
    """
    receipt = Receipt.objects.filter(journey=check_in.journey, status__in=UNSTAMPED).order_by("pk").first()
    if receipt is None:
        receipt = Receipt(journey=check_in.journey, org=check_in.org, issued_at=at, carried_at=at)
        receipt.status = ReceiptStatus.CARRIED
        receipt.save(force_insert=True)
    _step(receipt, "stamp", by=by, check_in=check_in, stamped_at=at)
    if check_in.confirmed_how in BY_ITSELF:
        _step(receipt, "return", by=by, returned_at=at, returned_by=check_in.host.name[:60])


def unstamp_receipt(check_in: CheckIn, *, by: Actor) -> None:
    """A confirmation taken back takes the stamp with it; what lies in the archive stays there."""
    receipt = Receipt.objects.filter(check_in=check_in, status__in=UNSTAMPABLE).first()
    if receipt is not None:
        cleared: dict[str, Any] = {
            "check_in": None,
            "stamped_at": None,
            "returned_at": None,
            "returned_by": "",
        }
        _step(receipt, "unstamp", by=by, **cleared)


@act
def return_receipts(receipts: Iterable[Receipt], *, by: Viewer) -> None:
    """The township has the stamped papers in hand, all of them or none is ticked; audited as receipt.returned."""
    for receipt in receipts:
        require(by, TRACK_RECEIPTS, at=receipt.org)
        refuse_if(why_not_return(receipt.status))
        _step(receipt, "return", by=by, returned_at=now(), returned_by=by.audit_label[:60])


@act
def archive_receipts(receipts: Iterable[Receipt], *, by: Viewer) -> None:
    """The township puts returned papers away; audited as receipt.archived."""
    for receipt in receipts:
        require(by, TRACK_RECEIPTS, at=receipt.org)
        refuse_if(why_not_archive(receipt.status))
        _step(receipt, "archive", by=by, archived_at=now())


def _step(receipt: Receipt, verb: str, *, by: Actor, **changes: Any) -> None:
    subject = receipt.journey.person.ref
    move(receipt, verb, by=by, org=receipt.org, subject=subject, **changes)
