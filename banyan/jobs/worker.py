"""The worker: takes one job after the other, keeps its lease alive, and ends when asked to."""

import logging
import os
import secrets
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, OperationalError, close_old_connections, connection

from banyan.jobs.actions import (
    bury_lost_jobs,
    claim_job,
    enqueue_turns,
    fail_job,
    finish_job,
    keep_job,
    refuse_job,
)
from banyan.jobs.later import Timed, task_at
from banyan.jobs.models import Job
from banyan.jobs.progress import Progress, current
from banyan.shared.errors import NotAllowed, Refused

LEASE_SECONDS = 60.0
POLL_SECONDS = 1.0
TELL_SECONDS = 1.0
TURN_SECONDS = 30.0
PACKAGE = str(Path(__file__).resolve().parent.parent)
log = logging.getLogger(__name__)


class Worker:
    """One process that works jobs off, one at a time. Several may run side by side."""

    def __init__(self, schedule: Sequence[Timed] = (), *, lease_seconds: float = LEASE_SECONDS) -> None:
        self.schedule = schedule
        self.lease = timedelta(seconds=lease_seconds)
        self.name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the job at hand and take no other."""
        self._stopping.set()

    def run(self) -> None:
        """Work until stopped; look at the schedule every half minute. Outlives a database that restarts."""
        while not self._stopping.is_set():
            try:
                self._look_around()
                self._work_for(TURN_SECONDS)
            except DatabaseError as fault:
                log.error("The database does not answer: %s", where_it_broke(fault))
                self._stopping.wait(POLL_SECONDS)
            close_old_connections()

    def run_waiting(self) -> int:
        """Do everything that is due now, then come back; returns how many jobs were taken."""
        self._look_around()
        taken = 0
        while not self._stopping.is_set() and self.take_one():
            taken += 1
        return taken

    def take_one(self) -> bool:
        """Take and do one job; False when none is due."""
        job = claim_job(self.name, self.lease)
        if job is not None:
            with self._kept(job):
                work_off(job)
        return job is not None

    def _look_around(self) -> None:
        bury_lost_jobs()
        enqueue_turns(self.schedule)

    def _work_for(self, seconds: float) -> None:
        for _turn in range(int(seconds / POLL_SECONDS)):
            while not self._stopping.is_set() and self.take_one():
                pass
            if self._stopping.wait(POLL_SECONDS):
                return

    @contextmanager
    def _kept(self, job: Job) -> Iterator[None]:
        """While the job is worked on, a thread beside it renews the lease and writes the progress."""
        progress, done = Progress(), threading.Event()
        keeper = threading.Thread(target=self._keep, args=(job, progress, done), daemon=True)
        token = current.set(progress)
        keeper.start()
        try:
            yield
        finally:
            current.reset(token)
            done.set()
            keeper.join()

    def _keep(self, job: Job, progress: Progress, done: threading.Event) -> None:
        """A job of less than a second costs no connection here."""
        told, waited = Progress(), 0.0
        while not done.wait(TELL_SECONDS):
            waited += TELL_SECONDS
            if progress != told or waited >= self.lease.total_seconds() / 3:
                told, waited = replace(progress), 0.0
                # Where one transaction holds the whole database (SQLite), the next second tries again.
                with suppress(OperationalError):
                    keep_job(job, self.lease, told)
        connection.close()


def work_off(job: Job) -> None:
    """Do one claimed job and write down how it ended. A no of the rules is final; anything else is tried again."""
    try:
        task_at(job.task).call(*job.args, **job.kwargs)
    except (Refused, NotAllowed) as no:
        refuse_job(job, no.reason.text)
    except Exception as fault:
        # Neither log nor row repeats what the exception says: a database quotes the values it refuses (R-P1).
        log.error("Job %s (%s), try %s: %s", job.ref, job.task, job.tries, where_it_broke(fault))
        fail_job(job, where_it_broke(fault))
    else:
        if not finish_job(job):
            log.warning("Job %s (%s) outlasted its lease and may have been done twice", job.ref, job.task)


def where_it_broke(fault: BaseException) -> str:
    """The kind of exception and the last line of ours it passed."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if PACKAGE in frame.filename]
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).relative_to(PACKAGE)}:{last.lineno}" if last else ""
    return f"{type(fault).__name__} {place}".strip()
