"""Marks to compare work by, and putting a question about it aside (ideas 19)."""

from datetime import datetime, timedelta

from banyan.audit.record import act, remember, remember_forgotten
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if
from banyan.shared.fields import keyring
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import does_claim
from banyan.tasks.rules import SESSION_DAYS, why_not_review, words_to_compare

MARK_DIGITS = 32


def mark_of_words(text: str, purpose: str = "claim words") -> str:
    """A keyed digest of what the words come down to; empty for a short one. Alike within one purpose alone."""
    plain = words_to_compare(text)
    return _mark(purpose, plain) if plain else ""


def mark_of_session(by: Viewer) -> str:
    """A keyed digest of the session or token he came by; empty for jobs and commands."""
    return _mark("claim session", by.device) if by.device else ""


def _mark(purpose: str, text: str) -> str:
    return keyring().digest("token", f"{purpose}|{text}")[:MARK_DIGITS]


@act
def clear_questions(claim: Claim, *, by: Viewer) -> None:
    """The reviewer has looked and it is all right: nobody is asked again until it is handed in anew."""
    require(by, REVIEW, at=claim.task.org)
    refuse_if(why_not_review(claim.status, is_own=does_claim(by, claim)))
    Claim.objects.filter(pk=claim.pk).update(cleared_at=now())
    remember(by, "claim.questions_cleared", claim, org=claim.task.org)


@act
def forget_sessions(at: datetime) -> int:
    """By which session something came is known for a month only; returns from how many claims it went."""
    old = Claim.objects.filter(submitted_at__lt=at - timedelta(days=SESSION_DAYS))
    gone = old.exclude(session_mark="").update(session_mark="")
    return remember_forgotten("claim_marks.forgotten", gone)
