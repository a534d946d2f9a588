"""Large rosters are left to the worker: what is asked of it, and what it does with a batch (decisions/0013)."""

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from banyan.intake.models import Batch
from banyan.intake.queries.batches import is_under_way
from banyan.intake.states import BatchStatus
from banyan.jobs.later import task_named
from banyan.orgs.viewers import Viewer
from banyan.shared.sealed_files import forget_sealed

WAITING = (BatchStatus.READ, BatchStatus.IN_REVIEW)


class Leave(Protocol):
    """What the worker is asked to do with a batch."""

    def __call__(self, batch: Batch, *, by: Viewer) -> Batch: ...


def leave_reading(batch: Batch, *, by: Viewer) -> Batch:
    """Have the worker read a batch."""
    return _leave(batch, "intake.read_roster", by=by)


def leave_accepting(batch: Batch, *, by: Viewer) -> Batch:
    """Have the worker take a batch in, after reading it where that is still to do."""
    return _leave(batch, "intake.accept_roster", by=by)


def _leave(batch: Batch, task: str, *, by: Viewer) -> Batch:
    """One worker at a time: whatever it was asked before, it finishes first."""
    if by.account is None or is_under_way(batch):
        return batch
    asked = task_named(task).for_owner(
        by.audit_ref, org_ref=batch.org.ref, link=reverse("intake:batch", args=[batch.ref])
    )
    batch.job_ref, batch.problem = UUID(asked.enqueue(batch.pk, by.account.pk).id), ""
    batch.save(update_fields=["job_ref", "problem"])
    return batch


def note_problem(batch: Batch, sentence: str | Promise) -> None:
    """The worker could not do it, and why: for the page of the batch. What others settled meanwhile stands.

    A file that cannot be read is not kept.
    """
    with override(settings.LANGUAGE_CODE):
        words = str(sentence)[:200]
    waiting = Batch.objects.filter(pk=batch.pk, status__in=WAITING)
    if waiting.update(problem=words) and batch.status == BatchStatus.READ:
        forget_sealed(batch.file_name)
