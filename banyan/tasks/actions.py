"""Publishing tasks, taking them on, handing work in and reviewing it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import act, remember
from banyan.notify.actions import settle
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Reason, Refused, refuse_if
from banyan.shared.photos import Photo
from banyan.shared.sealed_files import store_sealed
from banyan.tasks import messages
from banyan.tasks.models import Claim, ClaimFile, Task
from banyan.tasks.permissions import CLAIM_OWN, PUBLISH, REVIEW
from banyan.tasks.queries import claim_on, is_reached, may_claim_for
from banyan.tasks.rules import (
    ALREADY_CLAIMED,
    NOT_FOR_HIM,
    why_not_change,
    why_not_claim,
    why_not_draft,
    why_not_photos,
    why_not_quota,
    why_not_review,
    why_not_send_back,
    why_not_submit,
    why_not_withdraw,
)
from banyan.tasks.states import TaskStatus

FACTS = ("title", "words", "place", "needs", "quota", "deadline")


@act
def draft_task(org: Organisation, facts: Mapping[str, Any], *, by: Viewer) -> Task:
    """Write a task down without publishing it (D-01). Facts are those of FACTS; `quota` None means no limit."""
    require(by, PUBLISH, at=org)
    refuse_if(why_not_draft(facts["deadline"], now(), facts["quota"]))
    task = Task(org=org, made_at=now(), made_by=by.audit_label[:60])
    for name in FACTS:
        setattr(task, name, facts[name])
    task.save(force_insert=True)
    remember(by, "task.drafted", task, org=org)
    return task


@act
def change_task(task: Task, facts: Mapping[str, Any], *, by: Viewer) -> None:
    """Change a draft or an open task. The quota never falls below what is claimed, asked in the statement (R-C2)."""
    require(by, PUBLISH, at=task.org)
    refuse_if(why_not_change(task.status) or why_not_draft(facts["deadline"], now(), facts["quota"]))
    changing = Task.objects.filter(pk=task.pk, status=task.status)
    if facts["quota"] is not None:
        changing = changing.filter(claimed__lte=facts["quota"])
    is_changed = changing.update(**{name: facts[name] for name in FACTS})
    task.refresh_from_db()
    if not is_changed:
        raise Refused(why_not_quota(facts["quota"], task.claimed) or MOVED_ON)
    remember(by, "task.changed", task, org=task.org, fields=FACTS)


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
def cancel_task(task: Task, *, by: Viewer) -> None:
    """It is no longer needed: those who have it in hand hear so."""
    require(by, PUBLISH, at=task.org)
    was_open = task.status == TaskStatus.OPEN
    move(task, "cancel", by=by, org=task.org, cancelled_at=now())
    if was_open:
        transaction.on_commit(partial(messages.task_cancelled, task.pk))


@act
def claim_task(task: Task, person: Person, *, by: Viewer) -> Claim:
    """A member takes a task on, or his branch enters it for him (both names kept) (D-02, R-C1).

    The counter on the task is the lock: one conditional UPDATE takes a place and asks room and deadline.
    """
    entered_by = _speaker_for(person, by)
    refuse_if(None if is_reached(task, person) else NOT_FOR_HIM)
    at = now()
    refuse_if(_why_not(task, person, at=at))
    _take_place(task, person, at=at)
    claim = Claim(task=task, person=person, org=person.home, claimed_at=at, entered_by=entered_by)
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_CLAIMED) from error
    remember(by, "claim.made", claim, org=task.org, subject=person.ref)
    return claim


def _speaker_for(person: Person, by: Viewer) -> str:
    """Nobody when he acts himself, else the name of whoever may act for him; NotAllowed for anybody else."""
    if by.account is not None and person.account_id == by.account.pk:
        require(by, CLAIM_OWN)
        return ""
    if may_claim_for(by, person):
        return by.audit_label[:60]
    raise NotAllowed(NOT_YOURS)


def _why_not(task: Task, person: Person, *, at: datetime) -> Reason | None:
    return why_not_claim(
        status=task.status,
        deadline=task.deadline,
        at=at,
        is_full=task.is_full,
        has_claim=claim_on(task, person) is not None,
    )


def _take_place(task: Task, person: Person, *, at: datetime) -> None:
    room = Q(quota=None) | Q(claimed__lt=F("quota"))
    places = Task.objects.filter(room, pk=task.pk, status=TaskStatus.OPEN, deadline__gt=at)
    if not places.update(claimed=F("claimed") + 1):
        task.refresh_from_db()
        raise Refused(_why_not(task, person, at=at) or MOVED_ON)


@act
def withdraw_claim(claim: Claim, *, by: Viewer) -> None:
    """Give the place back, without blame; somebody else may take it."""
    _speaker_for(claim.person, by)
    refuse_if(why_not_withdraw(claim.status))
    # The task before the claim, as in claiming: two who cross each other wait instead of locking up.
    Task.objects.filter(pk=claim.task_id, claimed__gt=0).update(claimed=F("claimed") - 1)
    move(
        claim,
        "withdraw",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        withdrawn_at=now(),
    )


@act
def submit_claim(claim: Claim, result: str, *, by: Viewer, photos: Sequence[Photo] = ()) -> None:
    """Hand the work in, with a word and, if he likes, pictures; whoever reviews it is asked (D-03)."""
    _speaker_for(claim.person, by)
    refuse_if(why_not_submit(claim.status, claim.task.status, result))
    refuse_if(why_not_photos(ClaimFile.objects.filter(claim=claim).count() + len(photos)))
    move(
        claim,
        "submit",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        result=result.strip(),
        submitted_at=now(),
    )
    for photo in photos:
        _store(photo, claim)
    transaction.on_commit(partial(messages.claim_submitted, claim.pk))


def _store(photo: Photo, claim: Claim) -> None:
    file = ClaimFile(
        claim=claim, width=photo.width, height=photo.height, size_bytes=len(photo.body), added_at=now()
    )
    file.save(force_insert=True)
    store_sealed(file.name, photo.body, bound_to=file.bound_to)


@act
def take_back_work(claim: Claim, *, by: Viewer) -> None:
    """What was handed in is taken back before anybody reviewed it; the work stays in hand."""
    _speaker_for(claim.person, by)
    asked = messages.review_key(claim)
    move(
        claim, "take_back", by=by, org=claim.task.org, subject=claim.person.ref, submitted_at=None, result=""
    )
    settle(asked)


@act
def accept_work(claim: Claim, *, by: Viewer) -> None:
    """The reviewer accepts: the task is done for this member, and he hears of it (D-03)."""
    _require_review(claim, by)
    move(
        claim,
        "accept",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        accepted_at=now(),
        reviewed_by=by.audit_label[:60],
    )
    # Points are booked here once the ledger stands (I-02).
    settle(messages.review_key(claim))
    transaction.on_commit(partial(messages.work_accepted, claim.pk))


@act
def send_back_work(claim: Claim, missing: str, *, by: Viewer) -> None:
    """Something is still missing: the member hears what, and may hand it in again."""
    _require_review(claim, by)
    refuse_if(why_not_send_back(missing))
    move(
        claim,
        "send_back",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        missing=missing.strip(),
        sent_back_at=now(),
        reviewed_by=by.audit_label[:60],
    )
    settle(messages.review_key(claim))
    transaction.on_commit(partial(messages.work_sent_back, claim.pk))


def _require_review(claim: Claim, by: Viewer) -> None:
    require(by, REVIEW, at=claim.task.org)
    is_own = by.account is not None and claim.person.account_id == by.account.pk
    refuse_if(why_not_review(claim.status, is_own=is_own))
