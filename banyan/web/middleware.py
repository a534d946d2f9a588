"""Around every request: its number, its headers, its language, and the translation of the three errors."""

import logging
import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect

from banyan.audit.models import Entry
from banyan.audit.record import recording, remember
from banyan.jobs.actions import release_key, reserve_key, settle_key
from banyan.orgs.viewers import Viewer
from banyan.shared.errors import Invalid, NotAllowed, Refused, TooOften
from banyan.web.problems import page_before, show_problem
from banyan.web.submissions import (
    ILL_SHAPED,
    OTHER_BODY,
    SHAPE,
    Submission,
    address_of,
    key_in,
    refuse_key,
    same_answer,
    submission_of,
)

SAFE = frozenset({"GET", "HEAD"})
logger = logging.getLogger("banyan.web")
Answer = Callable[[HttpRequest], HttpResponse]

# No nonce and no `unsafe-`: there is no inline script or style to allow (T8, R-W1).
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class RequestIdMiddleware:
    """A number for each request: on its error page, in its answer and beside its audit rows."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex[:12]
        request.id = number  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = number
        return response


class HeadersMiddleware:
    """The headers of R-W1 on every answer; what somebody signed in has seen is stored nowhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class LanguageMiddleware:
    """The device's choice, else the account's, else Chinese, whatever the browser would rather have."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
        code = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class ErrorsMiddleware:
    """NotAllowed 403, Refused 409, Invalid 422, TooOften 429, a database out of reach or of room 503 (R-D6).

    A refusal is remembered in its own transaction (R-G1).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = back_to_a_page_after_login(request, self.get_response(request))
        return show_not_openable(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            remember_refusal(request, "not_allowed", error.reason.code)
            return show_problem(request, 403, text=str(error.reason))
        if isinstance(error, Refused):
            remember_refusal(request, "refused", error.reason.code)
            return show_problem(request, 409, text=str(error.reason))
        if isinstance(error, Invalid):
            sentences = [sentence for found in error.problems.values() for sentence in found]
            return show_problem(request, 422, problems=sentences)
        if isinstance(error, TooOften):
            return show_too_often(request, error.seconds)
        if isinstance(error, OperationalError):
            logger.error("database unavailable", exc_info=error)
            return show_problem(request, 503)
        return None


def back_to_a_page_after_login(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A session that ran out leads back to the page that was open, never to an address that only takes forms.

    Nor does it draw the sign-in page inside a fragment: htmx goes there as a whole.
    """
    login = resolve_url(settings.LOGIN_URL)
    if response.status_code != 302 or not response["Location"].startswith(login):
        return response
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(f"{login}?{urlencode({'next': page_before(request)})}")
    if request.method not in SAFE and "next=" in response["Location"]:
        response["Location"] = f"{login}?next={quote(page_before(request) or request.path, safe='/')}"
    return response


def show_not_openable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address that only takes forms, opened from the address bar: Django answers it with an empty page."""
    if response.content:
        return response
    page = show_problem(request, 405)
    page["Allow"] = response["Allow"]
    return page


def show_too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 and how long to wait. Whoever counts the tries remembers them: a flood must not fill the record."""
    minutes = -(-seconds // 60)
    sentence = ngettext("请在%(minutes)d分钟后再试。", "请在%(minutes)d分钟后再试。", minutes) % {
        "minutes": minutes
    }
    response = show_problem(request, 429, text=sentence)
    response["Retry-After"] = str(seconds)
    return response


def remember_refusal(request: HttpRequest, result: str, code: str) -> None:
    """Who was told no, on which route and why; never what was typed."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer(request_id=getattr(request, "id", ""))
    match = request.resolver_match
    remember(viewer, "web.refused", result=result, reason=code, route=match.view_name if match else "")


class IdempotencyMiddleware:
    """The same key again gets the same answer, and has no second effect (R-C4).

    Key, effect and record of a submission are one transaction: a crash loses all of it or nothing, and whoever
    sends the same key meanwhile waits for its end. An answer that changed nothing gives the key free again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_in(request)
        if not key:
            return self.get_response(request)
        if not SHAPE.fullmatch(key):
            return refuse_key(request, ILL_SHAPED)
        try:
            with recording() as acts:
                return self.answer_once(request, submission_of(request), acts)
        except NotAnswered as failed:
            return failed.response
        except OperationalError as error:
            logger.error("database unavailable", exc_info=error)
            return show_problem(request, 503)

    def answer_once(self, request: HttpRequest, sent: Submission, acts: list[Entry]) -> HttpResponse:
        row, is_new = reserve_key(sent.scope, sent.key, sent.body_digest)
        if not is_new:
            same = row.body_digest == sent.body_digest
            return same_answer(request, row) if same else refuse_key(request, OTHER_BODY)
        response = self.get_response(request)
        if response.status_code >= 500:
            raise NotAnswered(response)
        is_page = response.status_code == 200 and not acts
        if response.status_code >= 400 or is_page:
            release_key(row)
        else:
            settle_key(row, status=response.status_code, location=address_of(response))
        return response


class NotAnswered(Exception):
    """An error page: whatever was begun under the key is undone, and may be sent again."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__("not answered")
