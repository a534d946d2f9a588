"""Claims: taking a task on, handing work in, reviewing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.audit.record import remember
from banyan.ledger.states import Grade
from banyan.orgs.viewers import NOT_YOURS, ViewerRequest, require
from banyan.people.queries import find_person, person_of
from banyan.shared.attachments.checking import KINDS
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.sealed_files import open_sealed
from banyan.shared.web import as_download, say_done, say_refusal, show
from banyan.tasks.actions import (
    accept_work,
    claim_task,
    clear_questions,
    release_claim,
    remove_claim_file,
    send_back_work,
    submit_claim,
    withdraw_claim,
)
from banyan.tasks.forms import ClaimForm, NoteForm, PartnerForm, SendBackForm, SubmitForm, known_work
from banyan.tasks.models import Claim, ClaimFile, Task
from banyan.tasks.permissions import CLAIM_FOR, REVIEW
from banyan.tasks.queries import (
    claims_of_person,
    claims_to_review,
    delivered_of,
    files_of,
    find_claim,
    find_claim_file,
    find_person_to_claim_for,
    find_task,
    grades_for,
    may_claim_for,
    notes_of,
    outcomes_of,
    partners_of,
    people_to_claim_for,
    questions_about,
    slots_claimed,
    slots_named,
    slots_of,
    speaks_for_claim,
)
from banyan.tasks.rules import why_not_review, why_not_submit, why_not_withdraw
from banyan.tasks.states import UNDER_WAY, ClaimStatus
from banyan.tasks.views.task import task_page

REVIEW_ROWS = 50


@require_POST
@login_required
def claims(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One tap: it is his."""
    person = person_of(request.viewer)
    found = find_task(request.viewer, ref, me=person)
    if person is None:
        raise NotAllowed(NOT_YOURS)
    form = ClaimForm(request.POST, task=found, slots=slots_of(found))
    if not form.is_valid():
        return task_page(request, found, claim_form=form)
    try:
        claim = claim_task(found, person, by=request.viewer, **_taken(found, form))
    except Refused as refusal:
        say_no(request, form, refusal)
        return task_page(request, found, claim_form=form, status=409)
    messages.success(request, _("认领好了，谢谢您。做完以后回到这里提交。"))
    return show(request, "tasks/claim.html", to=address_of_claim(claim))


def say_no(request: ViewerRequest, form: Form, refusal: Refused) -> None:
    """A rule that belongs to one field says no there, and it is remembered; any other has its own page."""
    if refusal.reason.code not in getattr(form, "AT_FIELD", {}):
        raise refusal
    say_refusal(form, refusal)
    remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)


def _taken(found: Task, form: ClaimForm) -> dict[str, Any]:
    """How much, or which turns, as far as the task asks."""
    return {
        "share": form.cleaned_data.get("share", 1),
        "slots": slots_named(found, form.cleaned_data["slots"]) if found.is_slotted else (),
    }


