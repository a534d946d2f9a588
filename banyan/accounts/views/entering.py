"""What every way in ends with: a new session, its limits, and a device that is known from now on."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from banyan.accounts.actions.sessions import begin_session, end_session
from banyan.accounts.devices import Device, device_words
from banyan.accounts.models import Account
from banyan.accounts.queries import sign_in_rules
from banyan.accounts.viewers import Visitor
from banyan.shared.clock import now
from banyan.shared.web import client_address


def visitor_of(request: HttpRequest, account: Account | None = None) -> Visitor:
    """Whoever is at the door, for the record of acts; `account` when a link or a code just proved who it is."""
    if account is None and isinstance(request.user, Account):
        account = request.user
    return Visitor(account, client_address(request), getattr(request, "id", ""))


def enter(request: HttpRequest, account: Account, *, to: str = "") -> HttpResponse:
    """Begin a new session under a new key (R-B5) and go on to `to`, or home."""
    rules = sign_in_rules(account)
    by = visitor_of(request, account)
    if former := request.session.session_key:
        end_session(former, by=by, reason="renewed")
    request.session.flush()
    login(request, account)
    moment = now().timestamp()
    request.session["begun_at"] = request.session["seen_at"] = moment
    request.session["idle_minutes"] = rules.idle_minutes
    request.session["must_enrol"] = rules.needs_second_factor and not account.has_second_factor
    key = request.session.session_key or ""
    begin_session(account, by=by, session_key=key, device=device_words(request))
    response = redirect(safe(to) or settings.LOGIN_REDIRECT_URL)
    Device.of(request).keep(response, account)
    return response


def safe(to: str) -> str:
    """An address of ours, or nothing (R-W3)."""
    return to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) else ""
