"""Reviewing what was handed in."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.timezone import localtime

from banyan.audit.lifecycle import move
from banyan.audit.record import act
from banyan.ledger.actions.booking import award
from banyan.ledger.states import Grade
from banyan.notify.actions import settle
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.claim import give_place_back
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import doers_of
from banyan.tasks.rules import thanked_as, why_not_review, why_not_send_back


@act
def accept_work(claim: Claim, *, by: Viewer, grade: str = Grade.PLAIN) -> None:
    """The reviewer accepts: the task is done for whoever did it, they hear of it and are thanked (D-03, I-02).

    `grade` is how well it was done; where nothing is set for it, it is worth what done work is.
    """
    doers = _require_review(claim, by)
    move(
        claim,
        "accept",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        accepted_at=now(),
        reviewed_by=by.audit_label[:60],
    )
    _thank(doers, claim, grade, by=by)
    settle(messages.review_key(claim))
    transaction.on_commit(partial(messages.work_accepted, claim.pk))


def _thank(doers: Sequence[Person], claim: Claim, grade: str, *, by: Viewer) -> None:
    """What the work is worth where each of them is at home; it counts for the day it was handed in."""
    assert claim.submitted_at is not None
    day = localtime(claim.submitted_at).date()
    told = {"source": f"claim:{claim.ref}", "words": claim.task.title, "grade": grade}
    for person in doers:
        for activity in thanked_as(claim.task.sort, is_recorded=claim.is_recorded):
            if award(person, activity, day=day, by=by, **told) is not None:
                break


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


def _require_review(claim: Claim, by: Viewer) -> list[Person]:
    """Who did the work, the one who claimed it first: nobody of them reviews it."""
    require(by, REVIEW, at=claim.task.org)
    doers = doers_of(claim)
    is_own = by.account is not None and any(each.account_id == by.account.pk for each in doers)
    refuse_if(why_not_review(claim.status, is_own=is_own))
    return doers
