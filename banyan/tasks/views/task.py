"""Tasks: what home needs, one of them, and publishing it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.audit.record import remember
from banyan.orgs.queries import find_org
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.models import Person
from banyan.people.queries import person_of
from banyan.shared.clock import now
from banyan.shared.errors import Reason, Refused
from banyan.shared.web import is_htmx, say_refusal, show
from banyan.tasks.actions import cancel_task, change_task, close_task, draft_task, end_need, open_task
from banyan.tasks.forms import ClaimForm, TaskForm, known_facts, patterned_facts, repeated_facts
from banyan.tasks.kinds import LISTED, kind_named
from banyan.tasks.models import Claim, Slot, Task
from banyan.tasks.permissions import CLAIM_FOR, CLAIM_OWN, PUBLISH, REVIEW, SEE_TASKS
from banyan.tasks.queries import (
    asked_of_members,
    asked_this_month,
    before_in_queue,
    claim_on,
    claims_of_task,
    claims_to_review,
    find_need,
    find_office_task,
    find_pattern,
    find_task,
    has_enough,
    is_pattern,
    needs_told,
    offers_to,
    orgs_to_publish_at,
    own_claims,
    patterns_listed,
    people_called,
    people_still_at,
    people_under_way,
    slots_of,
    standing_claims,
    tasks_page,
    wait_of,
)
from banyan.tasks.rules import NO_TURN_LEFT, why_not_change, why_not_claim, why_not_wait
from banyan.tasks.states import TaskStatus


@require_safe
@login_required
def tasks(request: ViewerRequest) -> HttpResponse:
    """For an office what it and those above it have published; for a member what home needs."""
    if not request.viewer.may(SEE_TASKS):
        return offers(request)
    status = request.GET.get("status", "")
    found = tasks_page(
        request.viewer,
        status=status,
        text=request.GET.get("text", ""),
        mark=request.GET.get("mark", ""),
    )
    return show(
        request,
        "tasks/desk.html",
        found=found,
        statuses=TaskStatus.choices,
        chosen_status=status,
        waiting=claims_to_review(request.viewer).count(),
        can_publish=request.viewer.may(PUBLISH),
        can_review=request.viewer.may(REVIEW),
        can_claim=request.viewer.may(CLAIM_OWN),
        at=now(),
        asked=asked_of_members(held.org) if (held := request.viewer.main) else None,
    )


@require_safe
@login_required
def offers(request: ViewerRequest) -> HttpResponse:
    person = person_of(request.viewer)
    return show(
        request,
        "tasks/offers.html",
        offers=offers_to(request.viewer),
        asked=asked_this_month(person) if person else None,
        needs=needs_told(person) if person else [],
        is_member=person is not None,
    )


@require_safe
@login_required
def own(request: ViewerRequest) -> HttpResponse:
    """What one has taken on."""
    return show(request, "tasks/own.html", claims=own_claims(request.viewer))


@require_safe
@login_required
def task(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One task: for a member with the one button, for an office with those who took it on."""
    return task_page(request, find_task(request.viewer, ref))


def task_page(
    request: ViewerRequest, found: Task, *, claim_form: ClaimForm | None = None, status: int = 0
) -> HttpResponse:
    """The page of a task; with a claim that could not be taken, its faults (422 or the status given)."""
    person = person_of(request.viewer)
    claim = claim_on(found, person) if person else None
    is_office, may_publish = request.viewer.may(SEE_TASKS), request.viewer.may(PUBLISH, found.org)
    turns = slots_of(found)
    can_wait = (
        why_not_wait(
            status=found.status,
            deadline=found.deadline,
            at=now(),
            is_full=found.is_full,
            has_claim=person is None or claim is not None,
        )
        is None
    )
    wait = wait_of(found, person) if can_wait and person else None
    return show(
        request,
        "tasks/task.html",
        status=status or (422 if claim_form else 200),
        task=found,
        claim_form=claim_form or ClaimForm(task=found, slots=turns),
        slots=turns,
        wait=wait,
        before=before_in_queue(wait) if wait else 0,
        can_wait=can_wait,
        person=person,
        claim=claim,
        why_not=_why_not(found, person, claim, turns) if person else None,
        is_office=is_office,
        claims=claims_of_task(request.viewer, found) if is_office else [],
        can_publish=may_publish,
        is_pattern=may_publish and is_pattern(found),
        can_change=why_not_change(found.status) is None,
        can_review=request.viewer.may(REVIEW, found.org),
        can_claim_for=request.viewer.may(CLAIM_FOR) and found.is_claimable_at(now()),
    )


def _why_not(found: Task, person: Person, claim: Claim | None, turns: Sequence[Slot]) -> Reason | None:
    """What the button says when it is grey: the same rule as the claim itself asks."""
    reason = why_not_claim(
        status=found.status,
        deadline=found.deadline,
        at=now(),
        is_full=found.is_full,
        has_claim=claim is not None,
        has_enough=claim is None and has_enough(person, standing_claims(found, person)),
    )
    is_any_free = not turns or any(turn.is_free_at(now()) for turn in turns)
    return reason or (None if is_any_free else NO_TURN_LEFT)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ViewerRequest) -> HttpResponse:
    """Choose a kind, write a task down; publish it at once or keep it as a draft."""
    require(request.viewer, PUBLISH)
    chosen = request.POST.get("kind") or request.GET.get("kind")
    if chosen is None and request.method != "POST":
        return _begun(request)
    form = TaskForm(
        request.POST or None,
        kind=kind_named(chosen or ""),
        orgs=orgs_to_publish_at(request.viewer),
        initial=_begins_with(request),
    )
    if request.method == "POST" and form.is_valid():
        return _written(request, form)
    return show(request, "tasks/form.html", status=422 if form.is_bound else 200, form=form)


