"""Who waits for a place, and the turns of a task."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.tasks.models import Claim, Slot, Task, Wait
from banyan.tasks.permissions import CLAIM_OWN
from banyan.tasks.states import ClaimStatus, TaskStatus


def waits_for(task: Task) -> "QuerySet[Wait]":
    """Those who still wait, the first come first; who has claimed it meanwhile waits no longer."""
    claimed = Claim.objects.filter(task=task, person=OuterRef("person")).exclude(status=ClaimStatus.WITHDRAWN)
    found = Wait.objects.filter(task=task, ended_at=None).exclude(Exists(claimed))
    return found.select_related("person__home", "task__org").order_by("pk")


def waits_to_offer(task: Task) -> "QuerySet[Wait]":
    """Those of them who were not told of a place, or told before another one was given back."""
    freed = Claim.objects.filter(task=task, withdrawn_at__gt=OuterRef("offered_at"))
    return waits_for(task).filter(Q(offered_at=None) | Exists(freed))


def wait_of(task: Task, person: Person) -> Wait | None:
    """His own place in the queue."""
    return waits_for(task).filter(person=person).first()


def before_in_queue(wait: Wait) -> int:
    """How many came before him."""
    return waits_for(wait.task).filter(pk__lt=wait.pk).count()


def find_own_wait(viewer: Viewer, ref: UUID) -> Wait:
    """His own wait; Http404 otherwise."""
    found = Wait.objects.select_related("person__home", "task__org").filter(ref=ref, ended_at=None)
    if viewer.account is None or not viewer.may(CLAIM_OWN):
        raise Http404
    wait = found.filter(person__account=viewer.account).first()
    if wait is None:
        raise Http404
    return wait


def wait_with_task(pk: int) -> Wait:
    """A wait by its number, for a message."""
    return Wait.objects.select_related("person__home", "task__org").get(pk=pk)


def tasks_with_room_and_waits() -> list[int]:
    """Open tasks with places left for which somebody waits."""
    waits = Wait.objects.filter(task=OuterRef("pk"), ended_at=None)
    found = Task.objects.filter(Exists(waits), status=TaskStatus.OPEN, claimed__lt=F("quota"))
    return list(found.values_list("pk", flat=True))


def slots_of(task: Task) -> list[Slot]:
    """The turns of a task, as they come."""
    return list(task.slots.order_by("starts_at", "pk")) if task.is_slotted else []


def slots_named(task: Task, refs: Iterable[str]) -> list[Slot]:
    """The turns of this task that were chosen."""
    return list(task.slots.filter(ref__in=list(refs)).order_by("pk"))


def miscounted_slots() -> "QuerySet[Slot]":
    """Turns whose counter differs from their claims (for `banyan verify`)."""
    standing = Count("claims", filter=~Q(claims__status=ClaimStatus.WITHDRAWN))
    return Slot.objects.alias(standing=standing).exclude(claimed=F("standing"))


def slots_claimed(claim: Claim) -> list[Slot]:
    """The turns a claim took, as they come."""
    return list(claim.slots.order_by("starts_at", "pk")) if claim.task.is_slotted else []