@require_safe
@login_required
def for_member(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Find the member for whom one claims."""
    found = find_task(request.viewer, ref)
    require(request.viewer, CLAIM_FOR)
    return _for_member_page(request, found, request.GET.get("text", ""))


def _for_member_page(
    request: ViewerRequest, found: Task, text: str, *, status: int = 200, **typed: Any
) -> HttpResponse:
    """Those who may claim it, each with a form; `typed_form` is the one of `typed_for`, with its faults."""
    people = people_to_claim_for(request.viewer, found, text)
    form = ClaimForm(task=found, slots=slots_of(found), auto_id=False)
    return show(
        request,
        "tasks/for_member.html",
        status=status,
        task=found,
        text=text,
        people=people,
        form=form,
        **typed,
    )


@require_POST
@login_required
def claims_for(request: ViewerRequest, ref: UUID, person: UUID) -> HttpResponse:
    found = find_task(request.viewer, ref)
    require(request.viewer, CLAIM_FOR)
    member = find_person_to_claim_for(request.viewer, person)
    form = ClaimForm(request.POST, task=found, slots=slots_of(found), auto_id=False)
    typed = {"typed_for": member, "typed_form": form}
    if not form.is_valid():
        return _for_member_page(request, found, member.name, status=422, **typed)
    try:
        claim_task(found, member, by=request.viewer, **_taken(found, form))
    except Refused as refusal:
        say_no(request, form, refusal)
        return _for_member_page(request, found, member.name, status=409, **typed)
    messages.success(request, _("已代%(name)s认领。") % {"name": member.name})
    return show(request, "tasks/task.html", to=reverse("tasks:task", args=[found.ref]))


@require_safe
@login_required
def claim(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return claim_page(request, find_claim(request.viewer, ref))


def claim_page(
    request: ViewerRequest,
    claim: Claim,
    *,
    submit: SubmitForm | None = None,
    send_back: SendBackForm | None = None,
    note: NoteForm | None = None,
    partner: PartnerForm | None = None,
    status: int = 0,
) -> HttpResponse:
    account = request.viewer.account
    is_own = account is not None and claim.person.account_id == account.pk
    can_speak = is_own or speaks_for_claim(request.viewer, claim)
    may_give_up = is_own or (can_speak and may_claim_for(request.viewer, claim.person))
    can_review = request.viewer.may(REVIEW, claim.task.org)
    partners = partners_of(claim)
    is_doer = is_own or (
        account is not None and any(each.person.account_id == account.pk for each in partners)
    )
    is_to_review = can_review and not why_not_review(claim.status, is_own=is_doer)
    files = files_of(claim)
    return show(
        request,
        "tasks/claim.html",
        status=status or (422 if submit or send_back or note or partner else 200),
        claim=claim,
        is_own=is_own,
        files=files,
        outcomes=outcomes_of(claim),
        can_submit=can_speak and not why_not_submit(claim.status, claim.task.status, "…"),
        can_withdraw=may_give_up and not why_not_withdraw(claim.status),
        can_review=is_to_review,
        grades=grades_for(claim) if is_to_review else [],
        questions=questions_about(request.viewer, [claim]).get(claim.pk) if is_to_review else None,
        submit_form=submit or SubmitForm(kind=claim.task.sort, initial=known_work(claim)),
        can_take_back=can_speak and claim.status == ClaimStatus.SUBMITTED,
        can_release=can_review and claim.status in {*UNDER_WAY, ClaimStatus.SUBMITTED},
        can_note=(can_speak or can_review) and claim.status != ClaimStatus.WITHDRAWN,
        can_add_partner=may_give_up and claim.status in UNDER_WAY,
        can_speak=can_speak,
        notes=notes_of(claim),
        delivered=delivered_of(claim) if claim.task.share_unit else 0,
        partners=partners,
        slots=slots_claimed(claim),
        note_form=note or NoteForm(unit=claim.task.share_unit if can_speak else ""),
        partner_form=partner or PartnerForm(),
        send_back_form=send_back or SendBackForm(),
    )


@require_POST
@login_required
def submissions(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    form = SubmitForm(request.POST, request.FILES, kind=found.task.sort)
    if not form.is_valid():
        return claim_page(request, found, submit=form)
    given = form.cleaned_data
    try:
        submit_claim(
            found,
            given["result"],
            by=request.viewer,
            photos=given["photos"],
            files=given["attachments"],
            outcomes=form.outcomes(),
        )
    except Refused as refusal:
        say_no(request, form, refusal)
        return claim_page(request, found, submit=form, status=409)
    messages.success(request, _("已提交，等组织审核。"))
    return show(request, "tasks/claim.html", to=address_of_claim(found))


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
    asked = questions_about(request.viewer, waiting)
    for each in waiting:
        each.questions = asked.get(each.pk)  # type: ignore[attr-defined]
    return show(request, "tasks/review.html", claims=waiting, form=SendBackForm(), asked=len(asked))


@require_POST
@login_required
def clearances(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Looked at, and all right: the question goes."""
    found = find_claim(request.viewer, ref)
    clear_questions(found, by=request.viewer)
    say_done(request, _("好，不再提示。"))
    return show(request, "tasks/review.html#cleared", to=address_of_claim(found))


@require_POST
@login_required
def acceptances(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_claim(request.viewer, ref)
    grade = request.POST.get("grade", "")
    accept_work(found, by=request.viewer, grade=grade if grade in Grade.values else Grade.PLAIN)
    say_done(request, _("已通过，%(name)s会收到消息。") % {"name": found.person.name})
    return show(request, "tasks/review.html#reviewed", to=reverse("tasks:review"), claim=found)


@require_POST
@login_required
def returns(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Sent back with what is missing."""
    found = find_claim(request.viewer, ref)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return claim_page(request, found, send_back=form)
    send_back_work(found, form.cleaned_data["missing"], by=request.viewer)
    messages.success(request, _("已请%(name)s补充。") % {"name": found.person.name})
    return show(request, "tasks/review.html#reviewed", to=reverse("tasks:review"), claim=found)


@require_POST
@login_required
def releases(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The branch ends a claim, with a kind word."""
    found = find_claim(request.viewer, ref)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return claim_page(request, found, send_back=form)
    release_claim(found, form.cleaned_data["missing"], by=request.viewer)
    messages.success(request, _("已结束，%(name)s会收到消息。") % {"name": found.person.name})
    return show(request, "tasks/claim.html", to=reverse("tasks:task", args=[found.task.ref]))


@require_safe
@login_required
def photo(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A picture for whoever may see its claim, in a shell that runs nothing (R-F1)."""
    found = find_claim_file(request.viewer, ref)
    if not found.is_picture:
        raise Http404
    return _download(found, "image/jpeg")


@require_safe
@login_required
def file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A file for whoever may see its claim, to be saved and never shown in a page (R-F1)."""
    found = find_claim_file(request.viewer, ref)
    if found.is_picture:
        raise Http404
    return _download(found, KINDS[found.kind])


def _download(found: ClaimFile, kind: str) -> HttpResponse:
    try:
        body = open_sealed(found.name, bound_to=found.bound_to)
    except FileNotFoundError as error:
        raise Http404 from error
    return as_download(body, kind, f"{found.ref}.{found.kind}")


@require_POST
@login_required
def file_removals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Taken out before the work is handed in again."""
    found = find_claim_file(request.viewer, ref)
    remove_claim_file(found, by=request.viewer)
    say_done(request, _("已经去掉了。"))
    return show(request, "tasks/claim.html#removed", to=address_of_claim(found.claim))


@require_safe
@login_required
def of_person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What one member has claimed, for his card."""
    person = find_person(request.viewer, ref)
    found = claims_of_person(request.viewer, person)
    return show(request, "tasks/person.html", person=person, claims=found)


def address_of_claim(claim: Claim) -> str:
    return reverse("tasks:claim", args=[claim.ref])
