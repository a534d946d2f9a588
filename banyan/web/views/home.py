"""The home of each role, and the two pages that lead on from it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from banyan.orgs.queries import open_door
from banyan.privacy.permissions import READ_RECORD
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.shared.web import is_htmx, show
from banyan.web.context import Page
from banyan.web.queries.desk import counts_waiting, figures_for, tally_for, waiting_for
from banyan.web.queries.member import due_of, member_home


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in; a house nobody has founded yet leads to its first door."""
    is_empty = not request.user.is_authenticated and open_door() is not None
    return redirect("orgs:first-door") if is_empty else _home(request)


@login_required
def _home(request: HttpRequest) -> HttpResponse:
    page = Page(request)
    if not page.is_desk:
        return show(request, "web/home/member.html", member=member_home(page.viewer))
    if is_htmx(request):
        counts = counts_waiting(page.viewer)
        return show(request, "web/home/desk.html#counts", counts=counts, total=sum(counts.values()))
    period, waiting = Period.of(today()), waiting_for(page.viewer)
    return show(
        request,
        "web/home/desk.html",
        waiting=waiting,
        total=sum(group.count for group in waiting),
        period=period,
        figures=figures_for(page.viewer, period),
        tally=tally_for(page.viewer),
        due=due_of(page.viewer),
        reads_record=page.viewer.may(READ_RECORD),
    )


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    return show(request, "web/me.html")


@require_safe
@login_required
def menu(request: HttpRequest) -> HttpResponse:
    return show(request, "web/menu.html")
