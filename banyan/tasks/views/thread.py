"""The thread of a claim, who does it together, and waiting for a place."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.orgs.viewers import NOT_YOURS, ViewerRequest
from banyan.people.queries import person_of
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.web import show
from banyan.tasks.actions import (
    add_note,
    add_partner,
    join_wait,
    leave_partner,
    leave_wait,
    take_back_work,
)
from banyan.tasks.forms import NoteForm, PartnerForm
from banyan.tasks.queries import (
    find_claim,
    find_own_wait,
    find_partner,
    find_task,
    person_to_join,
)
from banyan.tasks.rules import NO_SUCH_PARTNER
from banyan.tasks.views.claim import address_of_claim, claim_page, say_no
from banyan.tasks.views.task import address_of


@require_POST
@login_required
def notes(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A word; "还在做" alone is one too."""
    found = find_claim(request.viewer, ref)
    form = NoteForm(request.POST, unit=found.task.share_unit)
    if not form.is_valid():
        return claim_page(request, found, note=form)
    words = form.cleaned_data["words"] or (_("还在做，放心。") if "still" in request.POST else "")
    try:
        add_note(found, words, by=request.viewer, delivered=form.cleaned_data.get("delivered"))
    except Refused as refusal:
        say_no(request, form, refusal)
        return claim_page(request, found, note=form, status=409)
    messages.success(request, _("已发给对方。"))
    return show(request, "tasks/claim.html", to=address_of_claim(found))


@require_POST
@login_required
def take_backs(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What was handed in comes back, to be changed and handed in again."""
    found = find_claim(request.viewer, ref)
    take_back_work(found, by=request.viewer, keeps_words=True)
    messages.success(request, _("已取回，改好再提交。"))
    return show(request, "tasks/claim.html", to=address_of_claim(found))


@require_POST
@login_required
def partners(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return claim_page(request, found, partner=form)
    person = person_to_join(found, form.cleaned_data["name"])
    try:
        if person is None:
            raise Refused(NO_SUCH_PARTNER)
        add_partner(found, person, by=request.viewer)
    except Refused as refusal:
        say_no(request, form, refusal)
        return claim_page(request, found, partner=form, status=409)
    messages.success(request, _("已写上%(name)s的名字。") % {"name": person.name})
    return show(request, "tasks/claim.html", to=address_of_claim(found))


@require_POST
@login_required
def partner_ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The name comes off again."""
    found = find_partner(request.viewer, ref)
    leave_partner(found, by=request.viewer)
    messages.success(request, _("名字已去掉，没关系。"))
    return show(request, "tasks/own.html", to=reverse("tasks:own"))


@require_POST
@login_required
def waits(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Queue for a place."""
    found, person = find_task(request.viewer, ref), person_of(request.viewer)
    if person is None:
        raise NotAllowed(NOT_YOURS)
    join_wait(found, person, by=request.viewer)
    messages.success(request, _("已排上队。有名额时发消息给您，来不来由您。"))
    return show(request, "tasks/task.html", to=address_of(found))


@require_POST
@login_required
def wait_ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_own_wait(request.viewer, ref)
    leave_wait(found, by=request.viewer)
    messages.success(request, _("已不再排队。"))
    return show(request, "tasks/task.html", to=address_of(found.task))
