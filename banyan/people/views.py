"""People on screens: the list, the card with its tabs, and what is done by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.orgs.permissions import Permission
from banyan.orgs.viewers import Viewer, ViewerRequest, require
from banyan.people import exports
from banyan.people.actions import (
    add_person,
    add_relative,
    correct_person,
    end_person,
    invite_member,
    look_at,
    record_people_export,
    remove_relative,
    reveal,
    search_phone,
)
from banyan.people.forms import (
    EndForm,
    NewPersonForm,
    PeopleFilter,
    PersonForm,
    PhoneSearchForm,
    RelativeForm,
    RevealForm,
)
from banyan.people.models import Person
from banyan.people.permissions import (
    ADD_PEOPLE,
    CORRECT_PEOPLE,
    END_PEOPLE,
    EXPORT_PEOPLE,
    INVITE,
    SEE_HOSTED,
    SEE_PEOPLE,
)
from banyan.people.queries import (
    arrivals_seen_by,
    branches_to_choose,
    find_person,
    find_relative,
    household_of,
    people_lines,
    people_listed,
    relatives_of,
    side_of,
)
from banyan.people.rules.masking import SENSITIVE, Sight, sight_of, stay_sights
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from banyan.shared.paging import page_of
from banyan.shared.qr import qr_picture
from banyan.shared.spreadsheets.columns import Shown
from banyan.shared.web import is_htmx, show, valid

ORDER = ("pinyin", "pk")
LINES_AT_ONCE = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The tabs of a card: each feature above serves its own page; those not there are left out.
TABS = (
    ("journeys:person", gettext_lazy("外出与报到")),
    ("journeys:person-reports", gettext_lazy("报告")),
    ("tasks:person", gettext_lazy("认领")),
    ("documents:of-person", gettext_lazy("证件")),
)


# By name, for people stand below: members' points are their branch's and their township's.
POINTS_TAB, SEE_POINTS = ("ledger:person", gettext_lazy("积分")), Permission("ledger.see")


def _require_list(request: ViewerRequest) -> None:
    if not request.viewer.may(SEE_HOSTED):
        require(request.viewer, SEE_PEOPLE)


@require_safe
@login_required
def people(request: ViewerRequest) -> HttpResponse:
    _require_list(request)
    form = PeopleFilter(request.GET)
    found = _listed(request, form)
    return show(
        request,
        "people/list.html",
        form=form,
        phone_form=PhoneSearchForm(),
        found=page_of(people_lines(found), ORDER, mark=str(form.cleaned_data.get("mark") or "")),
        may_add=request.viewer.may(ADD_PEOPLE),
        may_export=request.viewer.may(EXPORT_PEOPLE),
        shown=Shown(exports.COLUMNS, request.GET.getlist("col")),
        query=request.GET.urlencode(),
    )


def _listed(request: ViewerRequest, form: PeopleFilter) -> "QuerySet[Person]":
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return people_listed(
        request.viewer,
        text=str(wanted.get("q") or ""),
        home=wanted.get("home"),
        category=str(wanted.get("category") or ""),
        is_ended=bool(wanted.get("ended")),
    )


@require_POST
@login_required
def by_phone(request: ViewerRequest) -> HttpResponse:
    """A whole number finds its owner within reach; the number stays out of addresses and logs."""
    _require_list(request)
    form = PhoneSearchForm(request.POST)
    found = search_phone(valid(form)["phone"], by=request.viewer)
    return show(
        request,
        "people/found.html",
        found=page_of(people_lines(found), ORDER),
        phone_form=form,
        shown=Shown(exports.COLUMNS, []),
        to="",
        form=PeopleFilter(),
    )


@require_POST
@login_required
def export(request: ViewerRequest) -> HttpResponse:
    """Exactly what the list shows, masked as it shows it: those at home within reach, never the guests of a host."""
    found = _listed(request, PeopleFilter(request.GET)).filter(
        request.viewer.reach(EXPORT_PEOPLE, org="home")
    )
    record_people_export(by=request.viewer, rows=found.count())
    lines = people_lines(found).order_by(*ORDER).iterator(chunk_size=LINES_AT_ONCE)
    name = _("党员名单") + f"-{today()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(
        exports.people_workbook(lines, request.GET.getlist("col")),
        content_type=XLSX,
        headers={"Content-Disposition": disposition},
    )


@require_safe
@login_required
def card(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One person. Opening the card is a look he can read about."""
    person = find_person(request.viewer, ref)
    look_at(person, by=request.viewer)
    template = "people/card.html#panel" if is_htmx(request) else "people/card.html"
    return show(request, template, **_card(request, person))


def _card(request: ViewerRequest, person: Person) -> dict[str, Any]:
    viewer = request.viewer
    side = side_of(viewer, person)
    sights = {name: sight_of(side, name) for name in SENSITIVE}
    sees_family = sights["address"] in {Sight.WHOLE, Sight.REVEAL}
    return {
        "person": person,
        "sights": sights,
        "tabs": _tabs(viewer, person),
        "relatives": list(relatives_of(person)) if sees_family else [],
        "household": household_of(person) if sees_family else None,
        "sees_family": sees_family,
        "stay_sights": stay_sights(side),
        "arrivals": list(arrivals_seen_by(viewer, person, side)),
        "may_correct": viewer.may(CORRECT_PEOPLE, person.home) and person.is_current,
        "may_end": viewer.may(END_PEOPLE, person.home) and person.is_current,
        "may_invite": viewer.may(INVITE, person.home) and person.is_current,
    }


