"""The narrowings somebody keeps."""

from uuid import UUID

from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.web.models import SavedView


def views_of(viewer: Viewer, page: str) -> list[SavedView]:
    """His own for one list, as he named them."""
    if viewer.account is None:
        return []
    return list(SavedView.objects.filter(account=viewer.account, page=page).order_by("label"))


def find_view(viewer: Viewer, ref: UUID) -> SavedView:
    """One of his own; Http404 otherwise."""
    found = SavedView.objects.filter(account=viewer.account, ref=ref).first()
    if found is None:
        raise Http404
    return found
