"""What must be true of journeys, check-ins and receipts, whatever happened."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from banyan.journeys.models import CheckIn, Journey, Receipt, Stop
from banyan.journeys.states import CheckInStatus, JourneyStatus, ReceiptStatus
from banyan.shared.invariants import Invariant

OPEN_CHECK_INS = (CheckInStatus.DRAFT, CheckInStatus.SENT)
WITH_STAMP = (ReceiptStatus.STAMPED, ReceiptStatus.RETURNED, ReceiptStatus.ARCHIVED)


def journeys_nowhere(is_full: bool) -> Iterator[str]:
    """Whoever is away or prepares to leave has one present place; who came back has none."""
    present = Exists(Stop.objects.filter(journey=OuterRef("pk"), until_day=None))
    wrong = Journey.objects.filter(~present & ~Q(status=JourneyStatus.ENDED)) | Journey.objects.filter(
        present, status=JourneyStatus.ENDED
    )
    return (
        f"journey {ref}: present place and status disagree" for ref in wrong.values_list("ref", flat=True)
    )


def ends_without_facts(is_full: bool) -> Iterator[str]:
    """An end has its day and its kind, and leaves no check-in waiting."""
    waiting = Exists(CheckIn.objects.filter(journey=OuterRef("pk"), status__in=OPEN_CHECK_INS))
    is_bare = Q(ended_on=None) | Q(ending="") | waiting
    wrong = Journey.objects.filter(is_bare, status=JourneyStatus.ENDED)
    return (f"journey {ref}: ended, but not wholly" for ref in wrong.values_list("ref", flat=True))


def check_ins_undated(is_full: bool) -> Iterator[str]:
    """What is confirmed has its time and its way and was not taken back; what fell away has its time."""
    is_bare = Q(confirmed_at=None) | Q(confirmed_how="") | ~Q(withdrawn_at=None)
    wrong = CheckIn.objects.filter(
        Q(is_bare, status=CheckInStatus.CONFIRMED)
        | Q(status=CheckInStatus.WITHDRAWN, withdrawn_at=None)
        | Q(status=CheckInStatus.REFUSED, refused_at=None)
    )
    return (f"check-in {ref}: status and times disagree" for ref in wrong.values_list("ref", flat=True))


def receipts_undated(is_full: bool) -> Iterator[str]:
    """A receipt has the time of the step it stands at; a stamp belongs to a check-in."""
    wrong = Q(status__in=WITH_STAMP, check_in=None)
    for status in ReceiptStatus.values:
        wrong |= Q(status=status, **{f"{status}_at": None})
    found = Receipt.objects.filter(wrong)
    return (f"receipt {ref}: status and times disagree" for ref in found.values_list("ref", flat=True))


INVARIANTS = (
    Invariant("journeys.places", "who is away has one present place", journeys_nowhere),
    Invariant("journeys.ends", "an end has its day and leaves nothing waiting", ends_without_facts),
    Invariant("journeys.check_ins", "what counts has its time and its way", check_ins_undated),
    Invariant("journeys.receipts", "a receipt has the time of its step", receipts_undated),
)
