"""Publishing tasks: draft, change, open, close, cancel."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import SYSTEM, act, remember
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.bulk import insert_many
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused, refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.wait import offer_places
from banyan.tasks.kinds import FREE
from banyan.tasks.models import Slot, Task
from banyan.tasks.permissions import PUBLISH
from banyan.tasks.rules import (
    is_word_due,
    why_not_change,
    why_not_draft,
    why_not_kind,
    why_not_quota,
    why_not_skills,
    why_not_slots,
    why_not_unit,
)
from banyan.tasks.states import TaskStatus

FACTS = ("title", "words", "place", "needs", "quota", "deadline")
# Facts that may be left out: those of a free task hold then.
MORE = ("kind", "details", "minutes", "share_unit", "city", "skills")


@act
def draft_task(org: Organisation, facts: Mapping[str, Any], *, by: Viewer) -> Task:
    """Write a task down without publishing it (D-01).

    Facts are those of FACTS, and of MORE as far as given: `quota` None means no limit, `details` are the lines of
    its kind (kinds.py), `minutes` how long it takes, `share_unit` what the quota counts instead of people. `slots`
    are turns (from, to, people); the quota is then theirs, and stays. `people`: only these may claim it; `city` and
    `skills` say who is asked, everybody it reaches may claim.
    """
    require(by, PUBLISH, at=org)
    refuse_if(_why_not_written(facts))
    task = Task(org=org, made_at=now(), made_by=by.audit_label[:60])
    for name, value in _fields(facts).items():
        setattr(task, name, value)
    slots = facts.get("slots", ())
    if slots:
        task.is_slotted, task.share_unit = True, ""
        task.quota = sum(places for _starts_at, _ends_at, places in slots)
    task.save(force_insert=True)
    _name(task, facts.get("people", ()))
    insert_many([Slot(task=task, starts_at=start, ends_at=end, quota=some) for start, end, some in slots])
    remember(by, "task.drafted", task, org=org)
    return task


@act
def change_task(task: Task, facts: Mapping[str, Any], *, by: Viewer) -> None:
    """Change a draft or an open task. The quota never falls below what is claimed, asked in the statement (R-C2)."""
    require(by, PUBLISH, at=task.org)
    refuse_if(why_not_change(task.status) or _why_not_written(facts, task.kind))
    facts = {**facts, "quota": task.quota} if task.is_slotted else facts
    changing = Task.objects.filter(pk=task.pk, status=task.status)
    if facts.get("share_unit", task.share_unit) != task.share_unit:
        changing = changing.filter(claimed=0)
    if facts["quota"] is not None:
        changing = changing.filter(claimed__lte=facts["quota"])
    if not changing.update(**_fields(facts)):
        raise Refused(_why_not_changed(task, facts))
    task.refresh_from_db()
    transaction.on_commit(partial(offer_places, task.pk))
    remember(by, "task.changed", task, org=task.org, fields=_fields(facts))


def _why_not_changed(task: Task, facts: Mapping[str, Any]) -> Reason:
    """Somebody claimed it or ended it meanwhile."""
    task.refresh_from_db()
    unit = facts.get("share_unit", task.share_unit)
    reason = why_not_unit(task.share_unit, unit, task.claimed) or why_not_quota(facts["quota"], task.claimed)
    return reason or MOVED_ON


def _why_not_written(facts: Mapping[str, Any], kind: str = FREE.id) -> Reason | None:
    reason = why_not_kind(facts.get("kind", kind), facts.get("details", {}))
    reason = reason or why_not_skills(facts.get("skills", ())) or why_not_slots(facts.get("slots", ()), now())
    return reason or why_not_draft(facts["deadline"], now(), facts["quota"])


def _name(task: Task, people: Iterable[Person]) -> None:
    listed = list(people)
    if listed:
        task.people.set(listed)
        Task.objects.filter(pk=task.pk).update(is_named=True)
        task.is_named = True


def _fields(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in (*FACTS, *MORE) if name in FACTS or name in facts}


@act
def open_task(task: Task, *, by: Viewer) -> None:
    """Publish a draft: from now on it can be claimed; members it reaches hear of it within what is decent."""
    require(by, PUBLISH, at=task.org)
    at = now()
    refuse_if(why_not_draft(task.deadline, at, task.quota))
    move(task, "open", by=by, org=task.org, opened_at=at)
    transaction.on_commit(partial(messages.task_opened, task.pk))


@act
def publish_task(org: Organisation, facts: Mapping[str, Any], *, by: Viewer) -> Task:
    """Write a task down and publish it at one stroke: both or neither."""
    task = draft_task(org, facts, by=by)
    open_task(task, by=by)
    return task


@act
def close_task(task: Task, *, by: Viewer) -> None:
    """No more claims; what is in hand may still be handed in and reviewed."""
    require(by, PUBLISH, at=task.org)
    move(task, "close", by=by, org=task.org, closed_at=now())


@act
def end_old_task(task: Task) -> None:
    """Its last day is long past: it closes by itself, as if by its branch, and takes nothing from anybody.

    Who still has it in hand hears a kind word and may hand it in; what was handed in stays to be reviewed.
    """
    at = now()
    move(task, "close", by=SYSTEM, org=task.org, closed_at=at)
    if is_word_due(task.deadline, at):
        transaction.on_commit(partial(messages.task_ended, task.pk))


@act
def cancel_task(task: Task, *, by: Viewer) -> None:
    """It is no longer needed: those who have it in hand hear so."""
    require(by, PUBLISH, at=task.org)
    was_open = task.status == TaskStatus.OPEN
    move(task, "cancel", by=by, org=task.org, cancelled_at=now())
    if was_open:
        transaction.on_commit(partial(messages.task_cancelled, task.pk))
