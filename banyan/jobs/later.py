"""How an app writes down work for later, by Django's Tasks API.

    @later(title=_("读入名册"))                                    # intake/jobs.py
    def read_roster(batch_pk: int) -> None: ...

    reading = task_named("intake.read_roster")                     # intake/actions.py, below the room of jobs
    reading.for_owner(by.audit_ref, link=address).enqueue(batch.pk)
    task_named("journeys.remind").once(f"remind:{period}:{org.pk}").enqueue(org.pk, str(period))

Written inside the action's transaction, it stands or falls with it. It runs at least once: what it does must
bear a second time. Arguments are ids alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, ParamSpec, Self, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task

from banyan.shared.periods import Period, day_in

P = ParamSpec("P")
T = TypeVar("T")
MAX_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterTask(Task[P, T]):
    """A task with what our rows know beyond Django's: its words, whose it is, where its result stands."""

    title: str | Promise = ""
    max_tries: int = MAX_TRIES
    owner_ref: UUID | None = None
    org_ref: UUID | None = None
    link: str = ""
    unique_key: str = ""

    def for_owner(self, owner_ref: UUID | None, *, org_ref: UUID | None = None, link: str = "") -> Self:
        """The same task, asked for by an account: he sees its progress, and the link when it is done."""
        return replace(self, owner_ref=owner_ref, org_ref=org_ref, link=link)

    def once(self, unique_key: str) -> Self:
        """The same task under a key: asked for again with this key, it is the first one (R-J3)."""
        return replace(self, unique_key=unique_key)


def later(*, title: str | Promise, max_tries: int = MAX_TRIES) -> Callable[[Callable[P, T]], LaterTask[P, T]]:
    """Make a function work for later. After `max_tries` failures it stays as a visible dead letter (R-J4)."""

    def wrap(function: Callable[P, T]) -> LaterTask[P, T]:
        return LaterTask(func=function, title=title, max_tries=max_tries)

    return wrap


def task_named(name: str) -> LaterTask[Any, Any]:
    """The task `read_roster` of `banyan/intake/jobs.py` by its name "intake.read_roster"."""
    app, function = name.split(".")
    return task_at(f"banyan.{app}.jobs.{function}")


def task_at(path: str) -> LaterTask[Any, Any]:
    """The task of a stored job by its whole path; ImportError when the code no longer has it."""
    task = import_string(path)
    if not isinstance(task, LaterTask):
        raise ImportError(f"{path} is no task")
    return task


@dataclass(frozen=True)
class Timed:
    """One line of config/schedule.py: a task that is handed each period as a value, once (R-J3).

    It runs from `hour` o'clock in Asia/Shanghai: each day, or on `day` of the period's last month. A turn
    missed for its whole period is not made up for.
    """

    task: LaterTask[Any, Any]
    cadence: str = "day"
    day: int = 1
    hour: int = 3

    def turn_at(self, moment: datetime) -> str:
        """The period whose turn has come by this moment; empty when it has not."""
        today = timezone.localtime(moment).date()
        if self.cadence == "day":
            return today.isoformat() if self._start(today) <= moment else ""
        period = Period.of(today, self.cadence)
        return str(period) if self._start(day_in(period, self.day)) <= moment else ""

    def key_of(self, turn: str) -> str:
        return f"{self.task.module_path}:{turn}"

    def _start(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(self.hour)))
