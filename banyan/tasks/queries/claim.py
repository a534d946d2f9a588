"""Claims: his own, those to review, those of a task, and for whom one may claim."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.tasks.models import Claim, ClaimFile, Outcome, Task
from banyan.tasks.permissions import CLAIM_OWN, REVIEW, SEE_TASKS
from banyan.tasks.states import UNDER_WAY, ClaimStatus

NAMES = ("task", "task__org", "person", "org")


def claim_on(task: Task, person: Person) -> Claim | None:
    """His claim of this task that is not withdrawn."""
    found = Claim.objects.filter(task=task, person=person).exclude(status=ClaimStatus.WITHDRAWN)
    return found.select_related(*NAMES).first()


def own_claims(viewer: Viewer) -> list[Claim]:
    """What the viewer has claimed himself, the newest first."""
    if viewer.account is None or not viewer.may(CLAIM_OWN):
        return []
    found = claims_seen_by(viewer).filter(person__account=viewer.account)
    return list(found.order_by("-pk")[:100])


def claims_seen_by(viewer: Viewer) -> "QuerySet[Claim]":
    """His own, those of the tasks he reviews, and those of the members in reach.

    Each with `is_read`: may he read the words and see the pictures of the work? Above the township an officer sees
    that it was done (trust.md 4.4).
    """
    read = _read_by(viewer)
    found = Claim.objects.filter(read | viewer.reach(SEE_TASKS))
    return found.annotate(is_read=Case(When(read, then=True), default=Value(False))).select_related(*NAMES)


def _read_by(viewer: Viewer) -> Q:
    read = viewer.reach(REVIEW, org="task__org") | viewer.reach(REVIEW)
    if viewer.account is not None and viewer.may(CLAIM_OWN):
        read |= Q(person__account=viewer.account)
    return read


def find_claim(viewer: Viewer, ref: UUID | str) -> Claim:
    """One claim the viewer sees; Http404 otherwise."""
    found = claims_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def claims_of_task(viewer: Viewer, task: Task) -> list[Claim]:
    """Who took it on, as far as the viewer may see them; what waits for review first."""
    found = claims_seen_by(viewer).filter(task=task).exclude(status=ClaimStatus.WITHDRAWN)
    listed = list(found.prefetch_related("files", "outcomes").order_by("claimed_at", "pk"))
    return sorted(listed, key=lambda claim: claim.status != ClaimStatus.SUBMITTED)


def claims_to_review(viewer: Viewer) -> "QuerySet[Claim]":
    """Handed in, and his to review; the longest waiting first."""
    found = claims_seen_by(viewer).filter(viewer.reach(REVIEW, org="task__org"))
    waiting = found.filter(status=ClaimStatus.SUBMITTED)
    return waiting.prefetch_related("files", "outcomes").order_by("submitted_at", "pk")


def claims_of_person(viewer: Viewer, person: Person) -> list[Claim]:
    """What one member has claimed, as far as the viewer sees it."""
    return list(claims_seen_by(viewer).filter(person=person).order_by("-pk")[:100])


def outcomes_of(claim: Claim) -> list[Outcome]:
    """What came of it in figures, in the order of its kind's units."""
    order = {unit.id: at for at, unit in enumerate(claim.task.sort.units)}
    return sorted(claim.outcomes.all(), key=lambda each: order.get(each.unit, len(order)))


def photos_of(claim: Claim) -> list[ClaimFile]:
    return list(claim.files.order_by("pk"))


def find_photo(viewer: Viewer, ref: UUID | str) -> ClaimFile:
    """One picture of a claim whose work the viewer reads; Http404 otherwise (R-F3)."""
    claims = Claim.objects.filter(_read_by(viewer))
    found = ClaimFile.objects.filter(ref=ref, claim__in=claims).select_related("claim").first()
    if found is None:
        raise Http404
    return found


def claim_with_names(pk: int) -> Claim:
    """A claim by its number, for a message to those it concerns."""
    return Claim.objects.select_related(*NAMES, "person__home").get(pk=pk)


def claim_with_ref(ref: UUID) -> Claim | None:
    """A claim by its ref, for the action that made it and may take it back."""
    return Claim.objects.filter(ref=ref).select_related(*NAMES, "person__home").first()


def people_under_way(task: Task) -> list[Person]:
    """Those who have it in hand or handed it in."""
    statuses = [*UNDER_WAY, ClaimStatus.SUBMITTED]
    claims = Claim.objects.filter(task=task, status__in=statuses).select_related("person__home")
    return [claim.person for claim in claims]


def undated_claims() -> "QuerySet[Claim]":
    """Claims without the time of the step they stand at (for `banyan verify`)."""
    wrong = Q(pk__in=[])
    for status in ClaimStatus.values:
        wrong |= Q(status=status, **{f"{status}_at": None})
    return Claim.objects.filter(wrong)
