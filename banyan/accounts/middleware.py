"""How long a session lasts (R-B5), and what must be done before anything else, or before a weighty act."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from banyan.accounts.actions.sessions import end_session, note_seen
from banyan.accounts.models import Account
from banyan.accounts.queries import last_login_of
from banyan.accounts.viewers import Visitor
from banyan.shared.clock import now
from banyan.shared.web import client_address

SEEN_SECONDS = 60
ENROL = "accounts:second-factor"
PROOF = "accounts:proof"
PROOF_MINUTES = 15
PASSWORD = "accounts:password"  # noqa: S105 - a route
# Open to whoever still has to choose a password or to set up his second factor.
ALWAYS_OPEN = {"accounts:logout", "web:preferences", "web:help", "web:help-page", "web:legal"}
OPEN_FOR = {
    PASSWORD: {PASSWORD},
    ENROL: {ENROL, "accounts:second-factor-start", "accounts:second-factor-confirm"},
}


class SessionLimitsMiddleware:
    """Ends sessions that are idle or too old; leads to what an account must do first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account):
            check_session(request, request.user)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        route = what_comes_first(request)
        match = request.resolver_match
        if route and match is not None and match.view_name not in ALWAYS_OPEN | OPEN_FOR[route]:
            return lead_to(request, reverse(route))
        if getattr(view, "needs_proof", False) and not is_proved(request):
            return lead_to(request, f"{reverse(PROOF)}?{urlencode({'next': request.path})}")
        return None


def check_session(request: HttpRequest, account: Account) -> None:
    """Signs out what is idle or too old; notes once a minute that the session is in use."""
    moment = now().timestamp()
    begun = request.session.get("begun_at") or last_login_of(account)
    seen = request.session.get("seen_at") or begun
    idle_seconds = request.session.get("idle_minutes", settings.SESSION_IDLE_MINUTES) * 60
    if moment - begun > settings.SESSION_HOURS * 3600:
        sign_out(request, account, "age")
    elif moment - seen > idle_seconds:
        sign_out(request, account, "idle")
    elif moment - seen >= SEEN_SECONDS:
        request.session["seen_at"] = moment
        note_seen(request.session.session_key or "")


def sign_out(request: HttpRequest, account: Account, reason: str) -> None:
    by = Visitor(account, client_address(request), getattr(request, "id", ""))
    end_session(request.session.session_key or "", by=by, reason=reason)
    logout(request)
    request.session["ended_for"] = reason


def is_proved(request: HttpRequest) -> bool:
    """Has he given his password lately? A form that was open when it was still true may be sent for longer."""
    if not isinstance(request.user, Account):
        return True
    marks = request.session
    proved = marks.get("proved_at") or marks.get("begun_at") or last_login_of(request.user)
    minutes = PROOF_MINUTES if request.method in {"GET", "HEAD"} else 2 * PROOF_MINUTES
    return now().timestamp() - proved <= minutes * 60


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """Elsewhere, whether a browser or htmx asks."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def what_comes_first(request: HttpRequest) -> str:
    """The route an account must finish before any other; nothing for most."""
    if not isinstance(request.user, Account):
        return ""
    if request.user.must_change_password:
        return PASSWORD
    return ENROL if request.session.get("must_enrol") else ""
