"""Every change of work that waits and of the keys of what was submitted.

This floor knows no viewers: who may ask for work or try it again is decided by the actions above that call these.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from banyan.jobs.later import LaterTask, Timed
from banyan.jobs.models import IdempotencyKey, Job
from banyan.jobs.progress import Progress
from banyan.jobs.queries import job_with_key, jobs_due
from banyan.jobs.rules import strangers_in, wait_before_retry
from banyan.jobs.states import JobState
from banyan.shared.clock import now
from banyan.shared.prepared import insert_once, prepared_change

WORKER_LOST = "worker lost"
KEY_HOURS = 48
JOB_DAYS = 30
# A job with a unique key is what keeps it from running twice: kept longer than any period lasts.
UNIQUE_JOB_DAYS = 400


def enqueue_job(task: LaterTask[Any, Any], args: Iterable[Any], kwargs: Mapping[str, Any]) -> Job:
    """Write work down in the present transaction. With a unique key that is taken, the job that has it.

    TypeError when an argument is more than an id (R-J4).
    """
    if strangers := strangers_in([*args, *kwargs.values()]):
        raise TypeError(f"Job arguments are ids alone, not {', '.join(strangers)}: {task.module_path}")
    moment = now()
    job = Job(
        task=task.module_path,
        args=list(args),
        kwargs=dict(kwargs),
        title=_source_words(task),
        owner_ref=task.owner_ref,
        org_ref=task.org_ref,
        link=task.link,
        unique_key=task.unique_key or None,
        due_at=task.run_after or moment,
        max_tries=task.max_tries,
        made_at=moment,
    )
    return _stored_once(job) if job.unique_key else _stored(job)


def _source_words(task: LaterTask[Any, Any]) -> str:
    """The title in the source language; a screen translates it."""
    with override(settings.LANGUAGE_CODE):
        return str(task.title)


def _stored(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _stored_once(job: Job) -> Job:
    Job.objects.bulk_create([job], ignore_conflicts=True)
    stored = job_with_key(str(job.unique_key))
    return stored if stored is not None else job


def enqueue_turns(schedule: Iterable[Timed]) -> None:
    """Write down every timed task whose turn has come; however many do so at once, each turn is one job (R-J3)."""
    moment = now()
    for timed in schedule:
        turn = timed.turn_at(moment)
        if turn and job_with_key(timed.key_of(turn)) is None:
            timed.task.once(timed.key_of(turn)).enqueue(turn)


def claim_job(worker: str, lease: timedelta) -> Job | None:
    """Take the job that has waited longest, for the length of a lease; None when nothing is due.

    On PostgreSQL rows that others are taking are passed over; on SQLite the transaction is the lock.
    """
    moment = now()
    if not jobs_due(moment).exists():
        return None
    with transaction.atomic():
        job = jobs_due(moment).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.worker, job.tries = JobState.RUNNING, worker, job.tries + 1
        job.started_at, job.due_at = moment, moment + lease
        job.save(update_fields=["state", "worker", "tries", "started_at", "due_at"])
        return job


def bury_lost_jobs() -> int:
    """A job that took its worker down at its last try too becomes a dead letter, and blocks no other (R-J4)."""
    lost = Job.objects.filter(state=JobState.RUNNING, due_at__lte=now(), tries__gte=F("max_tries"))
    return lost.update(state=JobState.FAILED, ended_at=now(), fault=WORKER_LOST)


def _held(job: Job) -> "QuerySet[Job]":
    """The job, if it is still this worker's: not when its lease ended and another took it."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, tries=job.tries)


def keep_job(job: Job, lease: timedelta, progress: Progress) -> bool:
    """Renew the lease and write how far it is. False when the job is no longer this worker's."""
    return bool(
        _held(job).update(
            due_at=now() + lease, done=progress.done, total=progress.total, words=progress.words[:80]
        )
    )


def finish_job(job: Job) -> bool:
    """The job is done. False when it was no longer this worker's."""
    return bool(_held(job).update(state=JobState.DONE, ended_at=now(), problem="", fault=""))


def refuse_job(job: Job, problem: str | Promise) -> None:
    """The rules said no, and why: it would be no again, so the job stays visible as failed."""
    with override(settings.LANGUAGE_CODE):
        words = str(problem)[:200]
    _held(job).update(state=JobState.FAILED, ended_at=now(), problem=words)


def fail_job(job: Job, fault: str) -> None:
    """Something broke: try again after a while; after the last try it stays visible as failed."""
    if job.tries >= job.max_tries:
        _held(job).update(state=JobState.FAILED, ended_at=now(), fault=fault[:120])
        return
    due_at = now() + wait_before_retry(job.tries)
    _held(job).update(state=JobState.WAITING, due_at=due_at, fault=fault[:120])


def try_again(job: Job) -> bool:
    """A failed job waits once more, with all its tries. False when it is not failed (any more)."""
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    return bool(
        failed.update(
            state=JobState.WAITING, due_at=now(), tries=0, problem="", fault="", ended_at=None, done=0
        )
    )


def remove_old_jobs(moment: datetime) -> int:
    """Remove what was done long ago; failed jobs stay until somebody has seen to them."""
    done = Job.objects.filter(state=JobState.DONE)
    plain = done.filter(unique_key=None, ended_at__lt=moment - timedelta(days=JOB_DAYS))
    keyed = done.filter(ended_at__lt=moment - timedelta(days=UNIQUE_JOB_DAYS))
    return plain.delete()[0] + keyed.delete()[0]


def reserve_key(scope: str, key: str, body_digest: str) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether it is new; waits for whoever is submitting the same key (R-C4).

    A stored row has its answer: only one's own, not committed yet, has none.
    """
    row = IdempotencyKey(scope=scope, key=key, body_digest=body_digest, made_at=now())
    if insert_once(row):
        return row, True
    stored = IdempotencyKey.objects.get(scope=scope, key=key)
    return stored, stored.status == 0


def settle_key(row: IdempotencyKey, *, status: int, location: str) -> None:
    """The effect is there: what was answered, as a status and the address it led to."""
    row.status, row.location = status, location[:300]
    _settle(row.pk, row.status, row.location)


@prepared_change
def _settle(pk: int, status: int, location: str) -> "tuple[QuerySet[IdempotencyKey], dict[str, Any]]":
    return IdempotencyKey.objects.filter(pk=pk), {"status": status, "location": location}


def release_key(row: IdempotencyKey) -> None:
    """Nothing was changed under this key, so it may be used again."""
    row.delete()


def remove_old_keys(moment: datetime) -> int:
    """Keys are kept for two days; a form is acknowledged or given up long before."""
    old = IdempotencyKey.objects.filter(made_at__lt=moment - timedelta(hours=KEY_HOURS))
    return old.delete()[0]
