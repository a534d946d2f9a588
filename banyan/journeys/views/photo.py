"""The photograph of a stamped receipt: uploaded by home, seen by home and the member."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.journeys.actions.photo import add_receipt_photo, open_receipt_photo
from banyan.journeys.forms.photo import ReceiptPhotoForm
from banyan.journeys.queries.arrival import find_check_in
from banyan.journeys.queries.photo import find_receipt_photo
from banyan.journeys.views.answers import done
from banyan.journeys.views.arrival import check_in_page, takes_photos
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.web import as_download, valid


@require_POST
@login_required
def photos(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_check_in(request.viewer, ref)
    form = ReceiptPhotoForm(request.POST, request.FILES)
    if not form.is_valid() and takes_photos(request.viewer, found):
        return check_in_page(request, found, photo_form=form, status=422)
    add_receipt_photo(found, valid(form)["photo"], by=request.viewer)
    words = _("照片已加密保存。请照着照片核对，再选“看到了盖章的回执”确认。")
    return done(request, words, reverse("journeys:check-in", args=[ref]))


@require_safe
@login_required
def photo(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The picture, in a shell that runs nothing (R-F1); the look is remembered."""
    found = find_receipt_photo(request.viewer, ref)
    try:
        body = open_receipt_photo(found, by=request.viewer)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = as_download(body, "image/jpeg", f"{found.ref}.jpg")
    answer["Cache-Control"] = "no-store"
    return answer
