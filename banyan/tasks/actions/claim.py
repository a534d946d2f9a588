"""Taking a task on and giving it back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import act, remember
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused, refuse_if
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import claim_on, is_reached
from banyan.tasks.rules import (
    ALREADY_CLAIMED,
    NOT_FOR_HIM,
    why_not_claim,
    why_not_withdraw,
)
from banyan.tasks.states import TaskStatus


@act
def claim_task(task: Task, person: Person, *, by: Viewer) -> Claim:
    """A member takes a task on, or his branch enters it for him (both names kept) (D-02, R-C1).

    The counter on the task is the lock: one conditional UPDATE takes a place and asks room and deadline.
    """
    entered_by = speaker_for(person, by)
    refuse_if(None if is_reached(task, person) else NOT_FOR_HIM)
    at = now()
    refuse_if(_why_not(task, person, at=at))
    _take_place(task, person, at=at)
    claim = Claim(task=task, person=person, org=person.home, claimed_at=at, entered_by=entered_by)
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_CLAIMED) from error
    remember(by, "claim.made", claim, org=task.org, subject=person.ref)
    return claim


def _why_not(task: Task, person: Person, *, at: datetime) -> Reason | None:
    return why_not_claim(
        status=task.status,
        deadline=task.deadline,
        at=at,
        is_full=task.is_full,
        has_claim=claim_on(task, person) is not None,
    )


def _take_place(task: Task, person: Person, *, at: datetime) -> None:
    room = Q(quota=None) | Q(claimed__lt=F("quota"))
    places = Task.objects.filter(room, pk=task.pk, status=TaskStatus.OPEN, deadline__gt=at)
    if not places.update(claimed=F("claimed") + 1):
        task.refresh_from_db()
        raise Refused(_why_not(task, person, at=at) or MOVED_ON)


@act
def withdraw_claim(claim: Claim, *, by: Viewer) -> None:
    """Give the place back, without blame; somebody else may take it."""
    speaker_for(claim.person, by)
    refuse_if(why_not_withdraw(claim.status))
    # The task before the claim, as in claiming: two who cross each other wait instead of locking up.
    Task.objects.filter(pk=claim.task_id, claimed__gt=0).update(claimed=F("claimed") - 1)
    move(
        claim,
        "withdraw",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        withdrawn_at=now(),
    )
