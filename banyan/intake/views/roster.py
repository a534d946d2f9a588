"""Rosters on screens: upload, review, accept, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.intake import exports
from banyan.intake.actions import accept_batch, discard_batch, stage_roster, undo_batch
from banyan.intake.forms import UploadForm
from banyan.intake.models import Batch
from banyan.intake.permissions import IMPORT_ROSTERS, UNDO_IMPORTS
from banyan.intake.queries.batches import (
    batches_page,
    branch_names_for,
    branches_of,
    counts_of,
    find_batch,
    job_of,
    left_page,
    orgs_to_import_at,
    original_of,
    rows_page,
    rows_to_mend,
)
from banyan.intake.queries.columns import heads_told
from banyan.intake.queries.comparing import changes_page
from banyan.intake.queries.questions import question_counts, questions_page
from banyan.intake.queries.surroundings import remembered_at
from banyan.intake.reading.blank_forms import FORMS
from banyan.intake.rules import why_not_original, why_not_review, why_not_undo
from banyan.intake.states import BatchStatus
from banyan.intake.words import BLANK_FORMS, FIELD_WORDS, HOW_WORDS, KINDS, LEFT
from banyan.jobs.models import Job
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.clock import now
from banyan.shared.paging import Page
from banyan.shared.spreadsheets.sheets import Unreadable
from banyan.shared.web import is_htmx, show

BROKE_OFF = gettext_noop("后台试了几次都没有成功。请再点一次“确认导入”；还不行，请联系系统管理员。")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@login_required
def imports(request: ViewerRequest) -> HttpResponse:
    """The imports so far, and the box for the next one."""
    require(request.viewer, IMPORT_ROSTERS)
    orgs = orgs_to_import_at(request.viewer)
    form = UploadForm(request.POST or None, request.FILES or None, orgs=orgs, initial={"org": orgs.first()})
    if request.method == "POST" and form.is_valid():
        answer = _staged(request, form)
        if answer is not None:
            return answer
    found = batches_page(request.viewer, request.GET.get("mark", ""))
    status = 422 if form.errors else 200
    return show(
        request, "intake/imports.html", form=form, found=found, blank_forms=BLANK_FORMS, status=status
    )


@require_safe
@login_required
def blank_form(request: ViewerRequest, kind: str) -> HttpResponse:
    """An empty roster to fill in, with the branches of whoever asks."""
    require(request.viewer, IMPORT_ROSTERS)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind]
    return _download(exports.blank_workbook(form, branch_names_for(request.viewer)), f"{form.title}.xlsx")


def _download(body: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": disposition})


def _staged(request: ViewerRequest, form: UploadForm) -> HttpResponse | None:
    """On to the review; a file refused as a whole says why on the form."""
    file = form.cleaned_data["file"]
    try:
        batch = stage_roster(file.read(), file.name, org=form.cleaned_data["org"], by=request.viewer)
    except Unreadable as problem:
        form.add_error("file", str(problem.sentence))
        return None
    return show(request, "intake/imports.html", to=reverse("intake:batch", args=[batch.ref]))


@require_safe
@login_required
def batch(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The review: what would go in, what was corrected, what is asked, what goes back."""
    found = find_batch(request.viewer, ref)
    job = job_of(found)
    if found.status == BatchStatus.READ or (job is not None and job.is_open):
        return _under_way(request, found, job)
    if "watch" in request.GET:
        # Done: the page that waited is loaded anew.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if found.status == BatchStatus.IN_REVIEW and found.lacks_name:
        return redirect("intake:columns", ref=ref)
    counts = counts_of(found)
    kind = request.GET.get("kind", "") or ("left" if found.left_alone else _first_kind(counts))
    return show(
        request,
        "intake/batch.html",
        batch=found,
        counts=counts,
        heads=heads_told(found),
        kinds=_kinds(found, counts),
        kind=kind,
        found=_page(found, kind, request.GET.get("mark", "")),
        asked=question_counts(found),
        branches=branches_of(found),
        field_words=FIELD_WORDS,
        how_words=HOW_WORDS,
        taken=counts["new"] + counts["changed"],
        waiting=counts["question"] + counts["refused"],
        problem=_problem(found, job),
        **_permitted(request, found),
    )


def _under_way(request: ViewerRequest, found: Batch, job: Job | None) -> HttpResponse:
    """How far the worker is; asks again by itself while it is at it."""
    template = "intake/under_way.html#progress" if is_htmx(request) else "intake/under_way.html"
    return show(request, template, batch=found, job=job)


def _problem(found: Batch, job: Job | None) -> str:
    """Why the worker could not take it in, if that was its end."""
    return found.problem or (BROKE_OFF if job is not None and job.is_failed else "")


def _page(found: Batch, kind: str, mark: str) -> Page | None:
    """Questions with like cases together; the rows of any other kind one by one."""
    if kind in ("question", "answered"):
        return questions_page(found, answered=kind == "answered", mark=mark)
    if kind == "left":
        return left_page(found, mark)
    if kind == "changed" and found.status == BatchStatus.IN_REVIEW:
        return changes_page(found, mark)
    return rows_page(found, kind, mark) if kind in KINDS else None


def _kinds(found: Batch, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The tabs; what an undo left comes first."""
    left = [{"key": "left", "words": LEFT, "count": found.left_alone}] if found.left_alone else []
    return [*left, *({"key": key, "words": words, "count": counts.get(key)} for key, words in KINDS.items())]


def _first_kind(counts: dict[str, int]) -> str:
    """What needs a look first."""
    return next((kind for kind in ("question", "refused", "changed", "new") if counts[kind]), "same")


def _permitted(request: ViewerRequest, found: Batch) -> dict[str, Any]:
    return {
        "is_in_review": why_not_review(found.status) is None,
        "may_undo": request.viewer.may(UNDO_IMPORTS, found.org),
        "why_not_undo": why_not_undo(found.status, found.accepted_at, now()),
        "why_not_original": why_not_original(found.made_at, found.status, now()),
    }


@require_POST
@login_required
def acceptances(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_batch(request.viewer, ref)
    taken = accept_batch(found, by=request.viewer)
    if taken is not None:
        messages.success(request, _("已导入 %(count)d 人。") % {"count": taken})
    return show(request, "intake/batch.html", to=reverse("intake:batch", args=[ref]))


@require_POST
@login_required
def discards(request: ViewerRequest, ref: UUID) -> HttpResponse:
    discard_batch(find_batch(request.viewer, ref), by=request.viewer)
    messages.success(request, _("这份花名册已放弃，什么也没有导入。"))
    return show(request, "intake/imports.html", to=reverse("intake:imports"))


@require_POST
@login_required
def undos(request: ViewerRequest, ref: UUID) -> HttpResponse:
    left = undo_batch(find_batch(request.viewer, ref), by=request.viewer)
    if left:
        messages.warning(
            request,
            _("已撤销；有 %(count)d 人的内容后来被改过，没有动，下面写着是哪些字段、谁改的。")
            % {"count": left},
        )
    else:
        messages.success(request, _("已全部撤销，恢复到导入之前。"))
    return show(request, "intake/batch.html", to=reverse("intake:batch", args=[ref]))


@require_safe
@login_required
def mending(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The rows that wait, as a workbook to mend and upload again."""
    found = find_batch(request.viewer, ref)
    label = found.label.open()
    remembered = remembered_at(found.org)
    body = exports.mending_workbook(original_of(found), label, rows_to_mend(found), remembered)
    return _download(body, _("需要修改的行") + ".xlsx")
