"""Papers on screens: the register, one paper with its PDF and picture, a member's own, and the public check."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.accounts.actions.limits import take
from banyan.documents.actions import (
    ask_for_print,
    check_paper,
    invite_on_paper,
    open_papers,
    reprint_paper,
    take_print,
    void_paper,
)
from banyan.documents.forms import CheckForm, PaperFilter, PrintChoice, VoidForm
from banyan.documents.models import Paper
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS, SEE_PAPERS, VOID_PAPERS
from banyan.documents.queries import (
    checked,
    find_paper,
    find_print,
    job_of_print,
    may_open,
    newest_first,
    own_papers,
    papers_matching,
    papers_of,
    papers_seen_by,
    papers_to_print,
    people_to_invite,
)
from banyan.documents.rules import CHECKS, MOST_SLIPS, formal_name, is_small_print, why_not_print
from banyan.documents.states import PaperKind, PrintForm, Verdict
from banyan.documents.typesetting import render_pdf, render_png
from banyan.orgs.viewers import Viewer, ViewerRequest, require
from banyan.people.permissions import INVITE
from banyan.people.queries import find_person
from banyan.shared.clock import today
from banyan.shared.paging import page_of
from banyan.shared.web import as_file, is_htmx, say_done, show, valid


@require_safe
@login_required
def register(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, SEE_PAPERS)
    form = PaperFilter(request.GET)
    wanted = form.wanted()
    found = papers_matching(papers_seen_by(request.viewer), **wanted)
    page = page_of(newest_first(found), ("newest",), mark=request.GET.get("mark", ""))
    to_print = papers_to_print(request.viewer, **wanted).count()
    return show(
        request,
        "documents/register.html",
        form=form,
        found=page,
        wanted=wanted,
        to_print=to_print,
        is_large=not is_small_print(to_print),
        choice=PrintChoice(),
        to_invite=min(people_to_invite(request.viewer).count(), MOST_SLIPS),
    )


@require_safe
@login_required
def paper(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return _paper_page(request, find_paper(request.viewer, ref))


def _paper_page(
    request: ViewerRequest,
    found: Paper,
    *,
    status: int = 200,
    form: VoidForm | None = None,
    check: CheckForm | None = None,
) -> HttpResponse:
    is_checked = found.kind == PaperKind.FLOATING_SLIP
    return show(
        request,
        "documents/paper.html",
        status=status,
        paper=found,
        form=form or VoidForm(),
        checks=list(found.checks.all()) if is_checked else [],
        check_form=(check or check_form(found)) if is_checked else None,
        **permitted(request.viewer, found),
    )


@require_safe
@login_required
def pdf(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_paper(request.viewer, ref)
    opened = open_papers([found], by=request.viewer)
    return as_file(set_pdf(opened), "application/pdf", f"{found.number}.pdf")


@require_safe
@login_required
def picture(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_paper(request.viewer, ref)
    open_papers([found], by=request.viewer)
    return as_file(render_png(found.sheet()), "image/png", f"{found.number}.png")


@require_POST
@login_required
def reprints(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_paper(request.viewer, ref)
    reprint_paper(found, by=request.viewer)
    say_done(request, _("已登记补打，打印出来会带“补打”字样。"))
    return show(
        request,
        "documents/paper.html#state",
        to=reverse("documents:paper", args=[ref]),
        paper=found,
        **permitted(request.viewer, found),
    )


@require_POST
@login_required
def voids(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found, form = find_paper(request.viewer, ref), VoidForm(request.POST)
    if not form.is_valid() and request.viewer.may(VOID_PAPERS, found.home):
        return _paper_page(request, found, form=form, status=422)
    void_paper(found, by=request.viewer, reason=valid(form)["reason"])
    say_done(request, _("已作废，编号保留；扫码核验会显示“已作废”。"))
    return show(
        request,
        "documents/paper.html#state",
        to=reverse("documents:paper", args=[ref]),
        paper=found,
        **permitted(request.viewer, found),
    )


@require_POST
@login_required
def prints(request: ViewerRequest) -> HttpResponse:
    """Print what the register is narrowed to: a few at once, many by the worker."""
    require(request.viewer, BATCH_PAPERS)
    found = papers_to_print(request.viewer, **PaperFilter(request.POST).wanted())
    if is_small_print(found.count()):
        opened = open_papers(found, by=request.viewer)
        return as_file(set_pdf(opened), "application/pdf", "papers.pdf")
    run = ask_for_print(found, by=request.viewer, form=valid(PrintChoice(request.POST))["form"])
    return redirect("documents:print", ref=run.ref)


@require_safe
@login_required
def print_run(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """How far a large print is; asks again by itself while it is being set."""
    run = find_print(request.viewer, ref)
    template = "documents/print.html#progress" if is_htmx(request) else "documents/print.html"
    return show(request, template, run=run, job=job_of_print(run))


@require_safe
@login_required
def print_file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    run = find_print(request.viewer, ref)
    if not run.is_ready:
        raise Http404
    try:
        body = take_print(run, by=request.viewer)
    except FileNotFoundError as error:
        raise Http404 from error
    if run.form == PrintForm.SINGLES:
        return as_file(body, "application/zip", "papers.zip")
    return as_file(body, "application/pdf", "papers.pdf")


@require_safe
@login_required
def own(request: ViewerRequest) -> HttpResponse:
    found = own_papers(request.viewer)[:50]
    return show(request, "documents/own.html", papers=found)


@require_safe
@login_required
def of_person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A person's papers as a fragment for his card."""
    person = find_person(request.viewer, ref)
    found = papers_of(request.viewer, person)[:50]
    may_invite = request.viewer.may(INVITE, person.home) and person.is_current
    return show(request, "documents/of_person.html", person=person, papers=found, may_invite=may_invite)


