"""归队码: choose a district, see our nearest branches, leave a number; and the branch's side of it."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.accounts.actions.limits import take
from banyan.documents.queries import find_org_with_notices, phone_words, public_phone_of
from banyan.documents.rules import CHECKS, formal_name
from banyan.documents.sheets import poster_sheet
from banyan.documents.typesetting import Sheet, render_pdf, render_png
from banyan.journeys.actions.knock import decline_knock, leave_knock, open_knock, turn_knock
from banyan.journeys.forms.knock import KnockForm, TurnForm
from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.journeys.queries.arrival import answered, find_host
from banyan.journeys.queries.knock import (
    doors_near,
    find_knock,
    knocks_waiting_for,
    place_chosen,
    places_within,
)
from banyan.journeys.rules.knock import KNOCKS
from banyan.journeys.views.answers import ask, done
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.paging import page_of
from banyan.shared.web import as_file, show


@require_safe
def near(request: ViewerRequest) -> HttpResponse:
    """No account, no place from the device: province, city, district, then the branches near there."""
    take(CHECKS, request.viewer.address or "")
    place = place_chosen(request.GET.get("at", ""))
    return show(
        request,
        "journeys/own/near.html",
        place=place,
        places=places_within(place),
        nearby=doors_near(place) if place else [],
    )


@require_http_methods(["GET", "POST"])
def leave(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Leave a name and a number; the answer is the same whoever he is (T7)."""
    host = find_host(ref)
    if not answered([host]):
        raise Http404
    if request.method == "POST":
        take(KNOCKS, request.viewer.address or "")
    form = KnockForm(request.POST or None)
    offered = public_phone_of(host)
    return ask(
        request,
        "journeys/own/knock.html",
        form,
        do=lambda: leave_knock(
            host, by=request.viewer, **{name: form.cleaned_data[name] for name in ("name", "home", "phone")}
        ),
        words=_("已转给%(host)s，他们会打您留的电话，聊几句就能归队。") % {"host": host.name},
        to=reverse("journeys:near"),
        host=host,
        place=place_chosen(request.GET.get("at", "")),
        contact=phone_words(offered) if offered else None,
    )


@require_safe
@login_required
def knocks(request: ViewerRequest) -> HttpResponse:
    """Who knocked and waits for a call: without names until one is opened."""
    require(request.viewer, CONFIRM_ARRIVAL)
    found = page_of(knocks_waiting_for(request.viewer), ("left_at", "pk"), mark=request.GET.get("mark", ""))
    return show(request, "journeys/hosted/knocks.html", found=found)


@require_http_methods(["GET", "POST"])
@login_required
def knock(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Call him, then enter his arrival as he said it, or decline."""
    found = find_knock(request.viewer, ref)
    opened = open_knock(found, by=request.viewer)
    form = TurnForm(request.POST or None, initial={"name": opened.name.open(), "phone": opened.phone.open()})
    return ask(
        request,
        "journeys/hosted/knock.html",
        form,
        do=lambda: turn_knock(found, by=request.viewer, **form.cleaned_data),
        words=_(
            "已登记。对得上的，马上出现在“在这里的党员”里；没有出现的，请核对姓名和手机号，"
            "或请他联系老家支部登记外出。"
        ),
        to=reverse("journeys:hosted"),
        knock=found,
        caller={"name": opened.name.open(), "home": opened.home.open(), "phone": opened.phone.open()},
    )


@require_POST
@login_required
def declines(request: ViewerRequest, ref: UUID) -> HttpResponse:
    decline_knock(find_knock(request.viewer, ref), by=request.viewer)
    return done(request, _("已处理，他留的姓名和电话已删除。"), reverse("journeys:knocks"))


@require_safe
@login_required
def poster(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return as_file(render_pdf([_poster(request, ref)]), "application/pdf", _("归队码") + ".pdf")


@require_safe
@login_required
def poster_picture(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return as_file(render_png(_poster(request, ref)), "image/png", _("归队码") + ".png")


def _poster(request: ViewerRequest, ref: UUID) -> Sheet:
    """The poster of any organisation: its code leads a stranger to the nearest of our branches."""
    org = find_org_with_notices(request.viewer, ref)
    offered = public_phone_of(org)
    return poster_sheet(
        formal_name(org.kind, org.name, org.full_name),
        settings.BASE_URL + reverse("journeys:near"),
        **(phone_words(offered) if offered else {}),
        place=offered.place if offered else "",
        is_for_strangers=True,
    )
