"""The papers of a journey: what its state asks for, issued one by one or for a whole township."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.documents.actions import open_papers
from banyan.documents.forms import PrintChoice
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS
from banyan.documents.states import PaperKind
from banyan.documents.typesetting import render_pdf
from banyan.journeys.actions.kit import ask_for_kits
from banyan.journeys.actions.receipt import (
    issue_departure_kit,
    issue_departure_kits,
    issue_journey_paper,
    issue_journey_papers,
)
from banyan.journeys.forms.receipt import LackingFilter, PaperKindForm, PapersForm
from banyan.journeys.queries.journey import find_journey, find_journeys, row_of, rows_of, with_facts
from banyan.journeys.queries.papers import (
    branches_lacking,
    find_kit_run,
    job_of_kits,
    journeys_lacking,
    papers_of_journey,
)
from banyan.journeys.views.answers import done
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.paging import page_of
from banyan.shared.web import as_file, is_htmx, show, valid

LACKING_ORDER = ("org__path", "person__pinyin", "pk")


@require_safe
@login_required
def papers(request: ViewerRequest, ref: UUID) -> HttpResponse:
    journey = find_journey(request.viewer, ref)
    row = row_of(journey)
    listed = papers_of_journey(row)
    return show(
        request,
        "journeys/papers.html",
        person=journey.person,
        row=row,
        papers=listed,
        is_missing=any(each.paper is None for each in listed),
        is_there=any(each.paper for each in listed) and request.viewer.may(ISSUE_PAPERS, journey.org),
        may_issue=request.viewer.may(ISSUE_PAPERS, journey.org) and journey.is_open,
    )


@require_POST
@login_required
def issues(request: ViewerRequest, ref: UUID) -> HttpResponse:
    journey = find_journey(request.viewer, ref)
    kind = PaperKind(valid(PaperKindForm(request.POST))["kind"])
    issue_journey_paper(journey, kind, by=request.viewer)
    words = _("%(paper)s已开具，可以打印，也可以让本人存图片。") % {"paper": kind.label}
    return done(request, words, reverse("journeys:papers", args=[ref]))


@require_POST
@login_required
def kits(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """All that is still missing, issued at one stroke; then the whole set can be printed."""
    issue_departure_kit(find_journey(request.viewer, ref), by=request.viewer)
    return done(request, _("整套证件已开齐，点“打印整套”一次打出。"), reverse("journeys:papers", args=[ref]))


@require_safe
@login_required
def kit_file(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The papers of a departure as one file, named without a person's name."""
    journey = find_journey(request.viewer, ref)
    require(request.viewer, ISSUE_PAPERS, at=journey.org)
    kit = [each.paper for each in papers_of_journey(row_of(journey)) if each.paper is not None]
    if not kit:
        raise Http404
    sheets = [sheet for paper in open_papers(kit, by=request.viewer) for sheet in paper.sheets()]
    return as_file(render_pdf(sheets), "application/pdf", f"{kit[0].number}.pdf")


@require_http_methods(["GET", "POST"])
@login_required
def batch(request: ViewerRequest) -> HttpResponse:
    """Everybody whose state asks for a paper he does not have: searched, narrowed, and issued for those ticked."""
    require(request.viewer, BATCH_PAPERS)
    if request.method == "POST":
        return _issued(request)
    form = LackingFilter(request.GET, branches=branches_lacking(request.viewer))
    found = journeys_lacking(request.viewer, form.kind_wanted(), form.wanted())
    page = page_of(with_facts(found), LACKING_ORDER, mark=request.GET.get("mark", ""))
    return show(
        request,
        "journeys/batch.html",
        form=form,
        kept=form.kept(),
        found=page,
        rows=rows_of(page.rows),
        count=found.count(),
        choice=PrintChoice(),
    )


@require_POST
@login_required
def runs(request: ViewerRequest) -> HttpResponse:
    """All that the list is narrowed to: the worker issues, then prints, and shows how far he is."""
    require(request.viewer, BATCH_PAPERS)
    form = LackingFilter(request.POST, branches=branches_lacking(request.viewer))
    found = journeys_lacking(request.viewer, form.kind_wanted(), form.wanted())
    shape = valid(PrintChoice(request.POST))["form"]
    run = ask_for_kits(found, by=request.viewer, kind=form.kind_wanted(), form=shape)
    return redirect("journeys:paper-run", ref=run.ref)


@require_safe
@login_required
def run(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """How far a run is; asks again by itself until everything is issued."""
    found = find_kit_run(request.viewer, ref)
    template = "journeys/kit_run.html#progress" if is_htmx(request) else "journeys/kit_run.html"
    return show(request, template, run=found, job=job_of_kits(found))


def _issued(request: ViewerRequest) -> HttpResponse:
    asked = valid(PapersForm(request.POST))
    journeys = find_journeys(request.viewer, asked["journey"])
    if asked["kind"]:
        made = issue_journey_papers(journeys, asked["kind"], by=request.viewer)
    else:
        made = issue_departure_kits(journeys, by=request.viewer)
    words = ngettext(
        "已开具%(count)s份，在这里可以一次打印。", "已开具%(count)s份，在这里可以一次打印。", len(made)
    )
    to = f"{reverse('documents:list')}?kind={asked['kind']}&status=issued"
    return done(request, words % {"count": len(made)}, to)
