"""Waiting for a place of a full task, and being told when there is one."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from banyan.audit.record import act, remember
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.models import Task, Wait
from banyan.tasks.queries import is_reached, standing_claims, task_with_org, waits_for, waits_to_offer
from banyan.tasks.rules import NOT_FOR_HIM, why_not_wait

OFFER_HOURS = 24


@act
def join_wait(task: Task, person: Person, *, by: Viewer) -> Wait:
    """Queue for a full task; again changes nothing."""
    speaker_for(person, by)
    refuse_if(None if is_reached(task, person) else NOT_FOR_HIM)
    refuse_if(
        why_not_wait(
            status=task.status,
            deadline=task.deadline,
            at=now(),
            is_full=task.is_full,
            has_claim=standing_claims(task, person).of_task,
        )
    )
    wait, is_new = Wait.objects.get_or_create(
        task=task, person=person, ended_at=None, defaults={"asked_at": now()}
    )
    if is_new:
        remember(by, "wait.joined", wait, org=task.org, subject=person.ref)
    return wait


@act
def leave_wait(wait: Wait, *, by: Viewer) -> None:
    """No longer wait; nobody asks why."""
    speaker_for(wait.person, by)
    if Wait.objects.filter(pk=wait.pk, ended_at=None).update(ended_at=now()):
        remember(by, "wait.left", wait, org=wait.task.org, subject=wait.person.ref)


@act
def offer_places(task_pk: int) -> None:
    """As many of those who wait as there are places hear of it, the first come first; nobody has to take one.

    Whoever was told within a day is given time before the next one is; whoever came too late then hears of the
    next place.
    """
    task, at = task_with_org(task_pk), now()
    if not task.is_claimable_at(at):
        return
    waiting = waits_to_offer(task)
    fresh = waits_for(task).filter(offered_at__gt=at - timedelta(hours=OFFER_HOURS)).exclude(pk__in=waiting)
    free = max((task.free or 0) - fresh.count(), 0)
    for wait in waiting[:free]:
        if Wait.objects.filter(pk=wait.pk, offered_at=wait.offered_at).update(offered_at=at):
            transaction.on_commit(partial(messages.place_offered, wait.pk))
