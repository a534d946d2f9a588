"""Choosing a password: with the old one, or by the personal link on one's slip."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banyan.accounts.actions.passwords import change_password, choose_password_by_link, prove_password
from banyan.accounts.forms import NewPasswordForm, PasswordForm, ProofForm
from banyan.accounts.models import Account, OneTimeLink
from banyan.accounts.queries import last_login_of, link_with_ref, link_with_token
from banyan.accounts.views.entering import enter, safe, visitor_of
from banyan.accounts.views.login import go_on
from banyan.shared.errors import Refused
from banyan.shared.masking import mask_name
from banyan.shared.web import show

LINK = "link"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    account = own_account(request)
    form = PasswordForm(request.POST or None, account=account)
    if form.is_valid():
        words = form.cleaned_data
        try:
            change_password(account, words["old"], words["new"], by=visitor_of(request))
        except Refused as error:
            form.add_error("old", str(error.reason))
        else:
            messages.success(request, _("密码已修改。其他设备上的登录都已退出。"))
            return enter(request, account)
    status = 422 if request.method == "POST" else 200
    return show(
        request, "accounts/password.html", form=form, is_asked=account.must_change_password, status=status
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """The password once more before a weighty act; the session goes on under a new key (R-B5)."""
    account, to = own_account(request), safe(request.GET.get("next", ""))
    form = ProofForm(request.POST or None)
    if form.is_valid():
        try:
            prove_password(account, form.cleaned_data["password"], by=visitor_of(request))
        except Refused as error:
            form.add_error("password", str(error.reason))
        else:
            return _go_on_proved(request, account, to)
    status = 422 if request.method == "POST" else 200
    return show(request, "accounts/proof.html", form=form, status=status)


def _go_on_proved(request: HttpRequest, account: Account, to: str) -> HttpResponse:
    """A new key, but no younger session: twelve hours after the sign-in it ends all the same."""
    begun = request.session.get("begun_at") or last_login_of(account)
    response = enter(request, account, to=to)
    request.session["proved_at"], request.session["begun_at"] = request.session["begun_at"], begun
    return response


def own_account(request: HttpRequest) -> Account:
    """The account of whoever is signed in; only behind `login_required`."""
    account = request.user
    assert isinstance(account, Account)
    return account


@never_cache
@require_http_methods(["GET", "HEAD"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address line, so that no history, log or referrer keeps it; spends nothing."""
    found = link_with_token(token)
    request.session[LINK] = str(found.ref) if found else ""
    return redirect("accounts:link-password")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_password(request: HttpRequest) -> HttpResponse:
    found = link_with_ref(request.session.get(LINK, ""))
    if found is None:
        return show(request, "accounts/link_gone.html", status=410)
    form = NewPasswordForm(request.POST or None, account=found.account)
    if form.is_valid():
        return _choose(request, found, form.cleaned_data["new"])
    status = 422 if request.method == "POST" else 200
    account = found.account
    masked_label = mask_name(account.label)
    return show(
        request, "accounts/link.html", form=form, account=account, masked_label=masked_label, status=status
    )


def _choose(request: HttpRequest, found: OneTimeLink, new: str) -> HttpResponse:
    try:
        choose_password_by_link(found, new, by=visitor_of(request, found.account))
    except Refused:
        return show(request, "accounts/link_gone.html", status=410)
    messages.success(request, _("密码已设好，以后用它登录。"))
    return go_on(request, found.account)
