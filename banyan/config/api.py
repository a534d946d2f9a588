"""The API: the same queries and actions as the pages, for programs that hold a token (R-W7).

Each app brings its router; here they are mounted, and the three errors become JSON with the same sentences.
"""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from banyan.accounts.actions.limits import take
from banyan.accounts.actions.tokens import touch_token
from banyan.accounts.models import Account
from banyan.accounts.queries import account_of_token
from banyan.accounts.rules import Limit
from banyan.documents.api import router as documents
from banyan.insight.api import router as insight
from banyan.intake.api import router as rosters
from banyan.intake.chat_api import router as chats
from banyan.journeys.api import router as journeys
from banyan.ledger.api import router as ledger
from banyan.orgs.api import router as orgs
from banyan.orgs.queries import viewer_for
from banyan.people.api import router as people
from banyan.shared.errors import Invalid, NotAllowed, Refused, TooOften
from banyan.shared.spreadsheets.sheets import Unreadable
from banyan.shared.web import client_address
from banyan.tasks.api import router as tasks
from banyan.web.middleware import remember_refusal

CALLS = Limit("api", tries=60, seconds=1)


class TokenAuth(HttpBearer):
    """`Authorization: Bearer …`: the account the token speaks for, narrowed to the permissions it names."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        found = account_of_token(token)
        if found is None:
            return None
        take(CALLS, token)
        account, verbs = found
        viewer = viewer_for(account, address=client_address(request), request_id=getattr(request, "id", ""))
        viewer.verbs, viewer.device = verbs, token
        request.viewer = viewer  # type: ignore[attr-defined]
        touch_token(token)
        return account


api = NinjaAPI(
    title="榕树 API",
    version="1",
    description="流动党员的组织、人员、外出、报到、报告、证件、任务、积分和统计。每个令牌只能做它写明的事。",
    auth=TokenAuth(),
    urls_namespace="api",
    docs_url="/docs",
)
for prefix, router in (
    ("/organisations", orgs),
    ("/people", people),
    ("/rosters", rosters),
    ("/chats", chats),
    ("/journeys", journeys),
    ("/papers", documents),
    ("/tasks", tasks),
    ("/points", ledger),
    ("/indicators", insight),
):
    api.add_router(prefix, router)


def problem(request: HttpRequest, code: str, words: str, status: int, **more: Any) -> HttpResponse:
    """Every no in one shape: a stable code and a sentence that says what to do."""
    return api.create_response(request, {"code": code, "message": words, **more}, status=status)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    remember_refusal(request, "not_allowed", error.reason.code)
    return problem(request, error.reason.code, str(error.reason), 403)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    remember_refusal(request, "refused", error.reason.code)
    return problem(request, error.reason.code, str(error.reason), 409)


@api.exception_handler(Invalid)
def invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    return problem(request, "invalid", _("有几项需要改一下。"), 422, fields=error.problems)


@api.exception_handler(Unreadable)
def no_table(request: HttpRequest, error: Unreadable) -> HttpResponse:
    """A file refused as a whole."""
    sentence = str(error.sentence)
    return problem(request, "unreadable", sentence, 422, fields={error.field: [sentence]})


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Field by field, without the values: what was sent may be somebody's number."""
    fields = {_field_named(each["loc"]): [each["msg"]] for each in error.errors}
    return problem(request, "invalid", _("有几项需要改一下。"), 422, fields=fields)


def _field_named(place: Sequence[str | int]) -> str:
    """`("body", "given", "birth")` is the body's birth, `("query", "mark")` the address's mark."""
    parts = [str(part) for part in place[1:]]
    return ".".join(parts[1:] if parts[:1] == ["given"] else parts) or "body"


@api.exception_handler(HttpError)
def no_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library's own errors; the only one it raises here is a body that is no JSON."""
    return problem(request, "invalid", _("请求内容不是有效的 JSON。"), 422)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, "no_token", _("没有令牌，或者令牌已失效。请向上级党组织申请新的令牌。"), 401)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, "not_found", _("没有找到，或者不在您的令牌范围内。"), 404)


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = problem(request, "too_often", _("请求太频繁，请稍后再试。"), 429)
    response["Retry-After"] = str(error.seconds)
    return response
