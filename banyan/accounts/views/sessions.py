"""Where I am signed in, and how to end it (R-B5)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from banyan.accounts.actions.sessions import end_session, end_sessions
from banyan.accounts.queries import find_session, sessions_of
from banyan.accounts.views.entering import visitor_of
from banyan.accounts.views.password import own_account
from banyan.shared.web import show

SHOWN_MOST = 50


@login_required
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    found = sessions_of(own_account(request))[:SHOWN_MOST]
    return show(request, "accounts/sign_ins.html", sign_ins=found, here=request.session.session_key)


@login_required
@require_POST
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    record = find_session(own_account(request), ref)
    end_session(record.session_key, by=visitor_of(request))
    messages.success(request, _("那台设备已退出登录。"))
    return redirect("accounts:sign-ins")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    here = sessions_of(own_account(request)).filter(session_key=request.session.session_key).first()
    end_sessions(own_account(request), by=visitor_of(request), reason="own", but=here.ref if here else None)
    messages.success(request, _("其他设备都已退出登录。"))
    return redirect("accounts:sign-ins")
