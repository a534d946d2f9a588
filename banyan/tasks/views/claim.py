"""Claims: taking a task on, handing work in, reviewing it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.queries import find_person, person_of
from banyan.shared.sealed_files import open_sealed
from banyan.shared.web import say_done, show
from banyan.tasks.actions import accept_work, claim_task, send_back_work, submit_claim, withdraw_claim
from banyan.tasks.forms import SendBackForm, SubmitForm, known_work
from banyan.tasks.models import Claim
from banyan.tasks.permissions import CLAIM_FOR, REVIEW
from banyan.tasks.queries import (
    claims_of_person,
    claims_to_review,
    find_claim,
    find_person_to_claim_for,
    find_photo,
    find_task,
    may_claim_for,
    outcomes_of,
    people_to_claim_for,
    photos_of,
)
from banyan.tasks.rules import why_not_review, why_not_submit, why_not_withdraw

REVIEW_ROWS = 50


@require_POST
@login_required
def claims(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One tap: it is his."""
    found, person = find_task(request.viewer, ref), person_of(request.viewer)
    if person is None:
        raise Http404
    claim = claim_task(found, person, by=request.viewer)
    messages.success(request, _("认领好了，谢谢您。做完以后回到这里提交。"))
    return show(request, "tasks/claim.html", to=_address(claim))


@require_safe
@login_required
def for_member(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Find the member for whom one claims."""
    found = find_task(request.viewer, ref)
    require(request.viewer, CLAIM_FOR)
    text = request.GET.get("text", "")
    people = people_to_claim_for(request.viewer, found, text)
    return show(request, "tasks/for_member.html", task=found, text=text, people=people)


@require_POST
@login_required
def claims_for(request: ViewerRequest, ref: UUID, person: UUID) -> HttpResponse:
    found = find_task(request.viewer, ref)
    member = find_person_to_claim_for(request.viewer, person)
    claim_task(found, member, by=request.viewer)
    messages.success(request, _("已代%(name)s认领。") % {"name": member.name})
    return show(request, "tasks/task.html", to=reverse("tasks:task", args=[found.ref]))


@require_safe
@login_required
def claim(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return _page(request, find_claim(request.viewer, ref))


def _page(
    request: ViewerRequest,
    claim: Claim,
    *,
    submit: SubmitForm | None = None,
    send_back: SendBackForm | None = None,
) -> HttpResponse:
    account = request.viewer.account
    is_own = account is not None and claim.person.account_id == account.pk
    can_speak = is_own or may_claim_for(request.viewer, claim.person)
    can_review = request.viewer.may(REVIEW, claim.task.org)
    return show(
        request,
        "tasks/claim.html",
        status=422 if submit or send_back else 200,
        claim=claim,
        is_own=is_own,
        photos=photos_of(claim),
        outcomes=outcomes_of(claim),
        can_submit=can_speak and not why_not_submit(claim.status, claim.task.status, "…"),
        can_withdraw=can_speak and not why_not_withdraw(claim.status),
        can_review=can_review and not why_not_review(claim.status, is_own=is_own),
        submit_form=submit or SubmitForm(kind=claim.task.sort, initial=known_work(claim)),
        send_back_form=send_back or SendBackForm(),
    )


@require_POST
@login_required
def submissions(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    form = SubmitForm(request.POST, request.FILES, kind=found.task.sort)
    if not form.is_valid():
        return _page(request, found, submit=form)
    given = form.cleaned_data
    submit_claim(found, given["result"], by=request.viewer, photos=given["photos"], outcomes=form.outcomes())
    messages.success(request, _("已提交，等组织审核。"))
    return show(request, "tasks/claim.html", to=_address(found))


@require_POST
@login_required
def withdrawals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    withdraw_claim(found, by=request.viewer)
    messages.success(request, _("已退出，名额留给别人。谢谢您告诉我们。"))
    return show(request, "tasks/claim.html", to=reverse("tasks:task", args=[found.task.ref]))


@require_safe
@login_required
def review(request: ViewerRequest) -> HttpResponse:
    """What was handed in and waits, the longest waiting first."""
    require(request.viewer, REVIEW)
    waiting = list(claims_to_review(request.viewer)[:REVIEW_ROWS])
    return show(request, "tasks/review.html", claims=waiting, form=SendBackForm())


@require_POST
@login_required
def acceptances(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    accept_work(found, by=request.viewer)
    say_done(request, _("已通过，%(name)s会收到消息。") % {"name": found.person.name})
    return show(request, "tasks/review.html#reviewed", to=reverse("tasks:review"), claim=found)


@require_POST
@login_required
def returns(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Sent back with what is missing."""
    found = find_claim(request.viewer, ref)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, send_back=form)
    send_back_work(found, form.cleaned_data["missing"], by=request.viewer)
    messages.success(request, _("已请%(name)s补充。") % {"name": found.person.name})
    return show(request, "tasks/review.html#reviewed", to=reverse("tasks:review"), claim=found)


@require_safe
@login_required
def photo(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A picture for whoever may see its claim, in a shell that runs nothing (R-F1)."""
    file = find_photo(request.viewer, ref)
    try:
        body = open_sealed(file.name, bound_to=file.bound_to)
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(
        body,
        content_type="image/jpeg",
        headers={
            "Content-Disposition": f'attachment; filename="{file.ref}.jpg"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
@login_required
def of_person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What one member has claimed, for his card."""
    person = find_person(request.viewer, ref)
    found = claims_of_person(request.viewer, person)
    return show(request, "tasks/person.html", person=person, claims=found)


def _address(claim: Claim) -> str:
    return reverse("tasks:claim", args=[claim.ref])
