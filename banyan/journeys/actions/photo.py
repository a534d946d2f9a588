"""The photograph of a stamped receipt: kept sealed, looked at by name, forgotten after a year (R-F4, R-F5)."""

from datetime import timedelta

from banyan.audit.record import act, remember, remember_forgotten
from banyan.journeys.models import RECEIPT_PHOTOS, CheckIn, ReceiptPhoto
from banyan.journeys.permissions import CHECK_IN_FOR
from banyan.journeys.queries.photo import may_see_photos
from banyan.journeys.rules.receipt import PHOTO_DAYS, why_not_receipt_photo
from banyan.journeys.states import CheckInStatus
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.actions import keep_room_for_pictures
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, refuse_if
from banyan.shared.photos import Photo
from banyan.shared.sealed_files import forget_strays, open_sealed, store_sealed

OPEN = frozenset({CheckInStatus.SENT, CheckInStatus.CONFIRMED})
STRAY_HOURS = 24


@act
def add_receipt_photo(check_in: CheckIn, photo: Photo, *, by: Viewer) -> ReceiptPhoto:
    """The home secretary keeps what the member sent him; it confirms nothing by itself. Audited as photo.added."""
    require(by, CHECK_IN_FOR, at=check_in.org)
    refuse_if(
        why_not_receipt_photo(
            is_outside=check_in.host.is_outside,
            is_open=check_in.status in OPEN,
            there_are=ReceiptPhoto.objects.filter(check_in=check_in).count(),
        )
    )
    keep_room_for_pictures(check_in.journey.person, check_in.org, 1)
    kept = ReceiptPhoto(
        check_in=check_in, width=photo.width, height=photo.height, size_bytes=len(photo.body),
        added_at=now(), added_by=by.audit_label[:80],
    )  # fmt: skip
    kept.save(force_insert=True)
    store_sealed(kept.name, photo.body, bound_to=kept.bound_to)
    remember(by, "photo.added", check_in, org=check_in.org, subject=check_in.journey.person.ref)
    return kept


@act
def open_receipt_photo(photo: ReceiptPhoto, *, by: Viewer) -> bytes:
    """The picture, for home and the member himself; each look is remembered as photo.opened."""
    check_in = photo.check_in
    if not may_see_photos(by, check_in):
        raise NotAllowed(NOT_YOURS)
    remember(by, "photo.opened", check_in, org=check_in.org, subject=check_in.journey.person.ref)
    return open_sealed(photo.name, bound_to=photo.bound_to)


@act
def forget_old_photos() -> int:
    """Delete pictures a year old, and files no row names; returns how many rows went, audited with the count."""
    old = ReceiptPhoto.objects.filter(added_at__lte=now() - timedelta(days=PHOTO_DAYS))
    gone = remember_forgotten("receipt_photos.forgotten", old.delete()[0])
    kept = {photo.name for photo in ReceiptPhoto.objects.only("ref")}
    forget_strays(RECEIPT_PHOTOS, kept, before=now() - timedelta(hours=STRAY_HOURS))
    return gone
