"""Pasted chats on screens: the box, the review, what came of it and who is still silent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.intake.actions.chats import accept_chat, discard_chat, settle_chat, stage_chat, undo_chat
from banyan.intake.forms import PasteForm, SettleForm
from banyan.intake.models import Paste
from banyan.intake.permissions import READ_CHATS
from banyan.intake.queries.chats import (
    aftermath_of,
    find_paste,
    groups_known_to,
    labels_of,
    orgs_to_paste_at,
    pastes_page,
    people_spoken_of,
    review_of,
    rows_of,
    subjects_of,
)
from banyan.intake.reading.chats.results import STATUSES, Kind, Unreadable
from banyan.intake.rules import NOWHERE_TO_GO, why_not_review, why_not_undo_paste
from banyan.intake.states import PasteStatus
from banyan.intake.targets import chat_targets
from banyan.intake.words import CHAT_KINDS, SAID
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.clock import now
from banyan.shared.web import show


@require_http_methods(["GET", "POST"])
@login_required
def chats(request: ViewerRequest) -> HttpResponse:
    """The box, and what was pasted before."""
    require(request.viewer, READ_CHATS)
    orgs = orgs_to_paste_at(request.viewer)
    form = PasteForm(request.POST or None, orgs=orgs, initial={"org": orgs.first()})
    if request.method == "POST" and form.is_valid():
        answer = _staged(request, form)
        if answer is not None:
            return answer
    found = pastes_page(request.viewer, request.GET.get("mark", ""))
    status = 422 if form.errors else 200
    return show(
        request,
        "intake/chats.html",
        form=form,
        groups=groups_known_to(request.viewer),
        found=found,
        kinds=CHAT_KINDS,
        status=status,
    )


def _staged(request: ViewerRequest, form: PasteForm) -> HttpResponse | None:
    """On to the review; a text refused as a whole says why on the form."""
    cleaned = form.cleaned_data
    try:
        paste = stage_chat(
            cleaned["text"],
            org=cleaned["org"],
            by=request.viewer,
            kind=form.chosen_kind,
            group=cleaned["group"],
        )
    except Unreadable as problem:
        form.add_error("text", str(problem.sentence))
        return None
    messages.success(request, _("读好了，还没有登记。看过没错，再点“登记打了勾的”。"))
    return show(request, "intake/chats.html", to=reverse("intake:chat", args=[paste.ref]))


@require_safe
@login_required
def chat(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The review; once taken in, what became of each and who has not been heard from."""
    paste = find_paste(request.viewer, ref)
    if paste.status == PasteStatus.IN_REVIEW:
        return _review(request, paste)
    aftermath = aftermath_of(request.viewer, paste) if paste.status == PasteStatus.ACCEPTED else None
    return show(
        request,
        "intake/chat_taken.html",
        paste=paste,
        kind_words=CHAT_KINDS[paste.kind],
        said_words=SAID,
        lines=rows_of(paste),
        aftermath=aftermath,
        why_not_undo=why_not_undo_paste(paste.status, paste.accepted_at, now()),
    )


def _review(
    request: ViewerRequest, paste: Paste, form: SettleForm | None = None, *, status: int = 200
) -> HttpResponse:
    people = labels_of(people_spoken_of(paste.org))
    target = chat_targets().get(paste.kind)
    return show(
        request,
        "intake/chat_review.html",
        paste=paste,
        kind_words=CHAT_KINDS[paste.kind],
        said_words=SAID,
        statuses=[(each, SAID[each]) for each in STATUSES[Kind(paste.kind)]],
        review=review_of(paste, people, form.data if form else None),
        labels=people,
        form=form,
        subjects=subjects_of(request.viewer, paste),
        why_not=None if target else NOWHERE_TO_GO,
        status=status,
    )


def _settling(request: ViewerRequest, paste: Paste) -> SettleForm:
    people = labels_of(people_spoken_of(paste.org))
    return SettleForm(request.POST, rows=rows_of(paste), labels=people)


@require_POST
@login_required
def settlements(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The officer's word on the rows, kept for later."""
    paste = find_paste(request.viewer, ref)
    form = _settling(request, paste)
    if why_not_review(paste.status) is None and not form.is_valid():
        return _review(request, paste, form, status=422)
    settle_chat(paste, _told(form), by=request.viewer)
    messages.success(request, _("已记下您的核对，还没有登记。"))
    return show(request, "intake/chats.html", to=reverse("intake:chat", args=[ref]))


@require_POST
@login_required
def acceptances(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Settled and taken in at one stroke."""
    paste = find_paste(request.viewer, ref)
    form = _settling(request, paste)
    if why_not_review(paste.status) is None and not form.is_valid():
        return _review(request, paste, form, status=422)
    taken = accept_chat(
        paste, request.POST.get("subject", "")[:36], by=request.viewer, settlements=_told(form)
    )
    _tell_taken(request, taken, left_out=sum(row.why_not_taken != "" for row in rows_of(paste)))
    return show(request, "intake/chats.html", to=reverse("intake:chat", args=[ref]))


def _tell_taken(request: ViewerRequest, taken: int, *, left_out: int) -> None:
    """Whoever was ticked and did not go in is not passed over in silence."""
    if taken:
        messages.success(request, _("已登记 %(count)d 人。") % {"count": taken})
    if left_out:
        messages.warning(request, _("打了勾的有 %(count)d 人没有登记，原因写在下面。") % {"count": left_out})


def _told(form: SettleForm) -> Any:
    return form.cleaned_data.get("settlements", {}) if form.is_valid() else {}


@require_POST
@login_required
def discards(request: ViewerRequest, ref: UUID) -> HttpResponse:
    discard_chat(find_paste(request.viewer, ref), by=request.viewer)
    messages.success(request, _("已放弃，什么也没有登记，原文已经删除。"))
    return show(request, "intake/chats.html", to=reverse("intake:chats"))


@require_POST
@login_required
def undos(request: ViewerRequest, ref: UUID) -> HttpResponse:
    left = undo_chat(find_paste(request.viewer, ref), by=request.viewer)
    if left:
        messages.warning(request, _("已撤销；有 %(count)d 人登记后又有了新情况，没有动。") % {"count": left})
    else:
        messages.success(request, _("已全部撤销，恢复到登记之前。"))
    return show(request, "intake/chats.html", to=reverse("intake:chat", args=[ref]))
