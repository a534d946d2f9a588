"""One check-in: seen by home, by the member and by its host; decided, corrected, taken back."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.journeys.actions.arrival import (
    check_in_at,
    check_in_outside,
    confirm_check_in,
    correct_check_in,
    refuse_check_in,
    reveal_slip,
    take_back_confirmation,
    withdraw_check_in,
)
from banyan.journeys.forms.arrival import CheckInForForm, HowForm, ReasonForm, RevealForm, SlipForm
from banyan.journeys.forms.photo import ReceiptPhotoForm
from banyan.journeys.models import CheckIn, Journey
from banyan.journeys.permissions import CHECK_IN_FOR, CONFIRM_ARRIVAL, SEE_JOURNEYS
from banyan.journeys.queries.arrival import (
    find_check_in,
    has_other_phone,
    hosts_near,
    is_own,
    may_decide,
    may_speak_for,
    may_take_back,
    present_stop_of,
    slip_sight,
)
from banyan.journeys.queries.journey import find_journey
from banyan.journeys.queries.papers import certificate_of, may_check_certificate
from banyan.journeys.queries.photo import photos_of
from banyan.journeys.rules.arrival import why_not_correct, why_not_withdraw
from banyan.journeys.states import CheckInStatus
from banyan.journeys.views.answers import ask, done
from banyan.orgs.viewers import NOT_YOURS, Viewer, ViewerRequest, require
from banyan.people.actions import look_at
from banyan.people.permissions import CORRECT_PEOPLE
from banyan.shared.errors import NotAllowed
from banyan.shared.web import show, valid


@require_safe
@login_required
def check_in(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One check-in. Opening it is a look the member can read about."""
    found = find_check_in(request.viewer, ref)
    look_at(found.journey.person, by=request.viewer)
    return check_in_page(request, found)


