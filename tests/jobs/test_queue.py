"""Work that waits: written with the act, taken once, tried again, and visible when it fails (R-J1 to R-J4)."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django_tasks import default_task_backend
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from banyan.jobs.actions import (
    bury_lost_jobs,
    claim_job,
    finish_job,
    keep_job,
    remove_old_jobs,
    try_again,
)
from banyan.jobs.later import later, task_named
from banyan.jobs.models import Job
from banyan.jobs.progress import Progress
from banyan.jobs.states import JobState
from banyan.jobs.worker import Worker
from banyan.shared.clock import now
from tests.jobs.work import be_refused, break_down, deliver, delivered, die, mark, wait_for_mark
from tests.jobs.workers import wait_until, worker_program

LEASE = timedelta(seconds=60)


def test_a_job_asked_for_is_done_by_the_worker(db: None) -> None:
    deliver.enqueue(7)
    assert Worker().run_waiting() == 1
    assert delivered() == [7]
    job = Job.objects.get()
    assert (job.state, job.tries, job.is_ended) == (JobState.DONE, 1, True)


def test_a_job_goes_with_the_transaction_that_asked_for_it(db: None) -> None:
    with transaction.atomic():
        deliver.enqueue(7)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", ["何远山", "13800138000", 13800138000, 43102619790101123, 1.5, ["1"], {"a": 1}]
)
def test_a_job_carries_nothing_but_ids(db: None, wrong: Any) -> None:
    with pytest.raises(TypeError) as caught:
        deliver.enqueue(wrong)
    assert str(wrong) not in str(caught.value)


@pytest.mark.parametrize("fit", [0, 12345, "2026-02", "2026-Q1", "2026-02-03", "paper.voided", None, True])
def test_ids_refs_periods_and_words_of_the_code_may_be_carried(db: None, fit: Any) -> None:
    deliver.enqueue(fit)
    deliver.enqueue(number=str(uuid.uuid4()))
    assert Job.objects.count() == 2


def test_a_job_with_a_key_is_asked_for_once(db: None) -> None:
    first = deliver.once("deliver:2026-02:7").enqueue(7)
    again = deliver.once("deliver:2026-02:7").enqueue(8)
    assert (first.id, Job.objects.count()) == (again.id, 1)
    Worker().run_waiting()
    deliver.once("deliver:2026-02:7").enqueue(7)
    assert Worker().run_waiting() == 0


def test_a_job_for_later_waits_for_its_time(db: None) -> None:
    deliver.using(run_after=now() + timedelta(hours=2)).enqueue(7)
    assert Worker().run_waiting() == 0
    with time_machine.travel(now() + timedelta(hours=2, seconds=1)):
        assert Worker().run_waiting() == 1


def test_a_job_is_found_by_its_name_where_the_rooms_forbid_an_import(db: None) -> None:
    assert task_named("jobs.clear_away").module_path == "banyan.jobs.jobs.clear_away"
    with pytest.raises(ImportError):
        task_named("jobs.later")


def test_a_title_is_kept_in_the_source_language_with_owner_and_link(db: None) -> None:
    owner, org = uuid.uuid4(), uuid.uuid4()
    deliver.for_owner(owner, org_ref=org, link="/rosters/7").enqueue(7)
    job = Job.objects.get()
    assert (job.title, job.owner_ref, job.org_ref, job.link) == ("送达一件", owner, org, "/rosters/7")


def test_a_failing_job_is_tried_again_later_and_ends_as_a_visible_dead_letter(db: None) -> None:
    break_down.enqueue(1)
    moment = now()
    waits = []
    with time_machine.travel(moment, tick=False) as clock:
        for _try in range(3):
            assert Worker().run_waiting() == 1
            job = Job.objects.get()
            waits.append((job.due_at - now()).total_seconds())
            clock.move_to(job.due_at)
    assert waits[:2] == [10, 40]
    assert (job.state, job.tries) == (JobState.FAILED, 3)


def test_what_is_kept_of_a_failure_names_the_kind_and_never_the_value(db: None, caplog: Any) -> None:
    break_down.enqueue(1)
    Worker().run_waiting()
    fault = Job.objects.get().fault
    assert fault.startswith("ValueError")
    assert "13800138000" not in fault + caplog.text
    assert "ValueError" in caplog.text


def test_a_no_of_the_rules_is_final_and_says_why(db: None) -> None:
    be_refused.enqueue(1)
    Worker().run_waiting()
    job = Job.objects.get()
    assert (job.state, job.tries, job.problem) == (JobState.FAILED, 1, "该组织已经撤销。")


def test_a_poison_job_does_not_stop_the_others(db: None) -> None:
    break_down.enqueue(1)
    deliver.enqueue(2)
    deliver.enqueue(3)
    Worker().run_waiting()
    assert delivered() == [2, 3]


def test_a_job_whose_code_is_gone_fails_and_says_so(db: None) -> None:
    deliver.enqueue(1)
    Job.objects.update(task="tests.jobs.work.no_longer_there", max_tries=1)
    Worker().run_waiting()
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert job.fault.startswith("ImportError")


def test_a_failed_job_can_be_tried_again(db: None) -> None:
    break_down.enqueue(1)
    Job.objects.update(max_tries=1)
    Worker().run_waiting()
    job = Job.objects.get()
    assert try_again(job)
    assert not try_again(job)
    job.refresh_from_db()
    assert (job.state, job.tries, job.problem) == (JobState.WAITING, 0, "")


def test_a_job_of_a_dead_worker_is_taken_when_its_lease_ends_and_not_before(db: None) -> None:
    deliver.enqueue(7)
    dead = claim_job("dead", LEASE)
    assert dead is not None
    assert claim_job("alive", LEASE) is None
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        alive = claim_job("alive", LEASE)
        assert alive is not None
        assert (alive.pk, alive.tries) == (dead.pk, 2)
        assert not finish_job(dead)
        assert not keep_job(dead, LEASE, Progress())
        assert finish_job(alive)


def test_a_kept_job_is_not_taken_and_tells_how_far_it_is(db: None) -> None:
    deliver.enqueue(7)
    job = claim_job("alive", LEASE)
    assert job is not None
    with time_machine.travel(now() + LEASE / 2):
        assert keep_job(job, LEASE, Progress(3, 10, "第三批"))
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert claim_job("other", LEASE) is None
    job.refresh_from_db()
    assert (job.done, job.total, job.words) == (3, 10, "第三批")


def test_a_job_that_takes_its_worker_down_each_time_is_buried(db: None) -> None:
    die.enqueue(1)
    Job.objects.update(state=JobState.RUNNING, tries=2, due_at=now() - timedelta(seconds=1))
    assert claim_job("alive", LEASE) is None
    assert bury_lost_jobs() == 1
    assert Job.objects.get().is_failed


def test_done_jobs_are_cleared_away_after_a_month_and_failed_ones_stay(db: None) -> None:
    deliver.enqueue(1)
    deliver.once("deliver:1").enqueue(1)
    be_refused.enqueue(1)
    Worker().run_waiting()
    assert remove_old_jobs(now() + timedelta(days=29)) == 0
    assert remove_old_jobs(now() + timedelta(days=31)) == 1
    assert remove_old_jobs(now() + timedelta(days=401)) == 1
    assert Job.objects.get().is_failed


def test_the_api_of_django_finds_a_result(db: None) -> None:
    asked = deliver.enqueue(7)
    assert asked.status == TaskResultStatus.READY
    Worker().run_waiting()
    assert default_task_backend.get_result(asked.id).status == TaskResultStatus.SUCCESSFUL
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result("no such job")


def test_only_a_function_of_a_module_can_be_work() -> None:
    with pytest.raises(Exception, match="module level"):

        @later(title="内层")
        def inner() -> None: ...


def test_the_worker_finishes_its_job_when_asked_to_stop(transactional_db: None) -> None:
    wait_for_mark.enqueue(1)
    deliver.enqueue(2)
    with worker_program() as program:
        wait_until(mark(1, "begun").exists)
        program.terminate()
        wait_until(lambda: Job.objects.filter(done__gt=0, words="等待").exists())
        mark(1, "go").touch()
        assert program.wait(20) == 0
    assert states() == ["done", "waiting"]
    clear_marks()


def test_a_worker_killed_in_the_middle_loses_nothing(transactional_db: None) -> None:
    wait_for_mark.enqueue(1)
    with worker_program("--lease", "2") as program:
        wait_until(mark(1, "begun").exists)
        program.kill()
        program.wait()
    assert states() == ["running"]
    mark(1, "go").touch()
    wait_until(lambda: Job.objects.filter(task__endswith="wait_for_mark", due_at__lt=now()).exists())
    Worker().run_waiting()
    assert states() == ["done"]
    clear_marks()


def states() -> list[str]:
    """How the jobs of these tests stand, in the order they were asked for."""
    ours = Job.objects.filter(task__startswith="tests.").order_by("pk")
    return list(ours.values_list("state", flat=True))


def clear_marks() -> None:
    for file in Path(settings.HOME).glob("mark-*"):
        file.unlink()