@require_POST
@login_required
def slips(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One member's personal link on paper."""
    person = find_person(request.viewer, ref)
    require(request.viewer, INVITE, at=person.home)
    sheets = invite_on_paper([person], by=request.viewer)
    return as_file(render_pdf(sheets), "application/pdf", "slips.pdf")


@require_POST
@login_required
def all_slips(request: ViewerRequest) -> HttpResponse:
    """Personal links on paper for those who have never set a password."""
    require(request.viewer, INVITE)
    sheets = invite_on_paper(people_to_invite(request.viewer)[:MOST_SLIPS], by=request.viewer)
    return as_file(render_pdf(sheets), "application/pdf", "slips.pdf")


@require_safe
def verify(request: ViewerRequest, code: str) -> HttpResponse:
    """Anybody with a paper in hand asks whether it is genuine and still holds (R-Q3)."""
    take(CHECKS, request.viewer.address or "")
    check = checked(code, request.GET.get("s", ""), today())
    status = 404 if check.verdict == Verdict.UNKNOWN else 200
    response = show(request, "documents/verify.html", status=status, check=check)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def checks(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The year's check of an 活动证, by the holder's branch."""
    found = find_paper(request.viewer, ref)
    form = check_form(found, request.POST)
    if not form.is_valid() and request.viewer.may(ISSUE_PAPERS, found.home):
        return _paper_page(request, found, check=form, status=422)
    check_paper(found, by=request.viewer, **valid(form))
    messages.success(request, _("查验已登记，打印活动证时会带上。"))
    return redirect("documents:paper", ref=ref)


def check_form(found: Paper, given: Any = None) -> CheckForm:
    """The form of a year's check, with the holder's branch as the unit."""
    unit = formal_name(found.home.kind, found.home.name, found.home.full_name)
    return CheckForm(given, first_year=timezone.localdate(found.issued_at).year, initial={"unit": unit})


def set_pdf(papers: Iterable[Paper]) -> bytes:
    """Opened papers as one file, made now."""
    return render_pdf([sheet for paper in papers for sheet in paper.sheets()])


def permitted(viewer: Viewer, found: Paper) -> dict[str, Any]:
    """What this viewer may do with the paper, and why not."""
    return {
        "can_open": may_open(viewer, found),
        "can_reprint": viewer.may(ISSUE_PAPERS, found.home),
        "can_void": viewer.may(VOID_PAPERS, found.home),
        "why_not": why_not_print(found.status),
    }
