"""One submission, one effect (R-C4): the key a form or a call carries, and the same answer again."""

import copy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from banyan.accounts.models import Account
from banyan.jobs.models import IdempotencyKey
from banyan.shared.errors import Reason
from banyan.shared.fields import keyring
from banyan.web.problems import page_before, show_problem

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}")
# These differ from one sending of the same form to the next.
NOT_OF_THE_BODY = frozenset({FIELD, "csrfmiddlewaretoken"})
# Not even a keyed digest is kept of what somebody signs in with.
SECRETS = ("password", "code")
OTHER_BODY = Reason(
    "idempotency_key_used",
    _("这张表已经提交过，内容却和上次不同，这次没有保存。请刷新页面，看看上次的结果再填。"),
)
ILL_SHAPED = Reason("idempotency_key_shape", _("提交编号应为8到64位字母、数字、横线或下划线。"))


@dataclass(frozen=True)
class Submission:
    """Who sends what under which key; of the body a keyed digest."""

    scope: str
    key: str
    body_digest: str


def key_in(request: HttpRequest) -> str:
    """The key of a form or call that would change something; empty without one."""
    if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"}:
        return ""
    return request.headers.get(HEADER, "") or request.POST.get(FIELD, "")


def submission_of(request: HttpRequest) -> Submission:
    return Submission(_scope_of(request), key_in(request), _digest(_fingerprint(request)))


def _scope_of(request: HttpRequest) -> str:
    """Keys of two senders never meet: an account, the bearer of a token, or the browser of a visitor."""
    if isinstance(request.user, Account):
        return f"account:{request.user.ref}"
    token = request.headers.get("Authorization", "")
    return f"token:{_digest(token)}" if token else f"visitor:{_digest(request.META.get('CSRF_COOKIE', ''))}"


def _digest(text: str) -> str:
    return keyring().digest("token", text)


def _fingerprint(request: HttpRequest) -> str:
    """A hash of method, address and body, the same for the same form sent again."""
    parts = hashlib.sha256(f"{request.method} {request.get_full_path()}".encode())
    for part in _parts_of(request):
        parts.update(hashlib.sha256(part).digest())
    return parts.hexdigest()


def _parts_of(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        yield request.body
        return
    for name in sorted(set(request.POST) - NOT_OF_THE_BODY):
        if any(word in name for word in SECRETS):
            continue
        yield name.encode()
        yield from (value.encode() for value in request.POST.getlist(name))
    for name, files in sorted(request.FILES.lists()):
        yield name.encode()
        for file in files:
            yield from file.chunks()
            file.seek(0)


def refuse_key(request: HttpRequest, reason: Reason) -> HttpResponse:
    """422 with a sentence: the key is ill-shaped, or was used for something else."""
    if request.headers.get(HEADER):
        return JsonResponse({"code": reason.code, "message": str(reason)}, status=422)
    return show_problem(request, 422, text=str(reason))


def address_of(response: HttpResponse) -> str:
    """Where an answer leads, or where what it shows stands (shared.web.show says so to htmx)."""
    return response.headers.get("Location", "") or response.headers.get("Content-Location", "")


def same_answer(request: HttpRequest, row: IdempotencyKey) -> HttpResponse:
    """The first answer again, from its status and address: bodies are not kept."""
    if request.headers.get(HEADER):
        return _same_reply(request, row)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(row.location) if row.location else HttpResponseClientRefresh()
    if row.location:
        return HttpResponseRedirect(row.location)
    return render(request, "web/repeated.html", {"back": page_before(request)})


def _same_reply(request: HttpRequest, row: IdempotencyKey) -> HttpResponse:
    """For a program: the thing as it stands now, read from its address for this same caller."""
    reply: HttpResponse = JsonResponse({}) if row.status != 204 else HttpResponse()
    if row.location:
        reading = copy.copy(request)
        reading.method, reading.path, reading.path_info = "GET", row.location, row.location
        reading.GET = QueryDict("")
        match = resolve(row.location)
        reply = match.func(reading, *match.args, **match.kwargs)
        reply.headers.setdefault("Location", row.location)
    reply.status_code = row.status
    reply["Idempotency-Replayed"] = "true"
    return reply
