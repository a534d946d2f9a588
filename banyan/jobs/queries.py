"""Reading work that waits. Who may see which job is decided where viewers are known (web/queries.py)."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from banyan.jobs.models import IdempotencyKey, Job
from banyan.jobs.states import OPEN


def all_jobs() -> "QuerySet[Job]":
    """Every job, newest first."""
    return Job.objects.order_by("-id")


def jobs_of(owner_ref: UUID) -> "QuerySet[Job]":
    """The jobs an account asked for, newest first."""
    return all_jobs().filter(owner_ref=owner_ref)


def jobs_due(moment: datetime) -> "QuerySet[Job]":
    """What may be taken now: work whose time has come, and work whose worker let its lease end."""
    due = Job.objects.filter(state__in=OPEN, due_at__lte=moment, tries__lt=F("max_tries"))
    return due.order_by("due_at", "id")


def job_with_key(unique_key: str) -> Job | None:
    return Job.objects.filter(unique_key=unique_key).first()


def find_key(scope: str, key: str) -> IdempotencyKey | None:
    """What this sender's key was answered with, if it has had its effect."""
    return IdempotencyKey.objects.filter(scope=scope, key=key).first()
