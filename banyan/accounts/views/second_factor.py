"""Setting up the second factor: a picture to scan, a code to prove it, codes on paper for later."""

import pyotp
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from banyan.accounts.actions.second_factor import (
    confirm_second_factor,
    end_second_factor,
    renew_recovery_codes,
    start_second_factor,
    verify_code,
)
from banyan.accounts.forms import CodeForm
from banyan.accounts.models import Account
from banyan.accounts.queries import recovery_codes_left, sign_in_rules
from banyan.accounts.views.entering import enter, visitor_of
from banyan.accounts.views.password import own_account
from banyan.shared.errors import Refused
from banyan.shared.qr import qr_picture
from banyan.shared.web import show, valid

ISSUER = "榕树 Banyan"


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    return _page(request, own_account(request), CodeForm())


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    start_second_factor(own_account(request), by=visitor_of(request))
    return redirect("accounts:second-factor")


@never_cache
@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The first right code switches it on, begins a new session and shows the recovery codes this once."""
    account, form = own_account(request), CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, account, form, status=422)
    try:
        codes = confirm_second_factor(account, form.cleaned_data["code"], by=visitor_of(request))
    except Refused as error:
        form.add_error("code", str(error.reason))
        return _page(request, account, form, status=422)
    entered = enter(request, account)
    shown = show(request, "accounts/recovery_codes.html", codes=codes)
    shown.cookies.update(entered.cookies)
    return shown


@never_cache
@login_required
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for whoever holds the telephone."""
    account = own_account(request)
    if answer := _refusal(request, account):
        return answer
    renewed = renew_recovery_codes(account, by=visitor_of(request))
    return show(request, "accounts/recovery_codes.html", codes=renewed)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    account = own_account(request)
    if answer := _refusal(request, account):
        return answer
    end_second_factor(account, by=visitor_of(request))
    messages.success(request, _("动态口令已停用。"))
    return redirect("accounts:second-factor")


def _refusal(request: HttpRequest, account: Account) -> HttpResponse | None:
    """The page again when the code that comes with an act is wrong."""
    form = CodeForm(request.POST)
    words = valid(form)
    try:
        verify_code(account, words["code"], by=visitor_of(request))
    except Refused as error:
        form.add_error("code", str(error.reason))
        return _page(request, account, form, status=422)
    return None


def _page(request: HttpRequest, account: Account, form: CodeForm, *, status: int = 200) -> HttpResponse:
    secret = "" if account.has_second_factor else account.totp_secret.open()
    return show(
        request,
        "accounts/second_factor.html",
        form=form,
        account=account,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=_picture(account, secret) if secret else "",
        codes_left=recovery_codes_left(account),
        is_needed=sign_in_rules(account).needs_second_factor,
        status=status,
    )


def _picture(account: Account, secret: str) -> str:
    address = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=ISSUER)
    return qr_picture(address)
