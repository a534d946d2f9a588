"""Words between a member and the branch about one claim, and who does the work together."""

from functools import partial

from django.db import IntegrityError, transaction

from banyan.audit.lifecycle import MOVED_ON
from banyan.audit.record import act, remember
from banyan.orgs.viewers import NOT_YOURS, Viewer
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused, refuse_if
from banyan.tasks import messages
from banyan.tasks.actions.speaker import speaker_for
from banyan.tasks.models import Claim, Note, Partner
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import delivered_of, does_claim, is_reached, speaks_for_claim, standing_claims
from banyan.tasks.rules import ALREADY_PARTNER, why_not_note, why_not_partner


@act
def add_note(claim: Claim, words: str, *, by: Viewer, delivered: int | None = None) -> Note:
    """A word on how it goes, from the member's side or the branch's; the other side hears of it.

    `delivered` is what was handed over meanwhile, in the task's share unit. Whoever reviews speaks for the branch,
    anybody else who may for the member. Any word ends the quiet.
    """
    is_from_member = does_claim(by, claim)
    if not is_from_member and not by.may(REVIEW, claim.task.org):
        speaker_for(claim.person, by)
        is_from_member = True
    left = claim.share - delivered_of(claim) if delivered else None
    refuse_if(why_not_note(claim.status, words, delivered, left))
    note = Note(claim=claim, words=words.strip(), made_at=now(), author=by.audit_label[:60])
    note.is_from_member, note.delivered = is_from_member, delivered
    note.save(force_insert=True)
    Claim.objects.filter(pk=claim.pk).update(quiet_since=note.made_at, nudged_at=None)
    remember(by, "claim.noted", claim, org=claim.task.org, subject=claim.person.ref)
    transaction.on_commit(partial(messages.note_written, note.pk))
    return note


@act
def add_partner(claim: Claim, person: Person, *, by: Viewer) -> Partner:
    """Write down who does it together with him; that one hears of it and may say no."""
    speaker_for(claim.person, by)
    refuse_if(
        why_not_partner(
            status=claim.status,
            count=claim.partners.filter(left_at=None).count(),
            is_reached=is_reached(claim.task, person),
            has_claim=person.pk == claim.person_id or standing_claims(claim.task, person).of_task,
        )
    )
    partner = Partner(claim=claim, person=person, added_by=by.audit_label[:60], added_at=now())
    try:
        with transaction.atomic():
            partner.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_PARTNER) from error
    remember(by, "claim.partner_added", claim, org=claim.task.org, subject=person.ref)
    transaction.on_commit(partial(messages.partner_added, partner.pk))
    return partner


@act
def leave_partner(partner: Partner, *, by: Viewer) -> None:
    """The name comes off again: by himself, or by whoever claimed."""
    if not speaks_for_claim(by, partner.claim):
        raise NotAllowed(NOT_YOURS)
    if not Partner.objects.filter(pk=partner.pk, left_at=None).update(left_at=now()):
        raise Refused(MOVED_ON)
    remember(by, "claim.partner_left", partner.claim, org=partner.claim.task.org, subject=partner.person.ref)