def _begun(request: ViewerRequest) -> HttpResponse:
    """Which kind? Unless it is to be like a task of before, which has one."""
    if "like" not in request.GET:
        return show(request, "tasks/kinds.html", kinds=LISTED, patterns=patterns_listed(request.viewer))
    like = find_office_task(request.viewer, request.GET["like"])
    return redirect(f"{reverse('tasks:new')}?kind={like.sort.id}&like_of={like.ref}")


def _begins_with(request: ViewerRequest) -> dict[str, Any]:
    """What stands in a new form: the task it is like, or the need it comes from."""
    if "like_of" in request.GET:
        like = find_office_task(request.viewer, request.GET["like_of"])
        return repeated_facts(like, now()) | {"org": str(like.org.ref)}
    if "pattern" in request.GET:
        return patterned_facts(find_pattern(request.viewer, request.GET["pattern"]).task, now())
    if "need" in request.GET:
        need = find_need(request.viewer, request.GET["need"])
        return {"title": need.words[:60], "org": str(need.org.ref)}
    return {}


def _written(request: ViewerRequest, form: TaskForm) -> HttpResponse:
    org = find_org(request.viewer, form.cleaned_data["org"], PUBLISH)
    people, unknown = people_called(org, form.names()) if form.names() else ([], [])
    if unknown:
        form.say_unknown(unknown)
        return show(request, "tasks/form.html", status=422, form=form)
    try:
        made = draft_task(org, form.facts() | {"people": people}, by=request.viewer)
    except Refused as refusal:
        return _said_no(request, form, refusal)
    if "need" in request.GET:
        end_need(find_need(request.viewer, request.GET["need"]), by=request.viewer, task=made)
    if "draft" in request.POST:
        messages.success(request, _("草稿存好了，还没有发布。"))
    else:
        open_task(made, by=request.viewer)
        messages.success(request, _("任务已发布，大家现在就能认领。"))
    return show(request, "tasks/form.html", to=address_of(made))


def _said_no(request: ViewerRequest, form: TaskForm, refusal: Refused, **context: Any) -> HttpResponse:
    """The form again with all that was typed, and the reason at the field it belongs to."""
    say_refusal(form, refusal)
    remember(request.viewer, "web.refused", result="refused", reason=refusal.reason.code)
    return show(request, "tasks/form.html", status=409, form=form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_task(request.viewer, ref)
    require(request.viewer, PUBLISH, at=found.org)
    form = TaskForm(request.POST or None, kind=found.sort, initial=known_facts(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_task(found, form.facts(), by=request.viewer)
        except Refused as refusal:
            return _said_no(request, form, refusal, task=found)
        messages.success(request, _("已改好。"))
        return show(request, "tasks/form.html", to=address_of(found))
    return show(request, "tasks/form.html", status=422 if form.is_bound else 200, form=form, task=found)


@require_POST
@login_required
def openings(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_task(request.viewer, ref)
    open_task(found, by=request.viewer)
    messages.success(request, _("任务已发布，大家现在就能认领。"))
    return show(request, "tasks/task.html", to=address_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closings(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Asked first: what it touches."""
    found = find_task(request.viewer, ref)
    require(request.viewer, PUBLISH, at=found.org)
    if request.method == "POST":
        close_task(found, by=request.viewer)
        messages.success(request, _("任务已结束。已认领的仍可以提交和审核。"))
        return show(request, "tasks/task.html", to=address_of(found))
    return _confirm(
        request,
        found,
        action=_("结束任务"),
        text=_("结束后不能再认领；正在做的%(count)s人仍可以提交成果。")
        % {"count": len(people_still_at(found))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancellations(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Asked first: whom it touches."""
    found = find_task(request.viewer, ref)
    require(request.viewer, PUBLISH, at=found.org)
    if request.method == "POST":
        cancel_task(found, by=request.viewer)
        messages.success(request, _("任务已取消，已认领的人会收到消息。"))
        return show(request, "tasks/task.html", to=address_of(found))
    return _confirm(
        request,
        found,
        action=_("取消任务"),
        text=_("取消后不能恢复；认领了还没完成的%(count)s人会收到消息，不用再做。")
        % {"count": len(people_under_way(found))},
    )


def _confirm(request: ViewerRequest, found: Task, *, action: str, text: str) -> HttpResponse:
    return show(
        request,
        "web/parts/confirm.html" if is_htmx(request) else "web/confirm.html",
        title=found.title,
        text=text,
        action=action,
        address=request.path,
        back=address_of(found),
    )


def address_of(found: Task) -> str:
    return reverse("tasks:task", args=[found.ref])
