"""The papers of a journey: what its state asks for, issued one by one or for a whole township."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS
from banyan.documents.states import PaperKind
from banyan.journeys.actions.receipt import issue_journey_paper, issue_journey_papers
from banyan.journeys.forms.receipt import MOST_AT_ONCE, PaperKindForm, PapersForm
from banyan.journeys.queries.journey import find_journey, find_journeys, row_of
from banyan.journeys.queries.papers import journeys_without, papers_of_journey
from banyan.journeys.views.answers import done
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.web import show, valid


@require_safe
@login_required
def papers(request: ViewerRequest, ref: UUID) -> HttpResponse:
    journey = find_journey(request.viewer, ref)
    row = row_of(journey)
    return show(
        request,
        "journeys/papers.html",
        person=journey.person,
        row=row,
        papers=papers_of_journey(row),
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


@require_http_methods(["GET", "POST"])
@login_required
def batch(request: ViewerRequest) -> HttpResponse:
    """Everybody whose state asks for a paper he does not have; issued in one go, then printed from the register."""
    require(request.viewer, BATCH_PAPERS)
    if request.method == "POST":
        return _issued(request)
    kind = PaperKind(PaperKindForm(request.GET).wanted())
    form = PaperKindForm(initial={"kind": kind})
    rows = journeys_without(request.viewer, kind)[:MOST_AT_ONCE]
    return show(request, "journeys/batch.html", rows=rows, form=form, kind=kind)


def _issued(request: ViewerRequest) -> HttpResponse:
    asked = valid(PapersForm(request.POST))
    journeys = find_journeys(request.viewer, asked["journey"])
    made = issue_journey_papers(journeys, asked["kind"], by=request.viewer)
    words = ngettext(
        "已开具%(count)s份，在这里可以一次打印。", "已开具%(count)s份，在这里可以一次打印。", len(made)
    )
    to = f"{reverse('documents:list')}?kind={asked['kind']}&status=issued"
    return done(request, words % {"count": len(made)}, to)
