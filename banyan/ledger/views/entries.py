"""What stands to a member's name, on his own page and on his secretary's."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from banyan.audit.record import remember
from banyan.ledger.actions.booking import book_deed, reverse_entry
from banyan.ledger.actions.closing import end_exemption, exempt_member
from banyan.ledger.forms import DeedForm, ExemptionForm, ReasonForm
from banyan.ledger.permissions import BOOK, SEE_OWN_POINTS, SEE_POINTS
from banyan.ledger.queries.closings import closings_page, open_consent
from banyan.ledger.queries.entries import (
    balances_of,
    entries_of,
    exemptions_of,
    find_entry,
    find_exemption,
    find_person_to_book,
    holdings_page,
    own_entries,
)
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.models import Person
from banyan.people.queries import find_person, person_of
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from banyan.shared.web import say_done, say_refusal, show, valid

NOTHING_SET = gettext_lazy("您那里和上级还没有给这件事定记分办法，所以没有记分。可以请乡镇先定办法。")


@require_safe
@login_required
def own(request: ViewerRequest) -> HttpResponse:
    """The member's own sums and entries; his place nobody else sees unless the setting and he allow it."""
    require(request.viewer, SEE_OWN_POINTS)
    me, mark = person_of(request.viewer), request.GET.get("mark", "")
    return show(
        request,
        "ledger/own.html",
        person=me,
        balances=balances_of(me) if me else {},
        found=own_entries(request.viewer, mark),
        consent=open_consent(me) if me else None,
        closings=closings_page(request.viewer).rows,
    )


@require_safe
@login_required
def holdings(request: ViewerRequest) -> HttpResponse:
    """Members by name with their sums: never by sum (rules 2.9)."""
    require(request.viewer, SEE_POINTS)
    text = request.GET.get("text", "")
    found = holdings_page(request.viewer, text=text, mark=request.GET.get("mark", ""))
    return show(request, "ledger/list.html", found=found, text=text)


@require_safe
@login_required
def person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return _page(request, find_person(request.viewer, ref))


def _page(request: ViewerRequest, found: Person, *, status: int = 200, **forms: Any) -> HttpResponse:
    viewer = request.viewer
    require(viewer, SEE_POINTS, at=found.home)
    is_self = viewer.account is not None and found.account_id == viewer.account.pk
    return show(
        request,
        "ledger/person.html",
        person=found,
        balances=balances_of(found),
        found=entries_of(viewer, found, request.GET.get("mark", "")),
        exemptions=exemptions_of(found),
        may_book=viewer.may(BOOK, found.home) and found.is_current and not is_self,
        deed=forms.get("deed") or DeedForm(initial={"day": today()}),
        exemption=forms.get("exemption") or ExemptionForm(initial={"from_day": today()}),
        reason=forms.get("reason") or ReasonForm(),
        status=status,
    )


@require_POST
@login_required
def deeds(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found, form = find_person_to_book(request.viewer, ref), DeedForm(request.POST)
    if not form.is_valid():
        return _page(request, found, deed=form, status=422)
    try:
        entry = book_deed(found, by=request.viewer, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, found, deed=_said_no(request, form, refusal), status=409)
    say_done(request, _("已登记，本人会收到消息。") if entry else str(NOTHING_SET))
    return show(request, "ledger/person.html", to=_address(found))


def _said_no(request: ViewerRequest, form: Form, refusal: Refused) -> Form:
    """The form as it was typed, with the reason at its field; remembered."""
    say_refusal(form, refusal)
    remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)
    return form


@require_POST
@login_required
def reversals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    entry = find_entry(request.viewer, ref)
    reverse_entry(entry, valid(ReasonForm(request.POST))["reason"], by=request.viewer)
    say_done(request, _("已冲回，本人会收到消息。"))
    return show(request, "ledger/person.html", to=_address(entry.person))


@require_POST
@login_required
def exemptions(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found, form = find_person_to_book(request.viewer, ref), ExemptionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, exemption=form, status=422)
    try:
        exempt_member(found, by=request.viewer, **form.cleaned_data)
    except Refused as refusal:
        return _page(request, found, exemption=_said_no(request, form, refusal), status=409)
    say_done(request, _("已登记，这段时间他不参加排名，照样记分。"))
    return show(request, "ledger/person.html", to=_address(found))


@require_POST
@login_required
def exemption_ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_exemption(request.viewer, ref)
    end_exemption(found, by=request.viewer)
    say_done(request, _("已恢复参加排名。"))
    return show(request, "ledger/person.html", to=_address(found.person))


def _address(person: Person) -> str:
    return reverse("ledger:person", args=[person.ref])
