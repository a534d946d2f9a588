"""The first door: code, place, organisations and first officer. Once used, it is 404."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banyan.accounts.viewers import Visitor
from banyan.orgs.actions import load_regions_below
from banyan.orgs.actions.first_door import is_code_of, open_house
from banyan.orgs.forms.first_door import DoorCodeForm, HouseForm
from banyan.orgs.forms.place import PlaceForm
from banyan.orgs.models import FirstDoor, Region
from banyan.orgs.queries import open_door, region_with_code, two_levels_below
from banyan.orgs.states import KIND_AT, OrganisationKind
from banyan.orgs.words import is_a_place
from banyan.shared.web import client_address, show

PASSED = "first_door"
WRONG_CODE = _("代码不对，请对照服务器上显示的代码再填一次。")
ROOTS = {OrganisationKind.CITY, OrganisationKind.COUNTY, OrganisationKind.TOWNSHIP}
GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def door_or_404() -> FirstDoor:
    door = open_door()
    if door is None:
        raise Http404
    return door


@never_cache
@GET_AND_POST
def code(request: HttpRequest) -> HttpResponse:
    door = door_or_404()
    form = DoorCodeForm(request.POST or None)
    if form.is_valid():
        if is_code_of(door, form.cleaned_data["code"], by=_visitor(request)):
            request.session.cycle_key()
            request.session[PASSED] = str(door.ref)
            return redirect("orgs:first-door-place")
        form.add_error("code", str(WRONG_CODE))
    status = 422 if request.method == "POST" else 200
    return show(request, "orgs/first_door/code.html", form=form, status=status)


@never_cache
@GET_AND_POST
def place(request: HttpRequest) -> HttpResponse:
    """Where we are. What lies below the place is read in, so that it can be shown."""
    if not _has_passed(request, door_or_404()):
        return redirect("orgs:first-door")
    form = PlaceForm(request.POST or None, depth=4)
    is_a_step = "choose" in request.POST
    if not is_a_step and form.is_valid() and form.region is not None:
        load_regions_below(form.region.pk)
        return redirect(f"{reverse('orgs:first-door-house')}?place={form.region.pk}")
    status = 422 if request.method == "POST" and not is_a_step else 200
    return show(request, "orgs/first_door/place.html", form=form, status=status)


@never_cache
@GET_AND_POST
def house(request: HttpRequest) -> HttpResponse:
    """What stands below the place, ticked, and who opens the house."""
    door = door_or_404()
    chosen = region_with_code(request.GET.get("place", ""))
    if not _has_passed(request, door) or chosen is None or KIND_AT.get(len(chosen.pk)) not in ROOTS:
        return redirect("orgs:first-door")
    ticked = set(request.POST.getlist("regions"))
    form = HouseForm(request.POST or None, initial={"name": chosen.name})
    if form.is_valid():
        open_house(
            door,
            chosen,
            by=_visitor(request),
            name=form.cleaned_data["name"],
            ticked=ticked,
            officer=form.officer,
        )
        del request.session[PASSED]
        messages.success(request, _("组织已建好，请用刚才的账号登录。"))
        return redirect("accounts:login")
    return show(
        request,
        "orgs/first_door/house.html",
        form=form,
        place=chosen,
        branches=proposal(chosen, ticked if request.method == "POST" else None),
        comes_along=len(chosen.pk) == min(KIND_AT),
        status=422 if request.method == "POST" else 200,
    )


def proposal(place: Region, ticked: set[str] | None) -> list[dict[str, object]]:
    """Two levels below the place; at first every real town and village is ticked."""

    def line(region: Region) -> dict[str, object]:
        is_ticked = is_a_place(region.name, len(region.pk)) if ticked is None else region.pk in ticked
        return {"region": region, "is_ticked": is_ticked}

    return [
        {**line(child), "inner": [line(each) for each in inner]} for child, inner in two_levels_below(place)
    ]


def _has_passed(request: HttpRequest, door: FirstDoor) -> bool:
    return bool(request.session.get(PASSED) == str(door.ref))


def _visitor(request: HttpRequest) -> Visitor:
    return Visitor(None, client_address(request), getattr(request, "id", ""))
