"""The home of each role, and the two pages that lead on from it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from banyan.shared.web import show
from banyan.web.context import Page


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    page = Page(request)
    return show(request, f"web/home/{page.kind}.html")


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    return show(request, "web/me.html")


@require_safe
@login_required
def menu(request: HttpRequest) -> HttpResponse:
    return show(request, "web/menu.html")
