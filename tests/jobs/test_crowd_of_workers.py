"""Many workers and schedulers at once, and workers that are killed (R-J1, R-J3). Seeded: BANYAN_SEED=1 again."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine

from banyan.config.schedule import SCHEDULE
from banyan.jobs.actions import claim_job, enqueue_turns
from banyan.jobs.later import Timed
from banyan.jobs.models import Job
from banyan.jobs.queries import jobs_due
from banyan.jobs.states import JobState
from banyan.jobs.worker import Worker
from banyan.shared.clock import now
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.jobs.work import deliver, deliver_slowly, delivered, keep_time
from tests.jobs.workers import wait_until, worker_program

WORKERS = 8
JOBS = 40
KILLS, KILLED_JOBS = (200, 1000) if IS_LONG else (4, 60)
SEED = int(os.environ.get("BANYAN_SEED", "20211020"))
FIRST_MOMENT = datetime.fromisoformat("2026-12-20T00:00:00+08:00")
LEASE = timedelta(seconds=60)


def take_all(claim: Callable[[str], Job | None], name: str) -> list[int]:
    """What one worker takes until nothing is left."""
    taken = []
    while job := claim(name):
        taken.append(job.pk)
    return taken


def claim(name: str) -> Job | None:
    return claim_job(name, LEASE)


def claim_without_the_lock(name: str) -> Job | None:
    """The same in two steps that do not hold together: look, then take."""
    job = jobs_due(now()).first()
    if job is not None:
        time.sleep(0.002)
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, worker=name, due_at=now() + LEASE)
    return job


def taken_twice(claim: Callable[[str], Job | None]) -> int:
    for number in range(JOBS):
        deliver.enqueue(number)
    answers = all_at_once([partial(take_all, claim, f"worker-{number}") for number in range(WORKERS)])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    times = Counter(pk for answer in answers if isinstance(answer, list) for pk in answer)
    assert len(times) == JOBS
    return sum(count - 1 for count in times.values())


@pytest.mark.race
def test_many_workers_take_each_job_once(transactional_db: None) -> None:
    assert taken_twice(claim) == 0


@pytest.mark.race
def test_without_the_lock_jobs_would_be_taken_twice(transactional_db: None) -> None:
    assert taken_twice(claim_without_the_lock) > 0


@pytest.mark.race
def test_jobs_survive_workers_that_are_killed_again_and_again(transactional_db: None) -> None:
    chance = random.Random(SEED)
    for number in range(KILLED_JOBS):
        deliver_slowly.enqueue(number)
    for _kill in range(KILLS):
        before = len(delivered())
        with worker_program("--lease", "1") as program:
            wait_until(lambda before=before: len(delivered()) > before or len(delivered()) == KILLED_JOBS)
            time.sleep(chance.random() * 0.3)
            program.kill()
    wait_until(lambda: not Job.objects.filter(state=JobState.RUNNING, due_at__gt=now()).exists())
    Worker().run_waiting()
    assert delivered() == list(range(KILLED_JOBS)), f"seed {SEED}"
    assert not Job.objects.exclude(state=JobState.DONE).exists(), f"seed {SEED}"


@pytest.mark.race
@pytest.mark.parametrize("cadence", ["day", "month", "quarter"])
def test_several_schedulers_give_each_turn_once_however_the_clock_jumps(
    transactional_db: None, cadence: str
) -> None:
    timed = Timed(keep_time, cadence=cadence, day=20, hour=0)
    wanted = set()
    for hours in (0, 2, -2, 1, 24 * 32, 24 * 32 - 2, 24 * 32 + 2):
        with time_machine.travel(FIRST_MOMENT + timedelta(hours=hours)):
            wanted.add(timed.turn_at(now()))
            answers = all_at_once([partial(enqueue_turns, [timed])] * 3)
            assert answers == [None] * 3
    keys = Job.objects.values_list("unique_key", flat=True)
    assert sorted(keys) == sorted(timed.key_of(turn) for turn in wanted if turn)


def test_a_turn_comes_at_its_hour_in_shanghai() -> None:
    daily, monthly = Timed(keep_time, hour=3), Timed(keep_time, cadence="month", day=31, hour=20)
    turns = {
        "2026-02-28T02:59:59+08:00": ("", ""),
        "2026-02-28T03:00:00+08:00": ("2026-02-28", ""),
        "2026-02-28T20:00:00+08:00": ("2026-02-28", "2026-02"),
        "2026-03-01T00:00:00+08:00": ("", ""),
    }
    for text, wanted in turns.items():
        moment = datetime.fromisoformat(text)
        assert (daily.turn_at(moment), monthly.turn_at(moment)) == wanted


def test_every_timed_job_of_the_house_can_be_asked_for(db: None) -> None:
    with time_machine.travel("2026-12-31T23:59:00+08:00"):
        enqueue_turns(SCHEDULE)
        assert Job.objects.count() == len(SCHEDULE)
        assert all(timed.task.title for timed in SCHEDULE)
