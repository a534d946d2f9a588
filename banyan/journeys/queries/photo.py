"""Who sees the photograph of a stamped receipt: the home branch and the member, nobody above or beside."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from banyan.journeys.models import CheckIn, ReceiptPhoto
from banyan.journeys.permissions import CHECK_IN_FOR
from banyan.journeys.queries.arrival import is_own
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.rules.pictures import Pictures


def may_see_photos(viewer: Viewer, check_in: CheckIn) -> bool:
    """Home, which decides by it, and the member whose paper it is."""
    return viewer.may(CHECK_IN_FOR, check_in.org) or is_own(viewer, check_in.journey.person)


def pictures_of(person: Person, org: Organisation) -> Pictures:
    """How many photographs of receipts a member, and everybody of a branch, keeps (settings.BANYAN_PICTURES)."""
    of_him = Q(check_in__journey__person=person)
    kept = ReceiptPhoto.objects.filter(of_him | Q(check_in__org=org))
    return Pictures(
        **kept.aggregate(his=Count("pk", filter=of_him), of_branch=Count("pk", filter=Q(check_in__org=org)))
    )


def photos_of(viewer: Viewer, check_in: CheckIn) -> list[ReceiptPhoto]:
    """The pictures of a check-in, for whoever may see them."""
    if not check_in.host.is_outside or not may_see_photos(viewer, check_in):
        return []
    return list(check_in.photos.order_by("pk"))


def find_receipt_photo(viewer: Viewer, ref: UUID) -> ReceiptPhoto:
    """One of them; Http404 when it is not his to see."""
    found = ReceiptPhoto.objects.filter(ref=ref)
    photo = found.select_related("check_in__org", "check_in__host", "check_in__journey__person").first()
    if photo is None or not may_see_photos(viewer, photo.check_in):
        raise Http404
    return photo
