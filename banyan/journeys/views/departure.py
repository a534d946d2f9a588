"""A departure, what is corrected in it, a change of place, and its end."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.journeys.actions.departure import (
    change_place,
    correct_departure,
    depart,
    end_journey,
    record_departure,
)
from banyan.journeys.forms.departure import (
    CorrectionForm,
    DepartForm,
    DepartureForm,
    EndForm,
    MoveForm,
    known_facts,
)
from banyan.journeys.models import Journey
from banyan.journeys.permissions import MANAGE_JOURNEYS
from banyan.journeys.queries.arrival import present_stop_of
from banyan.journeys.queries.journey import find_journey, fingerprint, touched_by_end
from banyan.journeys.rules.departure import STALE
from banyan.journeys.states import JourneyStatus
from banyan.journeys.views.answers import ask, is_sent
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.models import Person
from banyan.people.queries import find_person
from banyan.shared.clock import today
from banyan.shared.web import show

FORM = "journeys/form.html"


@require_http_methods(["GET", "POST"])
@login_required
def departure(request: ViewerRequest, ref: UUID) -> HttpResponse:
    person = find_person(request.viewer, ref)
    require(request.viewer, MANAGE_JOURNEYS, at=person.home)
    form = DepartureForm(request.POST or None)
    return ask(
        request,
        FORM,
        form,
        do=lambda: record_departure(
            person, form.facts(), by=request.viewer, is_planned=form.cleaned_data["is_planned"] == "yes"
        ),
        words=_("%(name)s的外出已登记。") % {"name": person.name},
        to=page_of(person),
        **_page(person, _("登记外出"), _("知道多少填多少，只有外出时间是必填的。"), draft="departure"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def facts(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Correct what is recorded; when somebody was quicker both versions are shown (R-C5)."""
    journey = _find(request, ref)
    stop = present_stop_of(journey)
    initial = known_facts(journey, stop)
    start = stop.region if stop else None
    if request.method != "POST":
        form = CorrectionForm(initial={**initial, "seen": fingerprint(journey, stop)}, start=start)
    else:
        form = CorrectionForm(request.POST, initial=initial, start=start)
    page = _page(journey.person, _("更正外出信息"), _("改动会留下记录。"), action=_("保存"))
    if is_sent(request) and form.is_valid() and form.cleaned_data["seen"] != fingerprint(journey, stop):
        return _stale(request, form, journey, page)
    return ask(
        request,
        FORM,
        form,
        do=lambda: correct_departure(
            journey, form.facts(), by=request.viewer, seen=form.cleaned_data["seen"]
        ),
        words=_("已更正。"),
        to=page_of(journey.person),
        **page,
    )


def _stale(
    request: ViewerRequest, form: CorrectionForm, journey: Journey, page: dict[str, Any]
) -> HttpResponse:
    """409 with both values; sent again it is taken, for now both have been seen."""
    stop = present_stop_of(journey)
    form.add_error(None, str(STALE))
    form.renew(fingerprint(journey, stop))
    return show(request, FORM, form=form, differing=form.differing(), status=409, **page)


@require_http_methods(["GET", "POST"])
@login_required
def departed(request: ViewerRequest, ref: UUID) -> HttpResponse:
    journey = _find(request, ref)
    form = DepartForm(request.POST or None, initial={"departed_on": today().isoformat()})
    return ask(
        request,
        FORM,
        form,
        do=lambda: depart(journey, by=request.viewer, departed_on=form.cleaned_data["departed_on"]),
        words=_("已记为在外，并告诉了本人去报到。"),
        to=page_of(journey.person),
        **_page(journey.person, _("已经动身"), _("已开的回执单从今天起算由本人携带。"), action=_("确定")),
    )


@require_http_methods(["GET", "POST"])
@login_required
def moves(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The home secretary writes down that the member has moved."""
    journey = _find(request, ref)
    form = MoveForm(request.POST or None)
    lead = _("到另一个城市，在现居城市的时间重新算；原来的报到照样有效，直到在新地方报到。")
    return ask(
        request,
        FORM,
        form,
        do=lambda: change_place(
            journey, form.place_facts(), by=request.viewer, from_day=form.cleaned_data["from_day"]
        ),
        words=_("新地方已登记。"),
        to=page_of(journey.person),
        **_page(journey.person, _("换了地方"), lead, draft="move", action=_("保存")),
    )


@require_http_methods(["GET", "POST"])
@login_required
def ending(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """End a journey; the page says first what the end will touch."""
    journey = _find(request, ref)
    is_planned = journey.status == JourneyStatus.PLANNED
    form = EndForm(request.POST or None, initial={"ended_on": today()}, is_planned=is_planned)
    name = journey.person.name
    return ask(
        request,
        "web/confirm.html",
        form,
        do=lambda: end_journey(journey, by=request.viewer, **form.cleaned_data),
        words=_("%(name)s的这次外出已经结束。") % {"name": name},
        to=page_of(journey.person),
        title=_("结束%(name)s的这次外出") % {"name": name},
        text=_("结束以后不能再改。这一步会："),
        touches=touched_by_end(journey),
        action=_("结束外出"),
        address=reverse("journeys:ending", args=[ref]),
        back=page_of(journey.person),
    )


def _find(request: ViewerRequest, ref: UUID) -> Journey:
    journey = find_journey(request.viewer, ref)
    require(request.viewer, MANAGE_JOURNEYS, at=journey.org)
    return journey


def page_of(person: Person) -> str:
    """The page of a person's journeys."""
    return reverse("journeys:person", args=[person.ref])


def _page(person: Person, title: str, lead: str, *, draft: str = "", action: str = "") -> dict[str, Any]:
    return {"person": person, "title": title, "lead": lead, "draft": draft, "action": action or title}
