"""Reviewing what was handed in."""

from functools import partial

from django.db import transaction
from django.utils.timezone import localtime

from banyan.audit.lifecycle import move
from banyan.audit.record import act
from banyan.ledger.actions.booking import award
from banyan.ledger.states import Activity
from banyan.notify.actions import settle
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.claim import give_place_back
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.rules import (
    why_not_review,
    why_not_send_back,
)


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
    _thank(claim, by=by)
    settle(messages.review_key(claim))
    transaction.on_commit(partial(messages.work_accepted, claim.pk))


def _thank(claim: Claim, *, by: Viewer) -> None:
    """What the work is worth where the member is at home (I-02); it counts for the day it was handed in."""
    assert claim.submitted_at is not None
    day = localtime(claim.submitted_at).date()
    award(claim.person, Activity.TASK, source=f"claim:{claim.ref}", day=day, by=by)


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
        quiet_since=now(),
        nudged_at=None,
        reviewed_by=by.audit_label[:60],
    )
    settle(messages.review_key(claim))
    transaction.on_commit(partial(messages.work_sent_back, claim.pk))


@act
def release_claim(claim: Claim, words: str, *, by: Viewer) -> None:
    """The branch ends a claim that needs no more work, with a kind word; the place is free again."""
    require(by, REVIEW, at=claim.task.org)
    refuse_if(why_not_send_back(words))
    asked = messages.review_key(claim) if claim.submitted_at else ""
    give_place_back(claim)
    move(
        claim,
        "release",
        by=by,
        missing=words.strip(),
        withdrawn_at=now(),
        org=claim.task.org,
        subject=claim.person.ref,
    )
    if asked:
        settle(asked)
    transaction.on_commit(partial(messages.claim_released, claim.pk))


def _require_review(claim: Claim, by: Viewer) -> None:
    require(by, REVIEW, at=claim.task.org)
    is_own = by.account is not None and claim.person.account_id == by.account.pk
    refuse_if(why_not_review(claim.status, is_own=is_own))
