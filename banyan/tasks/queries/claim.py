"""Claims: his own, those to review, those of a task, and for whom one may claim."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import Http404
from django.utils.timezone import localtime

from banyan.accounts.models import Account
from banyan.ledger.queries.entries import grades_set
from banyan.ledger.states import Grade
from banyan.orgs.models import Organisation
from banyan.orgs.policies import OPEN_CLAIMS
from banyan.orgs.queries import policy_of
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.rules.pictures import Pictures
from banyan.shared.prepared import prepared
from banyan.tasks.models import Claim, ClaimFile, Note, Outcome, Partner, Slot, Task
from banyan.tasks.permissions import CLAIM_OWN, REVIEW, SEE_TASKS
from banyan.tasks.queries.proxy import may_claim_for
from banyan.tasks.rules import thanked_as
from banyan.tasks.states import UNDER_WAY, ClaimStatus, TaskStatus

NAMES = ("task", "task__org", "person", "org")


def has_claims(person: Person) -> bool:
    """Has he ever taken a task on?"""
    return Claim.objects.filter(person=person).exists()


def claim_on(task: Task, person: Person) -> Claim | None:
    """His claim of this task that is not withdrawn."""
    found = Claim.objects.filter(task=task, person=person).exclude(status=ClaimStatus.WITHDRAWN)
    return found.select_related(*NAMES).first()


@dataclass(frozen=True)
class Standing:
    """What a member has of claims: this task already? And how many in hand."""

    of_task: bool
    in_hand: int


def standing_claims(task: Task, person: Person) -> Standing:
    """His claims that matter to claiming this task, in one query."""
    found = _standing(task.pk, person.pk)
    in_hand = sum(claim.status in UNDER_WAY for claim in found)
    return Standing(any(claim.task_id == task.pk for claim in found), in_hand)


@prepared
def _standing(task: int, person: int) -> "QuerySet[Claim]":
    of_task = Q(task=task) & ~Q(status=ClaimStatus.WITHDRAWN)
    found = Claim.objects.filter(of_task | Q(status__in=UNDER_WAY), person=person)
    return found.only("task", "status")


def has_enough(person: Person, standing: Standing) -> bool:
    """Has he as much in hand as his organisation's policy allows? Asked of the policy only when it may be so."""
    return standing.in_hand >= OPEN_CLAIMS.least and standing.in_hand >= int(
        policy_of(person.home, OPEN_CLAIMS)
    )


def does_claim(viewer: Viewer, claim: Claim) -> bool:
    """The member himself, or one who does it together with him."""
    if viewer.account is not None and viewer.may(CLAIM_OWN):
        if claim.person.account_id == viewer.account.pk:
            return True
        return Partner.objects.filter(claim=claim, person__account=viewer.account, left_at=None).exists()
    return False


def speaks_for_claim(viewer: Viewer, claim: Claim) -> bool:
    """Whoever does it, or may claim for him."""
    return does_claim(viewer, claim) or may_claim_for(viewer, claim.person)


def grades_for(claim: Claim) -> list[Grade]:
    """How well this work may have been done, where its member's branch or those above it set a worth for that."""
    assert claim.submitted_at is not None
    activities = thanked_as(claim.task.sort, is_recorded=claim.is_recorded)
    return grades_set(claim.org, activities, localtime(claim.submitted_at).date())


def partners_of(claim: Claim) -> list[Partner]:
    """Who does it together with him, in the order they were written down."""
    return list(claim.partners.filter(left_at=None).select_related("person__home").order_by("pk"))


def find_partner(viewer: Viewer, ref: UUID) -> Partner:
    """One name on a claim the viewer sees; Http404 otherwise."""
    found = (
        Partner.objects.select_related("person", "claim__person", "claim__task__org").filter(ref=ref).first()
    )
    if found is None or not claims_seen_by(viewer).filter(pk=found.claim_id).exists():
        raise Http404
    return found


def person_to_join(claim: Claim, name: str) -> Person | None:
    """The member of the same branch with exactly this name, as long as there is but one."""
    found = list(
        Person.objects.filter(home=claim.org, name=name.strip(), ended_on=None).select_related("home")[:2]
    )
    return found[0] if len(found) == 1 else None


def notes_of(claim: Claim) -> list[Note]:
    """The thread between the member and the branch, the oldest first."""
    return list(claim.notes.order_by("pk"))


def delivered_of(claim: Claim) -> int:
    """How much was handed over so far, in the task's share unit."""
    return claim.notes.aggregate(n=Sum("delivered"))["n"] or 0


def claims_gone_quiet(before: datetime, at: datetime) -> list[Claim]:
    """Work in hand without a word since then, where somebody else could take the place: the task is limited and open.

    Turns that are still to come are no silence.
    """
    ahead = Slot.objects.filter(claims=OuterRef("pk"), ends_at__gt=at)
    found = Claim.objects.filter(
        status__in=UNDER_WAY,
        quiet_since__lt=before,
        task__status=TaskStatus.OPEN,
        task__deadline__gt=at,
        task__quota__isnull=False,
    )
    return list(found.exclude(Exists(ahead)).select_related(*NAMES, "person__home").order_by("pk"))


