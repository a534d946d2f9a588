"""The figures pages: how do we stand, and where is it weak?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from banyan.insight import exports
from banyan.insight.actions import record_export, record_list_export
from banyan.insight.forms import ListForm, PeriodForm
from banyan.insight.measures import HEADLINES, MEASURES
from banyan.insight.permissions import EXPORT_FIGURES, SEE_FIGURES
from banyan.insight.queries.board import board_of
from banyan.insight.queries.indicators import indicator_of, latest_period
from banyan.insight.queries.listing import (
    Line,
    is_of_guests,
    is_of_people,
    line_of,
    page_behind,
    rows_behind,
    with_beside,
)
from banyan.insight.rules import STANDING_INDICATORS
from banyan.orgs.queries import ancestors_of, find_org
from banyan.orgs.viewers import NOT_YOURS, ViewerRequest
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed
from banyan.shared.periods import Period
from banyan.shared.web import show
from banyan.tasks.kinds import UNITS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def mine(request: ViewerRequest) -> HttpResponse:
    """The figures of the organisation one acts for."""
    held = request.viewer.holding(SEE_FIGURES)
    if not held:
        raise NotAllowed(NOT_YOURS)
    shortest = min(held, key=lambda each: len(each.org.path))
    return redirect("insight:board", ref=shortest.org.ref)


@require_safe
@login_required
def board(request: ViewerRequest, ref: UUID) -> HttpResponse:
    org = find_org(request.viewer, ref, SEE_FIGURES)
    period = PeriodForm(request.GET).chosen(latest_period(org))
    found = board_of(org, period)
    return show(
        request,
        "insight/board.html",
        board=found,
        headlines=[found.indicators[name] for name in HEADLINES],
        outcomes=[found.indicators[name] for name in UNITS if found.indicators[name].numerator],
        standings=[found.indicators[each.id] for each in STANDING_INDICATORS],
        above=ancestors_of(org).filter(request.viewer.reach(SEE_FIGURES, org="")).exclude(pk=org.pk),
        period=period,
        has_next=period < Period.of(today()),
        may_export=request.viewer.may(EXPORT_FIGURES, org),
    )


@require_safe
@login_required
def rows(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The list behind one figure."""
    org = find_org(request.viewer, ref, SEE_FIGURES)
    form = ListForm(request.GET)
    period = form.chosen(latest_period(org))
    name = form.measure_name()
    found = rows_behind(org, period, name, form.facets(), is_rest=bool(form.cleaned_data.get("rest")))
    query = request.GET.copy()
    query.pop("mark", None)
    return show(
        request,
        "insight/rows.html",
        org=org,
        period=period,
        indicator=indicator_of(org, period, name),
        has_rest=name in MEASURES and bool(MEASURES[name].of),
        is_rest=bool(form.cleaned_data.get("rest")),
        total=found.count(),
        found=page_behind(found, period, mark=form.cleaned_data.get("mark") or ""),
        query=query.urlencode(),
        may_export=request.viewer.may(EXPORT_FIGURES, org),
    )


@require_POST
@login_required
def export_board(request: ViewerRequest, ref: UUID) -> HttpResponse:
    org = find_org(request.viewer, ref, SEE_FIGURES)
    found = board_of(org, PeriodForm(request.POST).chosen(latest_period(org)))
    record_export(org, by=request.viewer, rows=len(found.children))
    return _download(exports.board_workbook(found), f"{org.name}-{found.period}.xlsx")


@require_POST
@login_required
def export_rows(request: ViewerRequest, ref: UUID) -> HttpResponse:
    org = find_org(request.viewer, ref, SEE_FIGURES)
    form = ListForm(request.GET)
    period, name = form.chosen(latest_period(org)), form.measure_name()
    found = rows_behind(org, period, name, form.facets(), is_rest=bool(form.cleaned_data.get("rest")))
    lines = [line_of(row) for row in with_beside(found, period)]
    record_list_export(org, by=request.viewer, measure=name, rows=len(lines))
    return _download(_writer_for(found)(f"{org.name} {period}", lines), f"{org.name}-{period}-{name}.xlsx")


def _writer_for(found: "QuerySet[Any]") -> Callable[[str, list[Line]], bytes]:
    """As a roster that reads back in where people are listed, else as plain lines."""
    if is_of_guests(found):
        return exports.guests_workbook
    return exports.people_workbook if is_of_people(found) else exports.list_workbook


def _download(body: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": disposition})
