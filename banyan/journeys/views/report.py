"""The member's monthly report: one tap when nothing changed, two when something did."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.journeys.actions.report import correct_report, send_report
from banyan.journeys.forms.report import OwnReportForm, forms_for
from banyan.journeys.models import Report
from banyan.journeys.queries.report import Asked, asked_of, find_own_report, own_journey, own_reports
from banyan.journeys.rules.report import is_on_time, why_not_correct
from banyan.journeys.states import Matter
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.clock import now
from banyan.shared.periods import Period
from banyan.shared.web import show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: ViewerRequest) -> HttpResponse:
    """What is asked now; a post sends it. `period` names the period just past, for a late one."""
    if request.method == "POST":
        return _sent(request)
    asked = asked_of(request.viewer, request.GET.get("period", ""))
    if asked is None:
        return show(request, "journeys/report/at_home.html")
    if asked.report is not None:
        return _own_page(request, asked.report, asked=asked)
    return _asking_page(request, asked)


def _sent(request: ViewerRequest) -> HttpResponse:
    """On the last evening of a month this is the busiest road of the house: it asks for no more than it needs."""
    journey = own_journey(request.viewer)
    if journey is None:
        return show(request, "journeys/report/at_home.html")
    form = OwnReportForm(_matter(request), request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    period = _period(request)
    sent = send_report(journey, form.told(), by=request.viewer, period=period)
    messages.success(request, _("%(period)s的平安收到了，谢谢您。") % {"period": period.words})
    return show(request, "journeys/report/own.html", to=_address(sent))


def _asked_again(request: ViewerRequest, form: OwnReportForm) -> HttpResponse:
    asked = asked_of(request.viewer, request.POST.get("period", ""))
    if asked is None:
        return show(request, "journeys/report/at_home.html")
    return _asking_page(request, asked, form)


def _asking_page(request: ViewerRequest, asked: Asked, chosen: OwnReportForm | None = None) -> HttpResponse:
    known = {"words": asked.before.words if asked.before else "", "new_place": asked.place}
    return show(
        request,
        "journeys/report/ask.html",
        status=422 if chosen else 200,
        asked=asked,
        forms=forms_for(known, chosen),
        chosen=chosen,
        is_on_time=is_on_time(now(), asked.due_on),
    )


@require_safe
@login_required
def own(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One report of one's own: what was said, what happens next, and how to say it differently."""
    return _own_page(request, find_own_report(request.viewer, ref))


def _own_page(
    request: ViewerRequest, report: Report, *, asked: Asked | None = None, chosen: OwnReportForm | None = None
) -> HttpResponse:
    known = {"words": report.words, "new_place": report.new_place}
    return show(
        request,
        "journeys/report/own.html",
        status=422 if chosen else 200,
        report=report,
        period=Period.parse(report.period),
        asked=asked,
        forms=forms_for(known, chosen),
        chosen=chosen,
        why_not=why_not_correct(report.status),
    )


@require_POST
@login_required
def correct(request: ViewerRequest, ref: UUID) -> HttpResponse:
    report = find_own_report(request.viewer, ref)
    form = OwnReportForm(_matter(request), request.POST)
    if not form.is_valid():
        return _own_page(request, report, chosen=form)
    correct_report(report, form.told(), by=request.viewer)
    messages.success(request, _("已按您说的改好。"))
    return show(request, "journeys/report/own.html", to=_address(report))


@require_safe
@login_required
def mine(request: ViewerRequest) -> HttpResponse:
    """All one has reported."""
    rows = [(each, Period.parse(each.period)) for each in own_reports(request.viewer)]
    return show(request, "journeys/report/mine.html", rows=rows, asked=asked_of(request.viewer))


def _matter(request: ViewerRequest) -> str:
    """Which of the five buttons was pressed."""
    matter = request.POST.get("matter", "")
    if matter not in Matter.values:
        raise Http404
    return matter


def _period(request: ViewerRequest) -> Period:
    """The period the page was drawn for, which is not always the one of this moment (R-T3)."""
    try:
        return Period.parse(request.POST.get("period", ""))
    except ValueError as error:
        raise Http404 from error


def _address(report: Report) -> str:
    return reverse("journeys:report-own", args=[report.ref])
