"""Gives every request its viewer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from banyan.accounts.models import Account
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import Viewer
from banyan.shared.web import client_address


class ViewerMiddleware:
    """`request.viewer`: rights are computed for this request, from the offices held today (T4)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request: signed in, or nobody."""
    address, request_id = client_address(request), getattr(request, "id", "")
    if not isinstance(request.user, Account):
        return Viewer(address=address, request_id=request_id)
    viewer = viewer_for(request.user, address=address, request_id=request_id)
    viewer.device = request.session.session_key or ""
    return viewer
