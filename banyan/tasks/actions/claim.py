"""Taking a task on and giving it back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, Q, QuerySet

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import SYSTEM, act, remember
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused, refuse_if
from banyan.shared.prepared import Values, insert_once, prepared_change
from banyan.tasks import messages
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.actions.wait import offer_places
from banyan.tasks.models import Claim, Slot, Task, Wait
from banyan.tasks.queries import Standing, has_enough, is_reached, standing_claims
from banyan.tasks.rules import (
    ALREADY_CLAIMED,
    NO_SLOT,
    NOT_FOR_HIM,
    OVER,
    SLOT_FULL,
    why_not_claim,
    why_not_share,
    why_not_withdraw,
)
from banyan.tasks.states import TaskStatus


@act
def claim_task(
    task: Task, person: Person, *, by: Viewer, share: int = 1, slots: Sequence[Slot] = ()
) -> Claim:
    """A member takes a task on, or his branch enters it for him (both names kept) (D-02, R-C1).

    `share` is how much of a shared quantity he takes, `slots` which turns of a slotted task. The counter on the task
    is the lock: one conditional UPDATE takes his share and asks room and deadline.
    """
    entered_by, standing = speaker_for(person, by), standing_claims(task, person)
    refuse_if(None if is_reached(task, person) else NOT_FOR_HIM)
    at = now()
    share = len(slots) if task.is_slotted else share
    refuse_if(NO_SLOT if task.is_slotted and not slots else None)
    refuse_if(_why_not(task, person, standing, share, at=at))
    claim = Claim(task=task, person=person, org=person.home, claimed_at=at, entered_by=entered_by)
    claim.share, claim.quiet_since = share, at
    refuse_if(None if insert_once(claim) else ALREADY_CLAIMED)
    # The counter late: whoever wants a place of the same task waits from here to the commit, and no longer.
    if not _taken(task.pk, share, at):
        task.refresh_from_db()
        raise Refused(_why_not(task, person, standing, share, at=at) or MOVED_ON)
    # Waiting for the counter may have taken him past the last moment; it is his now, so nobody waits for this look.
    refuse_if(OVER if now() >= task.deadline else None)
    _take_slots(task, slots, at=at)
    if slots:
        claim.slots.add(*slots)
    remember(by, "claim.made", claim, org=task.org, subject=person.ref)
    return claim


def _why_not(task: Task, person: Person, standing: Standing, share: int, *, at: datetime) -> Reason | None:
    reason = why_not_claim(
        status=task.status,
        deadline=task.deadline,
        at=at,
        is_full=task.is_full,
        has_claim=standing.of_task,
        has_enough=has_enough(person, standing),
    )
    return reason or why_not_share(task.free, share, is_shared=bool(task.share_unit) or task.is_slotted)


@prepared_change
def _taken(task: int, share: int, at: datetime) -> "tuple[QuerySet[Task], Values]":
    room = Q(quota=None) | Q(quota__gte=F("claimed") + share)
    places = Task.objects.filter(room, pk=task, status=TaskStatus.OPEN, deadline__gt=at)
    return places, {"claimed": F("claimed") + share}


def _take_slots(task: Task, slots: Sequence[Slot], *, at: datetime) -> None:
    """One place in each turn, in the order of their numbers: two who cross each other wait and never lock up."""
    for slot in sorted(slots, key=lambda each: each.pk):
        room = Slot.objects.filter(pk=slot.pk, task=task, claimed__lt=F("quota"), ends_at__gt=at)
        if not room.update(claimed=F("claimed") + 1):
            raise Refused(SLOT_FULL)


@act
def withdraw_claim(claim: Claim, *, by: Viewer) -> None:
    """Give the place back, without blame; somebody else may take it."""
    speaker_for(claim.person, by)
    refuse_if(why_not_withdraw(claim.status))
    give_place_back(claim)
    move(
        claim,
        "withdraw",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        withdrawn_at=now(),
    )


def give_place_back(claim: Claim) -> None:
    """The share is free again, and whoever waits is told once it is sure; who had it no longer waits."""
    # The task before its turns and before a claim that stands: two who cross each other wait instead of locking up.
    Task.objects.filter(pk=claim.task_id, claimed__gte=claim.share).update(claimed=F("claimed") - claim.share)
    if claim.task.is_slotted:
        for slot in claim.slots.order_by("pk"):
            Slot.objects.filter(pk=slot.pk, claimed__gt=0).update(claimed=F("claimed") - 1)
    Wait.objects.filter(task=claim.task_id, person=claim.person_id, ended_at=None).update(ended_at=now())
    transaction.on_commit(partial(offer_places, claim.task_id))


@act
def nudge_claim(claim: Claim) -> None:
    """A kind word to a member who has been quiet for long: how does it go? Once, until he says something."""
    asked = Claim.objects.filter(pk=claim.pk, nudged_at=None, status=claim.status)
    if asked.update(nudged_at=now()):
        transaction.on_commit(partial(messages.claim_nudged, claim.pk))


@act
def return_claim(claim: Claim) -> None:
    """Nobody heard for long and somebody else could do it: the place goes back by itself, without blame (ideas 6)."""
    give_place_back(claim)
    move(
        claim,
        "give_up",
        by=SYSTEM,
        withdrawn_at=now(),
        is_returned=True,
        org=claim.task.org,
        subject=claim.person.ref,
    )
    transaction.on_commit(partial(messages.claim_returned, claim.pk))
