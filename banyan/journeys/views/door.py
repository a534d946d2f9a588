"""The branch's door: its poster with a code, and the page the code leads to (归队码)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.accounts.actions.limits import take
from banyan.documents.queries import paper_with_code, phone_words, public_phone_of
from banyan.documents.rules import CHECKS
from banyan.documents.sheets import poster_sheet
from banyan.documents.states import Verdict
from banyan.documents.typesetting import render_pdf
from banyan.journeys.actions.arrival import check_in_at, pass_on_host_word
from banyan.journeys.forms.arrival import HostWordForm, SlipForm
from banyan.journeys.queries.arrival import find_host, find_own_host
from banyan.journeys.queries.journey import JourneyRow, open_journey_of, row_of
from banyan.journeys.queries.receipt import receipt_of_paper, why_not_word_of
from banyan.journeys.rules.arrival import why_not_scan
from banyan.journeys.states import CheckInStatus
from banyan.journeys.views.answers import ask
from banyan.journeys.views.own import slip_facts
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import ViewerRequest
from banyan.people.queries import person_of
from banyan.shared.clock import today
from banyan.shared.errors import Reason
from banyan.shared.masking import mask_name
from banyan.shared.web import show


@require_http_methods(["GET", "POST"])
def door(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Whoever scans the poster checks in here with one tap; signed out he signs in first and comes back."""
    host = find_host(ref)
    person = person_of(request.viewer)
    if person is None:
        if request.method == "POST":
            return redirect(f"{reverse('accounts:login')}?next={request.path}")
        return show(request, "journeys/own/door.html", host=host)
    journey = open_journey_of(person)
    if journey is None:
        return show(request, "journeys/own/door.html", host=host, person=person)
    row = row_of(journey)
    if request.method != "POST" and (why_not := _why_not_scan(row, host)):
        return show(request, "journeys/own/door.html", host=host, person=person, why_not=why_not)
    form = SlipForm(request.POST or None, initial=slip_facts(journey))
    return ask(
        request,
        "journeys/own/door.html",
        form,
        do=lambda: check_in_at(journey, form.facts(), by=request.viewer, host=host),
        words=_("报到已发出，等%(host)s确认。") % {"host": host.name},
        to=reverse("journeys:own"),
        host=host,
        person=person,
        row=row,
    )


def _why_not_scan(row: JourneyRow, host: Organisation) -> Reason | None:
    under_way = row.open_check_in
    return why_not_scan(
        sent_to=under_way.host_id if under_way else None,
        is_draft=under_way is not None and under_way.status == CheckInStatus.DRAFT,
        stays_at=row.check_in.host_id if row.check_in else None,
        host=host.pk,
    )


@require_http_methods(["GET", "POST"])
def host_word(request: ViewerRequest, code: str) -> HttpResponse:
    """The host's secretary has the receipt in hand and no account: one page, and home knows (story.md, b)."""
    take(CHECKS, request.viewer.address or "")
    paper = paper_with_code(code)
    receipt = receipt_of_paper(paper)
    if paper.standing_on(today()) != Verdict.VALID:
        return redirect("documents:verify", code)
    name = mask_name(receipt.journey.person.name)
    if why_not := why_not_word_of(receipt):
        status = 409 if request.method == "POST" else 200
        return show(request, "journeys/own/host_word.html", status=status, name=name, why_not=why_not)
    form = HostWordForm(request.POST or None)
    return ask(
        request,
        "journeys/own/host_word.html",
        form,
        do=lambda: pass_on_host_word(receipt.journey, by=request.viewer, host_facts=form.host_facts()),
        words=_("谢谢您，已转告老家支部。他们会打您留的电话核实，核实后%(name)s就算报到了。")
        % {"name": name},
        to=reverse("journeys:host-word", args=[code]),
        name=name,
        issuer=receipt.org.name,
    )


@require_safe
@login_required
def poster(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The poster to hang up, as an A4 sheet."""
    host = find_own_host(request.viewer, ref)
    address = settings.BASE_URL + reverse("journeys:door", args=[host.ref])
    place = f"{host.region.parent or ''}{host.region}" if host.region else ""
    offered = public_phone_of(host)
    shown: dict[str, Any] = phone_words(offered) if offered else {}
    sheet = poster_sheet(host.name, address, place=place, **shown)
    name = content_disposition_header(as_attachment=False, filename=_("归队码") + ".pdf") or ""
    return HttpResponse(
        render_pdf([sheet]), content_type="application/pdf", headers={"Content-Disposition": name}
    )
