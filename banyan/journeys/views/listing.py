"""The list of journeys, its workbook, and whom to record a departure for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.documents.permissions import BATCH_PAPERS
from banyan.journeys.actions.export import record_journeys_export
from banyan.journeys.exports import COLUMNS, XLSX, journeys_workbook
from banyan.journeys.forms.listing import JourneyFilter, PersonFilter
from banyan.journeys.permissions import MANAGE_JOURNEYS, SEE_JOURNEYS
from banyan.journeys.queries.journey import (
    ORDER,
    journeys_in_reach,
    journeys_matching,
    people_at_home,
    rows_of,
    with_facts,
)
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.permissions import EXPORT_PEOPLE
from banyan.shared.clock import today
from banyan.shared.paging import page_of
from banyan.shared.spreadsheets.columns import Shown
from banyan.shared.web import show


@require_safe
@login_required
def journeys(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, SEE_JOURNEYS)
    form = JourneyFilter(request.GET)
    found = journeys_matching(journeys_in_reach(request.viewer), form.wanted())
    page = page_of(with_facts(found), ORDER, mark=request.GET.get("mark", ""))
    return show(
        request,
        "journeys/list.html",
        form=form,
        found=page,
        rows=rows_of(page.rows),
        may_manage=request.viewer.may(MANAGE_JOURNEYS),
        may_batch=request.viewer.may(BATCH_PAPERS),
        may_export=request.viewer.may(EXPORT_PEOPLE),
        shown=Shown(COLUMNS, request.GET.getlist("col")),
        query=request.GET.urlencode(),
    )


@require_POST
@login_required
def exports(request: ViewerRequest) -> HttpResponse:
    """Exactly what the list shows, as far as it shows it."""
    require(request.viewer, SEE_JOURNEYS)
    found = journeys_matching(journeys_in_reach(request.viewer), JourneyFilter(request.GET).wanted())
    rows = rows_of(with_facts(found.order_by(*ORDER)))
    record_journeys_export(by=request.viewer, rows=len(rows))
    name = _("外出党员名单") + f"-{today()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(
        journeys_workbook(rows, request.GET.getlist("col")),
        content_type=XLSX,
        headers={"Content-Disposition": disposition},
    )


@require_safe
@login_required
def leavers(request: ViewerRequest) -> HttpResponse:
    """Who is at home, to choose one who leaves."""
    require(request.viewer, MANAGE_JOURNEYS)
    form = PersonFilter(request.GET)
    found = people_at_home(request.viewer, form.wanted())
    page = page_of(found, ("pinyin", "pk"), mark=request.GET.get("mark", ""))
    return show(request, "journeys/leavers.html", form=form, found=page)
