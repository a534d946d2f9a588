"""The face our rows show to Django's Tasks API (settings.TASKS)."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from banyan.jobs.actions import enqueue_job
from banyan.jobs.later import LaterTask, task_at
from banyan.jobs.models import Job
from banyan.jobs.queries import all_jobs
from banyan.jobs.rules import REF
from banyan.jobs.states import JobState

STATUS = {
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.FAILED: TaskResultStatus.FAILED,
}


class DatabaseBackend(BaseTaskBackend):
    """Tasks become rows in the transaction that enqueues them."""

    task_class = LaterTask
    supports_defer = True
    supports_get_result = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        if not isinstance(task, LaterTask):
            raise TypeError("Tasks of the default backend are made with banyan.jobs.later.later")
        return result_of(enqueue_job(task, args, kwargs), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = all_jobs().filter(ref=result_id).first() if REF.fullmatch(result_id) else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, task_at(job.task))


def result_of(job: Job, task: LaterTask[Any, Any]) -> TaskResult[Any]:
    """The row in Django's words. What a task returns is not kept: results are rows of the apps."""
    return TaskResult(
        task=task,
        id=str(job.ref),
        status=STATUS[JobState(job.state)],
        enqueued_at=job.made_at,
        started_at=job.started_at,
        finished_at=job.ended_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[],
        worker_ids=[job.worker] if job.worker else [],
    )