def submissions_before(moment: datetime) -> list[Claim]:
    """Handed in before then and not reviewed yet, the longest waiting first."""
    found = Claim.objects.filter(status=ClaimStatus.SUBMITTED, submitted_at__lt=moment)
    return list(found.select_related(*NAMES).order_by("submitted_at", "pk"))


def note_with_claim(pk: int) -> Note:
    """A note by its number, for a message."""
    return Note.objects.select_related("claim__task__org", "claim__person__home").get(pk=pk)


def partner_with_claim(pk: int) -> Partner:
    """A partner by its number, for a message."""
    return Partner.objects.select_related("person__home", "claim__task__org", "claim__person").get(pk=pk)


def own_claims(viewer: Viewer) -> list[Claim]:
    """What the viewer has claimed himself, the newest first."""
    if viewer.account is None or not viewer.may(CLAIM_OWN):
        return []
    found = claims_seen_by(viewer).filter(_done_by(viewer.account))
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
        read |= _done_by(viewer.account)
    return read


def _done_by(account: Account) -> Q:
    """By him alone or together with others."""
    names = Partner.objects.filter(claim=OuterRef("pk"), person__account=account, left_at=None)
    return Q(person__account=account) | Q(Exists(names))


def doers_of(claim: Claim) -> list[Person]:
    """Whoever does it, the one who claimed it first."""
    return [claim.person, *(partner.person for partner in partners_of(claim))]


def find_claim(viewer: Viewer, ref: UUID | str) -> Claim:
    """One claim the viewer sees; Http404 otherwise."""
    found = claims_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def claims_of_task(viewer: Viewer, task: Task) -> list[Claim]:
    """Who took it on, as far as the viewer may see them; what waits for review first."""
    found = claims_seen_by(viewer).filter(task=task).exclude(status=ClaimStatus.WITHDRAWN)
    more = ["files", "outcomes", *(["slots"] if task.is_slotted else [])]
    listed = list(found.prefetch_related(*more).order_by("claimed_at", "pk"))
    return sorted(listed, key=lambda claim: claim.status != ClaimStatus.SUBMITTED)


def claims_to_review(viewer: Viewer) -> "QuerySet[Claim]":
    """Handed in, and his to review, so not what he did himself; the longest waiting first."""
    found = claims_seen_by(viewer).filter(viewer.reach(REVIEW, org="task__org"))
    waiting = found.filter(status=ClaimStatus.SUBMITTED)
    if viewer.account is not None:
        waiting = waiting.exclude(_done_by(viewer.account))
    return waiting.prefetch_related("files", "outcomes").order_by("submitted_at", "pk")


def claims_of_person(viewer: Viewer, person: Person) -> list[Claim]:
    """What one member has claimed, as far as the viewer sees it."""
    return list(claims_seen_by(viewer).filter(person=person).order_by("-pk")[:100])


def outcomes_of(claim: Claim) -> list[Outcome]:
    """What came of it in figures, in the order of its kind's units."""
    order = {unit.id: at for at, unit in enumerate(claim.task.sort.units)}
    return sorted(claim.outcomes.all(), key=lambda each: order.get(each.unit, len(order)))


def pictures_of(person: Person, org: Organisation) -> Pictures:
    """How many pictures and files of work a member, and everybody of a branch, keeps (settings.BANYAN_PICTURES)."""
    kept = ClaimFile.objects.filter(Q(claim__person=person) | Q(claim__org=org))
    return Pictures(
        **kept.aggregate(
            his=Count("pk", filter=Q(claim__person=person)), of_branch=Count("pk", filter=Q(claim__org=org))
        )
    )


def files_of(claim: Claim) -> list[ClaimFile]:
    """Its pictures and files in the order they came; asked for once."""
    prefetch_related_objects([claim], "files")
    return sorted(claim.files.all(), key=lambda file: file.pk)


def find_claim_file(viewer: Viewer, ref: UUID | str) -> ClaimFile:
    """One picture or file of a claim whose work the viewer reads; Http404 otherwise (R-F3)."""
    claims = Claim.objects.filter(_read_by(viewer))
    named = ClaimFile.objects.filter(ref=ref, claim__in=claims)
    found = named.select_related("claim__task__org", "claim__person__home").first()
    if found is None:
        raise Http404
    return found


def claim_with_names(pk: int) -> Claim:
    """A claim by its number, for a message to those it concerns."""
    return Claim.objects.select_related(*NAMES, "person__home").get(pk=pk)


def claim_with_ref(ref: UUID) -> Claim | None:
    """A claim by its ref, for the action that made it and may take it back."""
    return Claim.objects.filter(ref=ref).select_related(*NAMES, "person__home").first()


def people_still_at(task: Task) -> list[Person]:
    """Those who have it in hand and have not handed it in."""
    claims = Claim.objects.filter(task=task, status__in=UNDER_WAY).select_related("person__home")
    return [claim.person for claim in claims]


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
