"""What things are worth at an organisation, tried out on the last quarter before it is decided (I-01)."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.audit.record import remember
from banyan.ledger.actions.worth import end_worth, set_worth
from banyan.ledger.forms import WorthForm
from banyan.ledger.permissions import SET_WORTH
from banyan.ledger.queries.entries import (
    booked_under,
    find_org_to_set_worth_at,
    find_worth_row,
    orgs_to_set_worth_at,
    worths_listed,
)
from banyan.ledger.rules import Trial, WorthFact, trial_of
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from banyan.shared.periods import Period
from banyan.shared.web import say_done, say_refusal, show


@require_safe
@login_required
def places(request: ViewerRequest) -> HttpResponse:
    """The menu's way to the worth of one's own organisation."""
    require(request.viewer, SET_WORTH)
    widest = orgs_to_set_worth_at(request.viewer)[0]
    return redirect("ledger:worth-of", widest.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def worths(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What holds here; a new word is tried out on last quarter by `try`, else it is set."""
    org = find_org_to_set_worth_at(request.viewer, ref)
    form = WorthForm(request.POST or None, initial={"from_day": today()})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and "try" not in request.POST and _is_set(request, org, form):
        say_done(request, _("定好了，从那天起照此记分；已经记下的不变。"))
        return show(request, "ledger/worth.html", to=reverse("ledger:worth-of", args=[ref]))
    trial = _trial(org, form.facts()) if is_sent and form.is_valid() else None
    last = Period.of(today(), "quarter").previous()
    status = 422 if form.errors else 200
    return show(
        request,
        "ledger/worth.html",
        org=org,
        form=form,
        rows=worths_listed(org),
        trial=trial,
        last=last,
        status=status,
    )


def _is_set(request: ViewerRequest, org: Organisation, form: WorthForm) -> bool:
    """Else the form says at its field why not, with all that was typed."""
    try:
        set_worth(org, by=request.viewer, **form.facts())
    except Refused as refusal:
        say_refusal(form, refusal)
        remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)
        return False
    return True


def _trial(org: Organisation, facts: dict[str, Any]) -> Trial:
    """What last quarter would have been (issue: simulator)."""
    quarter = Period.of(today(), "quarter").previous()
    worth = WorthFact(org=org.pk, until_day=None, **facts)
    return trial_of(booked_under(org, worth.activity, quarter), worth)


@require_POST
@login_required
def ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_worth_row(request.viewer, ref)
    end_worth(found, by=request.viewer)
    say_done(request, _("已停用，从今天起按上级的办法；没有办法就不记分。"))
    return show(request, "ledger/worth.html", to=reverse("ledger:worth-of", args=[found.org.ref]))
