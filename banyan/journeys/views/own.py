"""The member's own pages: where he stands, where he checks in, where he has moved."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.journeys.actions.arrival import check_in_outside, draft_check_in, send_check_in
from banyan.journeys.actions.departure import change_place
from banyan.journeys.forms.arrival import HostFilter, HostForm, OutsideSlipForm, SlipForm
from banyan.journeys.forms.departure import MoveForm
from banyan.journeys.models import Journey, Stop
from banyan.journeys.queries.arrival import (
    find_host,
    hosts_in,
    hosts_near,
    open_check_in_of,
    present_stop_of,
)
from banyan.journeys.queries.journey import open_journey_of, row_of
from banyan.journeys.states import CheckInStatus
from banyan.journeys.views.answers import ask
from banyan.orgs.viewers import ViewerRequest
from banyan.people.models import Person
from banyan.people.queries import person_of
from banyan.shared.web import show, valid

HOSTS_AT_ONCE = 5


@require_safe
@login_required
def own(request: ViewerRequest) -> HttpResponse:
    """Where do I stand, and what next? Not checked in yet, the nearest branches stand here to be tapped."""
    person = _person(request)
    journey = open_journey_of(person)
    row = row_of(journey) if journey else None
    near = hosts_near(_region(row.stop))[:HOSTS_AT_ONCE] if row and row.may_check_in else []
    return show(request, "journeys/own/own.html", person=person, row=row, hosts=near)


@require_safe
@login_required
def hosts(request: ViewerRequest) -> HttpResponse:
    """Every branch there is, the nearest first; or all organisations of one city."""
    stop = present_stop_of(_journey(request))
    form = HostFilter(request.GET)
    region = form.wanted()
    found = hosts_in(region.code) if region else hosts_near(_region(stop))
    return show(request, "journeys/own/hosts.html", hosts=found, form=form, region=region)


@require_POST
@login_required
def drafts(request: ViewerRequest) -> HttpResponse:
    """A host is tapped: on to the slip."""
    host = find_host(valid(HostForm(request.POST))["host"])
    draft_check_in(_journey(request), by=request.viewer, host=host)
    return redirect("journeys:own-slip")


@require_http_methods(["GET", "POST"])
@login_required
def slip(request: ViewerRequest) -> HttpResponse:
    """The slip of the host chosen, filled in as far as home knows."""
    journey = _journey(request)
    check_in = open_check_in_of(journey)
    if check_in is None or check_in.status != CheckInStatus.DRAFT:
        return redirect("journeys:own")
    form = SlipForm(request.POST or None, initial=slip_facts(journey))
    return ask(
        request,
        "journeys/own/slip.html",
        form,
        do=lambda: send_check_in(check_in, form.facts(), by=request.viewer),
        words=_("报到已发出，等%(host)s确认。") % {"host": check_in.host.name},
        to=reverse("journeys:own"),
        host=check_in.host,
    )


@require_http_methods(["GET", "POST"])
@login_required
def outside(request: ViewerRequest) -> HttpResponse:
    """The organisation is not in the system: the member names it, his home secretary asks there."""
    journey = _journey(request)
    city = _region(present_stop_of(journey))[:4]
    form = OutsideSlipForm(request.POST or None, initial={**slip_facts(journey), "region": city})
    return ask(
        request,
        "journeys/own/outside.html",
        form,
        do=lambda: check_in_outside(journey, form.facts(), by=request.viewer, host_facts=form.host_facts()),
        words=_("报到已发出，老家支部核实后确认。"),
        to=reverse("journeys:own"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def moves(request: ViewerRequest) -> HttpResponse:
    """I have moved."""
    journey = _journey(request)
    form = MoveForm(request.POST or None)
    return ask(
        request,
        "journeys/own/move.html",
        form,
        do=lambda: change_place(
            journey, form.place_facts(), by=request.viewer, from_day=form.cleaned_data["from_day"]
        ),
        words=_("新地方已登记，也告诉了老家支部。"),
        to=reverse("journeys:own"),
    )


def slip_facts(journey: Journey) -> dict[str, Any]:
    """What home knows already, shown to the member himself alone (4.4)."""
    stop, person = present_stop_of(journey), journey.person
    return {
        "phone": person.phone.open(),
        "employer": stop.employer if stop else "",
        "address": stop.address.open() if stop else "",
    }


def _region(stop: Stop | None) -> str:
    return (stop.region_id if stop else "") or ""


def _person(request: ViewerRequest) -> Person:
    person = person_of(request.viewer)
    if person is None:
        raise Http404
    return person


def _journey(request: ViewerRequest) -> Journey:
    """The journey he is on or prepares; without one the page does not exist for him."""
    journey = open_journey_of(_person(request))
    if journey is None:
        raise Http404
    return journey