def check_in_page(request: ViewerRequest, found: CheckIn, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a check-in; `how_form` or `photo_form` is one that was filled in wrongly."""
    return show(request, "journeys/arrival/check_in.html", status=status, **_facts(request, found) | forms)


def _facts(request: ViewerRequest, found: CheckIn) -> dict[str, Any]:
    viewer, person = request.viewer, found.journey.person
    is_sent = found.status == CheckInStatus.SENT
    may_speak, decides = may_speak_for(viewer, found), may_decide(viewer, found)
    return {
        "check_in": found,
        "person": person,
        "is_own": is_own(viewer, person),
        "may_wait": viewer.may(CONFIRM_ARRIVAL) or viewer.may(CHECK_IN_FOR),
        "sights": {field: slip_sight(viewer, found, field) for field in ("phone", "address")},
        "decides": is_sent and decides,
        "has_other_phone": viewer.may(CORRECT_PEOPLE, found.org) and has_other_phone(found),
        "how_form": HowForm() if found.host.is_outside else None,
        "may_withdraw": may_speak and why_not_withdraw(found.status) is None,
        "may_correct": (may_speak or decides) and why_not_correct(found.status) is None,
        "has_certificate": may_check_certificate(viewer, found) and certificate_of(found.journey) is not None,
        "photos": photos_of(viewer, found),
        "photo_form": ReceiptPhotoForm() if takes_photos(viewer, found) else None,
        "may_take_back": found.status == CheckInStatus.CONFIRMED and may_take_back(viewer, found),
    }


def takes_photos(viewer: Viewer, found: CheckIn) -> bool:
    """Home may keep the photograph of a stamped receipt while the check-in lies open or holds."""
    is_open = found.status in {CheckInStatus.SENT, CheckInStatus.CONFIRMED}
    return found.host.is_outside and is_open and viewer.may(CHECK_IN_FOR, found.org)


@require_POST
@login_required
def confirmations(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_check_in(request.viewer, ref)
    form = HowForm(request.POST) if found.host.is_outside else None
    if form is not None and not form.is_valid() and may_decide(request.viewer, found):
        return check_in_page(request, found, how_form=form, status=422)
    how = form.cleaned_data.get("how", "") if form is not None else ""
    confirm_check_in(found, by=request.viewer, how=how)
    words = _("已确认%(name)s的报到。") % {"name": found.journey.person.name}
    return _decided(request, found, words)


def _decided(request: ViewerRequest, found: CheckIn, words: str) -> HttpResponse:
    """In an inbox the row says what became of it; else on to where the viewer may look next."""
    if "HX-Request" in request.headers:
        return show(
            request, "journeys/arrival/row.html#decided", to=_next_page(request, found), check_in=found
        )
    return done(request, words, _next_page(request, found))


def _next_page(request: ViewerRequest, found: CheckIn) -> str:
    """A page the viewer may still see: the member his own, home the person's, a host what waits for him."""
    person = found.journey.person
    if is_own(request.viewer, person):
        return reverse("journeys:own")
    if request.viewer.may(SEE_JOURNEYS, found.org):
        return reverse("journeys:person", args=[person.ref])
    return reverse("journeys:arrivals")


def _only(is_his: bool) -> None:
    """No form is shown to whom its act is not open."""
    if not is_his:
        raise NotAllowed(NOT_YOURS)


@require_http_methods(["GET", "POST"])
@login_required
def refusals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_check_in(request.viewer, ref)
    _only(may_decide(request.viewer, found))
    form = ReasonForm(request.POST or None)
    name = found.journey.person.name
    return ask(
        request,
        "web/confirm.html",
        form,
        do=lambda: refuse_check_in(found, by=request.viewer, reason=form.cleaned_data["reason"]),
        words=_("已退回，老家支部和本人都会收到原因。"),
        to=_next_page(request, found),
        title=_("退回%(name)s的报到") % {"name": name},
        text=_("退回以后他可以换一个党组织再报到。"),
        action=_("退回"),
        address=reverse("journeys:check-in-refusals", args=[ref]),
        back=_page_of(found),
    )


@require_http_methods(["GET", "POST"])
@login_required
def takings_back(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_check_in(request.viewer, ref)
    _only(may_take_back(request.viewer, found))
    form = ReasonForm(request.POST or None)
    host = found.host.name
    touches = [
        _("这次报到不再算数，统计里也不算。"),
        _("他不再在%(host)s参加活动，对方看不到他。") % {"host": host},
        _("报到回执的盖章随之取消；已归档的不动。"),
    ]
    return ask(
        request,
        "web/confirm.html",
        form,
        do=lambda: take_back_confirmation(found, by=request.viewer, reason=form.cleaned_data["reason"]),
        words=_("已撤销，老家支部和本人都会收到原因。"),
        to=_next_page(request, found),
        title=_("撤销%(name)s在%(host)s的报到确认") % {"name": found.journey.person.name, "host": host},
        text=_("确认错了才撤销。这一步会："),
        touches=touches,
        action=_("撤销确认"),
        address=reverse("journeys:check-in-takings-back", args=[ref]),
        back=_page_of(found),
    )


@require_POST
@login_required
def withdrawals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_check_in(request.viewer, ref)
    withdraw_check_in(found, by=request.viewer)
    return done(request, _("报到已撤回。"), _next_page(request, found))


@require_http_methods(["GET", "POST"])
@login_required
def corrections(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Whoever may see the phone whole corrects it; for others it stays unless they type a new one."""
    found = find_check_in(request.viewer, ref)
    _only(may_speak_for(request.viewer, found) or may_decide(request.viewer, found))
    stop = found.stop
    initial = {"words": found.words, "employer": stop.employer if stop else ""}
    form = SlipForm(request.POST or None, initial=initial, is_new=False)
    return ask(
        request,
        "journeys/form.html",
        form,
        do=lambda: correct_check_in(found, form.facts(), by=request.viewer),
        words=_("已更正。"),
        to=_page_of(found),
        person=found.journey.person,
        title=_("更正报到信息"),
        lead=_("电话和住址不显示，不改就空着。"),
        action=_("保存"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def reveals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Ask for one value with a reason, then see it once; nothing of it stays in an address."""
    found = find_check_in(request.viewer, ref)
    context: dict[str, Any] = {"check_in": found, "person": found.journey.person}
    if request.method != "POST":
        initial = {"field": request.GET.get("field"), "reason": request.GET.get("why", "")}
        return show(request, "journeys/arrival/reveal.html", form=RevealForm(initial=initial), **context)
    asked = valid(RevealForm(request.POST))
    value = reveal_slip(found, asked["field"], by=request.viewer, reason=asked["reason"])
    return show(request, "journeys/arrival/revealed.html", value=value, field=asked["field"], **context)


def _page_of(found: CheckIn) -> str:
    return reverse("journeys:check-in", args=[found.ref])


@require_http_methods(["GET", "POST"])
@login_required
def check_ins(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The home secretary checks a member in, at a branch of ours or outside; both names are kept."""
    journey = find_journey(request.viewer, ref)
    require(request.viewer, CHECK_IN_FOR, at=journey.org)
    stop = present_stop_of(journey)
    hosts = hosts_near((stop.region_id if stop else "") or "")
    initial = {"employer": stop.employer if stop else ""}
    form = CheckInForForm(request.POST or None, hosts=hosts, initial=initial)
    person = journey.person
    return ask(
        request,
        "journeys/form.html",
        form,
        do=lambda: _check_in_for(request, journey, form),
        words=_("已替%(name)s登记报到。") % {"name": person.name},
        to=reverse("journeys:person", args=[person.ref]),
        person=person,
        title=_("替%(name)s报到") % {"name": person.name},
        lead=_(
            "流入地在系统里的，选上就行，由对方确认；不在系统里的，写明名称、负责人和电话，由本村代为确认。"
        ),
        draft="check-in-for",
        action=_("登记报到"),
    )


def _check_in_for(request: ViewerRequest, journey: Journey, form: CheckInForForm) -> CheckIn:
    host = form.chosen_host()
    facts, how = form.facts(), form.cleaned_data["how"]
    if host is not None:
        return check_in_at(journey, facts, by=request.viewer, host=host)
    return check_in_outside(journey, facts, by=request.viewer, host_facts=form.host_facts(), how=how)
