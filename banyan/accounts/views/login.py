"""The door: name and password, then the second factor where one is set; and out again."""

from django.contrib import messages
from django.contrib.auth import logout as forget_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from banyan.accounts.actions.second_factor import verify_code
from banyan.accounts.actions.sessions import end_session
from banyan.accounts.actions.signing_in import check_password
from banyan.accounts.devices import Device
from banyan.accounts.forms import CodeForm, LoginForm
from banyan.accounts.models import Account
from banyan.accounts.queries import account_with_key
from banyan.accounts.views.entering import enter, safe, visitor_of
from banyan.shared.clock import now
from banyan.shared.errors import Refused
from banyan.shared.web import show

WRONG = _("账号或密码不对，请再试一次。忘记密码，请找本支部书记重新发一个链接。")
WAITING = "waiting"
WAITING_SECONDS = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    to = safe(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(to or "web:home")
    form = LoginForm(request.POST or None)
    if form.is_valid():
        device = Device.of(request)
        account = check_password(
            form.cleaned_data["name"],
            form.cleaned_data["password"],
            by=visitor_of(request),
            device=device.name,
            known=device.accounts,
        )
        if account is not None:
            return go_on(request, account, to)
        form.add_error(None, str(WRONG))
    ended = request.session.pop("ended_for", "")
    status = 422 if request.method == "POST" else 200
    return show(request, "accounts/login.html", form=form, next=to, ended=ended, status=status)


def go_on(request: HttpRequest, account: Account, to: str = "") -> HttpResponse:
    if not account.has_second_factor:
        return enter(request, account, to=to)
    request.session.cycle_key()
    request.session[WAITING] = {"account": account.pk, "at": now().timestamp(), "to": to}
    return redirect("accounts:verify")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The second step: nobody is signed in before it is taken."""
    account = _waiting_account(request)
    if account is None:
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            verify_code(account, form.cleaned_data["code"], by=visitor_of(request, account))
        except Refused as error:
            form.add_error("code", str(error.reason))
        else:
            return enter(request, account, to=request.session[WAITING]["to"])
    status = 422 if request.method == "POST" else 200
    return show(request, "accounts/verify.html", form=form, status=status)


def _waiting_account(request: HttpRequest) -> Account | None:
    waiting = request.session.get(WAITING)
    if not waiting or now().timestamp() - waiting["at"] > WAITING_SECONDS:
        return None
    return account_with_key(waiting["account"])


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        end_session(request.session.session_key or "", by=visitor_of(request))
    forget_session(request)
    messages.success(request, _("已安全退出。"))
    return redirect("accounts:login")
