"""Two organisations claim one person: raised once a day, looked at for a reason, decided by the superior (T7).

Nothing of it happens while somebody is entered or imported, so that neither answer nor work tells of it.
"""

from functools import partial

from django.db import transaction

from banyan.audit.lifecycle import move
from banyan.audit.record import SYSTEM, act, remember
from banyan.intake import messages
from banyan.intake.models import TransferCheck
from banyan.intake.permissions import DECIDE_TRANSFERS
from banyan.intake.queries.transfers import (
    Contested,
    checks_without_cause,
    contested_people,
    people_to_release,
    superior_of,
)
from banyan.intake.rules import why_not_decide_check, why_not_look
from banyan.intake.targets import targets
from banyan.notify.actions import settle
from banyan.orgs.viewers import Viewer, require
from banyan.people.actions import hand_over_account, leave_roll, release_number
from banyan.people.models import Person
from banyan.people.states import EndReason
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if


@act
def raise_checks() -> int:
    """Release numbers that are contested no longer, settle what needs no decision, and ask superiors of the rest.

    Returns how many checks are new. Each superior hears of his own; audited as transfer_check.raised.
    """
    for person in people_to_release():
        release_number(person, by=SYSTEM)
    for check in checks_without_cause():
        move(check, "settle", by=SYSTEM, org=check.superior, decided_at=now())
        settle(messages.key_of(check))
    return len([_raise(each) for each in contested_people()])


def _raise(contested: Contested) -> TransferCheck:
    claimant, holder = contested.claimant, contested.holder
    superior = superior_of(claimant, holder)
    check = TransferCheck(claimant=claimant, holder=holder, superior=superior, made_at=now())
    check.save(force_insert=True)
    remember(SYSTEM, "transfer_check.raised", check, org=superior, subject=claimant.ref)
    transaction.on_commit(partial(messages.raised, check.pk))
    return check


@act
def open_check(check: TransferCheck, *, by: Viewer, reason: str) -> None:
    """See by name whom two organisations claim: for a reason, which both records keep (trust.md 4.4)."""
    require(by, DECIDE_TRANSFERS, at=check.superior)
    refuse_if(why_not_look(reason))
    for person in _sides(check):
        remember(
            by, "transfer_check.opened", check, org=check.superior, subject=person.ref, reason=reason.strip()
        )


@act
def confirm_transfer(check: TransferCheck, *, by: Viewer, reason: str) -> None:
    """He was transferred: from today he belongs to whoever entered him last, and has left the other roll.

    The former record stays with name and dates; his account goes with him. Both sides hear of it.
    """
    claimant, holder = _decide(check, "transfer", by=by, reason=reason)
    for target in targets():
        target.leave(holder, by=by, is_mistake=False)
    leave_roll(holder, by=by, reason=EndReason.TRANSFERRED)
    release_number(claimant, by=by)
    hand_over_account(holder, claimant, by=by)
    transaction.on_commit(partial(messages.transferred, check.pk))


@act
def keep_where_he_was(check: TransferCheck, *, by: Viewer, reason: str) -> None:
    """He stays where he was: the later entry is withdrawn and never counted; that side hears a plain sentence."""
    claimant, _holder = _decide(check, "keep", by=by, reason=reason)
    for target in targets():
        target.leave(claimant, by=by, is_mistake=True)
    leave_roll(claimant, by=by, reason=EndReason.MISTAKE)
    transaction.on_commit(partial(messages.stayed, check.pk))


@act
def ask_to_check(check: TransferCheck, *, by: Viewer, reason: str, is_claimant: bool) -> None:
    """Two different people: the side whose number may be wrong is asked to look; the correction settles it."""
    claimant, holder = _decide(check, "ask", by=by, reason=reason)
    check.asked = (claimant if is_claimant else holder).home
    check.save(update_fields=["asked"])
    transaction.on_commit(partial(messages.asked, check.pk))


def _decide(check: TransferCheck, verb: str, *, by: Viewer, reason: str) -> tuple[Person, Person]:
    require(by, DECIDE_TRANSFERS, at=check.superior)
    claimant, holder = check.claimant, check.holder
    refuse_if(why_not_decide_check(is_whole=claimant is not None and holder is not None, reason=reason))
    assert claimant is not None
    assert holder is not None
    move(
        check,
        verb,
        by=by,
        org=check.superior,
        subject=claimant.ref,
        reason=reason.strip(),
        decided_at=now(),
        decided_by=by.audit_label[:60],
    )
    check.reason = reason.strip()[:200]
    check.save(update_fields=["reason"])
    return claimant, holder


def _sides(check: TransferCheck) -> list[Person]:
    return [person for person in (check.claimant, check.holder) if person is not None]