def _tabs(viewer: Viewer, person: Person) -> list[dict[str, Any]]:
    shown = (*TABS, POINTS_TAB) if viewer.may(SEE_POINTS, person.home) else TABS
    return [tab for tab in (_tab(route, words, person) for route, words in shown) if tab]


def _tab(route: str, words: Any, person: Person) -> dict[str, Any] | None:
    try:
        return {"address": reverse(route, args=[person.ref]), "words": words}
    except NoReverseMatch:
        return None


@require_http_methods(["GET", "POST"])
@login_required
def add(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, ADD_PEOPLE)
    branches = branches_to_choose(request.viewer, ADD_PEOPLE)
    initial = {"home": request.GET.get("home") or (branches[0] if len(branches[:2]) == 1 else None)}
    form = NewPersonForm(request.POST or None, branches=branches, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return show(request, "people/form.html", form=form, status=422 if form.errors else 200)
    try:
        person = add_person(form.facts(), by=request.viewer, home=form.cleaned_data["home"])
    except Refused as refusal:
        return _refused(request, form, refusal)
    messages.success(request, _("%(name)s已录入。") % {"name": person.name})
    return show(request, "people/form.html", to=reverse("people:card", args=[person.ref]))


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: ViewerRequest, ref: UUID) -> HttpResponse:
    person = find_person(request.viewer, ref)
    require(request.viewer, CORRECT_PEOPLE, at=person.home)
    is_sent = request.method == "POST"
    form = PersonForm.correcting(person, request.POST) if is_sent else PersonForm.of(person)
    if request.method != "POST" or not form.is_valid():
        return show(request, "people/form.html", form=form, person=person, status=422 if form.errors else 200)
    version = form.cleaned_data["version"]
    try:
        correct_person(person, form.facts(is_correction=True), by=request.viewer, version=version)
    except Refused as refusal:
        now_kept = find_person(request.viewer, ref)
        return _refused(request, form, refusal, person=now_kept, differing=form.beside(now_kept))
    messages.success(request, _("%(name)s的信息已更正。") % {"name": person.name})
    return show(request, "people/form.html", to=reverse("people:card", args=[person.ref]))


def _refused(request: ViewerRequest, form: PersonForm, refusal: Refused, **context: Any) -> HttpResponse:
    """The rules said no: the same page with the reason, and all that was typed."""
    form.add_error(None, str(refusal.reason))
    return show(request, "people/form.html", form=form, status=409, **context)


@require_http_methods(["GET", "POST"])
@login_required
def end(request: ViewerRequest, ref: UUID) -> HttpResponse:
    person = find_person(request.viewer, ref)
    require(request.viewer, END_PEOPLE, at=person.home)
    form = EndForm(request.POST or None, initial={"day": today()})
    if request.method != "POST" or not form.is_valid():
        return show(request, "people/end.html", form=form, person=person, status=422 if form.errors else 200)
    end_person(person, by=request.viewer, **form.cleaned_data)
    messages.success(request, _("%(name)s已不在册，记录仍然保留。") % {"name": person.name})
    return show(request, "people/end.html", to=reverse("people:card", args=[person.ref]))


@require_http_methods(["GET", "POST"])
@login_required
def reveals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Ask for one field with a reason, then see it once; nothing of it stays in an address."""
    person = find_person(request.viewer, ref)
    if request.method != "POST":
        form = RevealForm(initial={"field": request.GET.get("field"), "reason": request.GET.get("why", "")})
        return show(request, "people/reveal.html", person=person, form=form)
    form = RevealForm(request.POST)
    asked = valid(form)
    value = reveal(person, asked["field"], by=request.viewer, reason=asked["reason"])
    return show(request, "people/revealed.html", person=person, field=asked["field"], value=value)


@require_POST
@login_required
def invitations(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A personal link to hand over; it is shown on this answer and never again."""
    person = find_person(request.viewer, ref)
    link = invite_member(person, by=request.viewer)
    return show(request, "people/invitation.html", person=person, link=link, qr=qr_picture(link.address))


@require_http_methods(["GET", "POST"])
@login_required
def relatives(request: ViewerRequest, ref: UUID) -> HttpResponse:
    person = find_person(request.viewer, ref)
    require(request.viewer, CORRECT_PEOPLE, at=person.home)
    form = RelativeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show(
            request, "people/relative.html", form=form, person=person, status=422 if form.errors else 200
        )
    add_relative(person, form.cleaned_data, by=request.viewer)
    messages.success(request, _("家人已登记。"))
    return show(request, "people/relative.html", to=reverse("people:card", args=[person.ref]))


@require_POST
@login_required
def relative_removals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    relative = find_relative(request.viewer, ref)
    remove_relative(relative, by=request.viewer)
    messages.success(request, _("已删除。"))
    return show(request, "people/relative.html", to=reverse("people:card", args=[relative.person.ref]))
