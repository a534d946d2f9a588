"""What is done once a day for claims nobody has spoken of, and for work nobody has reviewed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from banyan.audit.record import act
from banyan.orgs.models import Organisation
from banyan.orgs.policies import QUIET_DAYS, REVIEW_DAYS
from banyan.orgs.queries import accounts_that_may, policies_of
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from banyan.tasks import messages
from banyan.tasks.actions.claim import nudge_claim, return_claim
from banyan.tasks.actions.task import end_old_task
from banyan.tasks.actions.wait import offer_places
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import (
    claims_gone_quiet,
    submissions_before,
    tasks_over_since,
    tasks_with_room_and_waits,
)
from banyan.tasks.rules import CLOSE_DAYS, is_review_late, is_to_be_nudged, is_to_be_returned


def tend_quiet_claims(at: datetime) -> None:
    """A kind word first; some days later, without an answer, the place goes back (policy `quiet_days`)."""
    claims = claims_gone_quiet(at - timedelta(days=1), at)
    days = policies_of({claim.task.org for claim in claims}, QUIET_DAYS)
    for claim in claims:
        assert claim.quiet_since is not None
        limit = int(days[claim.task.org_id])
        if is_to_be_returned(claim.quiet_since, claim.nudged_at, at, limit):
            _return(claim)
        elif claim.nudged_at is None and is_to_be_nudged(claim.quiet_since, at, limit):
            nudge_claim(claim)


def _return(claim: Claim) -> None:
    try:
        return_claim(claim)
    except Refused:
        return  # he handed it in at this very moment


def end_old_tasks(at: datetime) -> None:
    """Tasks whose last day and last turn are long past close by themselves (decisions/0020)."""
    for task in tasks_over_since(at - timedelta(days=CLOSE_DAYS)):
        with suppress(Refused):  # somebody ended it at this very moment
            end_old_task(task)


@act
def remind_reviewers(at: datetime) -> None:
    """Each organisation with work unreviewed for longer than its policy hears of it, once a day."""
    waiting = submissions_before(at - timedelta(days=REVIEW_DAYS.least))
    days = policies_of({claim.task.org for claim in waiting}, REVIEW_DAYS)
    late = [claim for claim in waiting if _is_late(claim, int(days[claim.task.org_id]), at)]
    for org, claims in _by_org(late).items():
        reviewers = {account.pk for account in accounts_that_may(REVIEW, org)}
        own = Counter(claim.person.account_id for claim in claims if claim.person.account_id in reviewers)
        if others := len(claims) - own.total():
            messages.reviews_late(org, others, today().isoformat())
        for account, count in own.items():
            messages.reviews_late(org, count, today().isoformat(), of=account)


def _is_late(claim: Claim, days: int, at: datetime) -> bool:
    return claim.submitted_at is not None and is_review_late(claim.submitted_at, at, days)


def _by_org(claims: Iterable[Claim]) -> dict[Organisation, list[Claim]]:
    found: dict[Organisation, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.task.org].append(claim)
    return found


def offer_free_places() -> None:
    """Places that nobody took after a day are offered to the next who waits."""
    for pk in tasks_with_room_and_waits():
        offer_places(pk)
