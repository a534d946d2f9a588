"""Who sees which receipts, and which of them are due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from banyan.documents.models import Paper
from banyan.documents.states import PaperStatus
from banyan.journeys.models import Journey, Receipt
from banyan.journeys.permissions import CHECK_IN_OWN, SEE_JOURNEYS, TRACK_RECEIPTS
from banyan.journeys.queries.arrival import open_check_in_of
from banyan.journeys.rules.arrival import why_not_host_word
from banyan.journeys.rules.receipt import ON_THE_WAY, UNSTAMPED, Parcel, Step, steps_of
from banyan.journeys.states import CheckInStatus, JourneyStatus, ReceiptStatus
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import Permission
from banyan.orgs.policies import RECEIPT_DAYS
from banyan.orgs.queries import policies_of
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today
from banyan.shared.errors import Reason
from banyan.shared.periods import midnight

NAMES = ("journey__person", "org", "org__parent", "paper", "check_in__host")


@dataclass(frozen=True)
class Shelf:
    """A shelf of receipts: its rows, their order, and what may be done with those ticked."""

    name: str
    rows: "QuerySet[Receipt]"
    order: tuple[str, ...]
    verb: str


def receipts_seen_by(viewer: Viewer, permission: Permission = SEE_JOURNEYS) -> "QuerySet[Receipt]":
    """Receipts of the branches in reach; with SEE_JOURNEYS also the viewer's own."""
    seen = viewer.reach(permission)
    if permission == SEE_JOURNEYS and viewer.account is not None and viewer.may(CHECK_IN_OWN):
        seen |= Q(journey__person__account=viewer.account)
    return Receipt.objects.filter(seen).select_related(*NAMES)


def receipt_of_paper(paper: Paper) -> Receipt:
    """The receipt that a paper in somebody's hand is; Http404 for any other paper."""
    receipt = Receipt.objects.filter(paper=paper).select_related("journey__person", "journey__org").first()
    if receipt is None:
        raise Http404
    return receipt


def why_not_word_of(receipt: Receipt) -> Reason | None:
    """Why the host in whose hand it is need not say any more that he arrived; None when it should."""
    under_way = open_check_in_of(receipt.journey)
    is_told = under_way is not None and under_way.status == CheckInStatus.SENT
    return why_not_host_word(is_receipt_open=receipt.status in UNSTAMPED, is_told=is_told)


def find_receipts(viewer: Viewer, refs: Sequence[str]) -> list[Receipt]:
    """All of the receipts named; Http404 when one of them is not the viewer's to see (R-A9)."""
    found = list(receipts_seen_by(viewer).filter(ref__in=refs).order_by("pk"))
    if not found or len(found) != len(set(refs)):
        raise Http404
    return found


def receipts_listed(viewer: Viewer, shelf: str) -> Shelf:
    """One shelf of the township: stamped, returned, archived, or (for any other name) overdue."""
    if shelf == ReceiptStatus.STAMPED:
        return Shelf(shelf, receipts_to_return(viewer), ("stamped_at", "pk"), "return")
    if shelf == ReceiptStatus.RETURNED:
        return Shelf(shelf, receipts_to_archive(viewer), ("returned_at", "pk"), "archive")
    if shelf == ReceiptStatus.ARCHIVED:
        archived = receipts_seen_by(viewer, TRACK_RECEIPTS).filter(status=shelf)
        return Shelf(shelf, archived, ("journey__person__pinyin", "pk"), "")
    return Shelf("overdue", receipts_overdue(viewer), ("since", "pk"), "")


def receipts_to_return(viewer: Viewer) -> "QuerySet[Receipt]":
    """Stamped far away and expected at the township; the longest on the way first."""
    found = receipts_seen_by(viewer, TRACK_RECEIPTS).filter(status=ReceiptStatus.STAMPED)
    return found.order_by("stamped_at", "pk")


def receipts_to_archive(viewer: Viewer) -> "QuerySet[Receipt]":
    """Come home and not yet in the archive."""
    found = receipts_seen_by(viewer, TRACK_RECEIPTS).filter(status=ReceiptStatus.RETURNED)
    return found.order_by("returned_at", "pk")


def receipts_overdue(viewer: Viewer) -> "QuerySet[Receipt]":
    """On the way longer than the branch's policy allows (receipt_days), of journeys still going on."""
    found = receipts_seen_by(viewer, TRACK_RECEIPTS).filter(status__in=ON_THE_WAY)
    found = found.exclude(journey__status=JourneyStatus.ENDED)
    found = found.annotate(since=Coalesce("carried_at", "issued_at"))
    return found.filter(_past_deadline(found))


def _past_deadline(found: "QuerySet[Receipt]") -> Q:
    orgs = Organisation.objects.filter(pk__in=found.order_by().values("org"))
    by_days: dict[int, list[int]] = defaultdict(list)
    for org_id, days in policies_of(orgs, RECEIPT_DAYS).items():
        by_days[int(days)].append(org_id)
    late = Q(pk__in=[])
    for days, org_ids in by_days.items():
        late |= Q(org__in=org_ids, since__lt=_last_moment(days))
    return late


def _last_moment(receipt_days: int) -> datetime:
    """Who carried it off before this moment is overdue today."""
    return midnight(today() - timedelta(days=receipt_days))


def present_receipt_of(journey: Journey) -> Receipt | None:
    """The receipt on the way, or else the last one."""
    return Receipt.objects.filter(journey=journey).select_related(*NAMES).order_by("-pk").first()


def timeline_of(receipt: Receipt) -> list[Step]:
    """The receipt's way so far, with who holds it."""
    org = receipt.org
    return steps_of(
        Parcel(
            status=receipt.status,
            times={status: getattr(receipt, f"{status}_at") for status in ReceiptStatus.values},
            branch=org.name,
            host=receipt.check_in.host.name if receipt.check_in else "",
            township=org.parent.name if org.parent else org.name,
            is_void=receipt.paper is not None and receipt.paper.status == PaperStatus.VOID,
        )
    )
