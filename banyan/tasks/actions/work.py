"""Handing work in, and taking it back before anybody has reviewed it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import act, remember, remember_forgotten
from banyan.notify.actions import settle
from banyan.orgs.viewers import NOT_YOURS, Viewer
from banyan.people.actions import keep_room_for_pictures
from banyan.shared.attachments.checking import Attachment
from banyan.shared.bulk import insert_many
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused, refuse_if
from banyan.shared.photos import Photo
from banyan.shared.sealed_files import forget_sealed, forget_strays, store_sealed
from banyan.tasks import messages
from banyan.tasks.actions.question import mark_of_session, mark_of_words
from banyan.tasks.models import CLAIM_PHOTOS, PICTURE, Claim, ClaimFile, Outcome
from banyan.tasks.queries import speaks_for_claim
from banyan.tasks.rules import (
    DRAFT_PHOTO_DAYS,
    why_not_files,
    why_not_outcomes,
    why_not_photos,
    why_not_remove_file,
    why_not_submit,
)
from banyan.tasks.states import UNDER_WAY, ClaimStatus

STRAY_HOURS = 24


@act
def submit_claim(
    claim: Claim,
    result: str,
    *,
    by: Viewer,
    photos: Sequence[Photo] = (),
    files: Sequence[Attachment] = (),
    outcomes: Mapping[str, int] | None = None,
) -> None:
    """Hand the work in, with a word and, if he likes, pictures, files and figures; whoever reviews is asked (D-03).

    What he handed in before and did not remove stays with it. Refused too where he or his branch keeps as many
    pictures and files as its settings allow (R-F5).
    `outcomes` are hundredths by the units of the task's kind; those of an earlier submission are replaced.
    """
    if not speaks_for_claim(by, claim):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_submit(claim.status, claim.task.status, result))
    refuse_if(why_not_outcomes(claim.task.sort, outcomes or {}))
    _keep_room(claim, len(photos), len(files))
    move(
        claim,
        "submit",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        result=result.strip(),
        submitted_at=now(),
        words_mark=mark_of_words(result),
        session_mark=mark_of_session(by),
    )
    for photo in photos:
        _store(photo.body, _picture(photo, claim))
    for file in files:
        _store(file.body, ClaimFile(claim=claim, kind=file.kind, title=file.title))
    _count(outcomes or {}, claim)
    transaction.on_commit(partial(messages.claim_submitted, claim.pk))


def _count(outcomes: Mapping[str, int], claim: Claim) -> None:
    Outcome.objects.filter(claim=claim).delete()
    insert_many([Outcome(claim=claim, unit=unit, hundredths=some) for unit, some in outcomes.items() if some])


def _keep_room(claim: Claim, photos: int, files: int) -> None:
    """Refused for more than a claim, a member or a branch may keep."""
    kinds = list(ClaimFile.objects.filter(claim=claim).values_list("kind", flat=True))
    refuse_if(why_not_photos(kinds.count(PICTURE) + photos) if photos else None)
    refuse_if(why_not_files(len(kinds) - kinds.count(PICTURE) + files) if files else None)
    if photos or files:
        keep_room_for_pictures(claim.person, claim.org, photos + files)


def _picture(photo: Photo, claim: Claim) -> ClaimFile:
    file = ClaimFile(claim=claim, width=photo.width, height=photo.height)
    file.looks = photo.looks
    return file


def _store(body: bytes, file: ClaimFile) -> None:
    file.size_bytes, file.added_at = len(body), now()
    file.save(force_insert=True)
    store_sealed(file.name, body, bound_to=file.bound_to)


@act
def remove_claim_file(file: ClaimFile, *, by: Viewer) -> None:
    """A picture or file handed in before is gone for good; only of work in hand. Audited as claim.file_removed."""
    claim = file.claim
    if not speaks_for_claim(by, claim):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_remove_file(claim.status))
    # The status is asked once more in the statement itself: it may be handed in at this moment.
    if not ClaimFile.objects.filter(pk=file.pk, claim__status__in=UNDER_WAY).delete()[0]:
        raise Refused(MOVED_ON)
    remember(by, "claim.file_removed", claim, org=claim.task.org, subject=claim.person.ref)
    transaction.on_commit(partial(forget_sealed, file.name))


@act
def take_back_work(claim: Claim, *, by: Viewer, keeps_words: bool = False) -> None:
    """What was handed in is taken back before anybody reviewed it; the work stays in hand.

    With `keeps_words` what was written stays, to be changed and handed in again.
    """
    if not speaks_for_claim(by, claim):
        raise NotAllowed(NOT_YOURS)
    asked = messages.review_key(claim)
    move(
        claim,
        "take_back",
        by=by,
        org=claim.task.org,
        subject=claim.person.ref,
        submitted_at=None,
        result=claim.result if keeps_words else "",
        quiet_since=now(),
        nudged_at=None,
    )
    settle(asked)


@act
def forget_unused_photos(at: datetime) -> int:
    """Delete pictures and files added 30 days ago that are handed in no longer, and files no row names (trust.md 4.5).

    Those of work taken back, withdrawn or released; what was reviewed, or waits for it, stays. Returns how many rows
    went, audited with the count.
    """
    unused = ClaimFile.objects.filter(claim__status__in=[ClaimStatus.CLAIMED, ClaimStatus.WITHDRAWN])
    old = unused.filter(added_at__lte=at - timedelta(days=DRAFT_PHOTO_DAYS))
    gone = remember_forgotten("claim_photos.forgotten", old.delete()[0])
    kept = {file.name for file in ClaimFile.objects.only("ref")}
    forget_strays(CLAIM_PHOTOS, kept, before=at - timedelta(hours=STRAY_HOURS))
    return gone
