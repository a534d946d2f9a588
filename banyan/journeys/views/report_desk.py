"""The secretary's side of reports: what came in, to be read and followed up."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.journeys.actions.report import (
    adopt_phone,
    follow_up_report,
    read_report,
    read_reports,
    sample_report,
)
from banyan.journeys.forms.report import FollowUpForm, SampleForm
from banyan.journeys.models import Report
from banyan.journeys.permissions import ANSWER_REPORTS, READ_REPORTS
from banyan.journeys.queries.report import find_report, reports_named, reports_of, reports_page
from banyan.journeys.queries.report_question import likenesses
from banyan.journeys.rules.report import why_not_adopt_phone
from banyan.journeys.states import Matter
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.queries import find_person
from banyan.shared.periods import Period
from banyan.shared.web import show, valid


@require_safe
@login_required
def reports(request: ViewerRequest) -> HttpResponse:
    """What came in: the unread first, or all; by matter or by name."""
    require(request.viewer, READ_REPORTS)
    is_all, matter = "all" in request.GET, request.GET.get("matter", "")
    found = reports_page(
        request.viewer,
        only_unread=not is_all,
        matter=matter,
        text=request.GET.get("text", ""),
        mark=request.GET.get("mark", ""),
    )
    can_answer = request.viewer.may(ANSWER_REPORTS)
    alike = likenesses(request.viewer, found.rows)
    for each in found.rows:
        each.like = alike.get(each.pk)
    return show(
        request,
        "journeys/report/reports.html",
        found=found,
        is_all=is_all,
        matters=Matter.choices,
        chosen_matter=matter,
        can_answer=can_answer,
        asked=len(alike),
    )


@require_safe
@login_required
def report_detail(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return _detail(request, find_report(request.viewer, ref))


@require_POST
@login_required
def sample(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The words of one report, once, for the reason given; nothing of it stays in an address."""
    report = find_report(request.viewer, ref)
    sample_report(report, by=request.viewer, reason=valid(SampleForm(request.POST))["reason"])
    return _detail(request, report, is_whole=True)


def _detail(
    request: ViewerRequest, report: Report, form: FollowUpForm | None = None, *, is_whole: bool = False
) -> HttpResponse:
    is_open = not report.followed_up_at
    return show(
        request,
        "journeys/report/detail.html",
        status=422 if form else 200,
        report=report,
        # Annotated by find_report.
        is_whole=is_whole or report.is_whole,  # type: ignore[attr-defined]
        like=likenesses(request.viewer, [report]).get(report.pk),
        sample_form=SampleForm(),
        period=Period.parse(report.period),
        can_answer=request.viewer.may(ANSWER_REPORTS, report.org),
        can_adopt=is_open
        and not why_not_adopt_phone(report.matter, report.new_phone.open(), report.followed_up_at),
        form=form or FollowUpForm(),
    )


@require_POST
@login_required
def read(request: ViewerRequest, ref: UUID) -> HttpResponse:
    report = find_report(request.viewer, ref)
    read_report(report, by=request.viewer)
    return show(request, "journeys/report/reports.html#read", to=reverse("journeys:reports"), report=report)


@require_POST
@login_required
def read_chosen(request: ViewerRequest) -> HttpResponse:
    """Those ticked, all or none."""
    refs = request.POST.getlist("report")
    count = read_reports(_named(request, refs), by=request.viewer)
    messages.success(request, _("已阅%(count)s份报告。") % {"count": count})
    return show(request, "journeys/report/reports.html", to=reverse("journeys:reports"))


def _named(request: ViewerRequest, refs: list[str]) -> list[Report]:
    try:
        return reports_named(request.viewer, [str(UUID(ref)) for ref in refs])
    except ValueError as error:
        raise Http404 from error


@require_POST
@login_required
def follow_up(request: ViewerRequest, ref: UUID) -> HttpResponse:
    report = find_report(request.viewer, ref)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _detail(request, report, form)
    follow_up_report(report, valid(form)["words"], by=request.viewer)
    messages.success(request, _("已记下跟进情况，并告诉了本人。"))
    return show(request, "journeys/report/detail.html", to=_address(report))


@require_POST
@login_required
def adopt(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The number he reported becomes his number."""
    report = find_report(request.viewer, ref)
    adopt_phone(report, by=request.viewer)
    messages.success(request, _("已更新联系电话，并告诉了本人。"))
    return show(request, "journeys/report/detail.html", to=_address(report))


def _address(report: Report) -> str:
    return reverse("journeys:report-detail", args=[report.ref])


@require_safe
@login_required
def of_person(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What one member has reported, as far as the viewer may read it."""
    person = find_person(request.viewer, ref)
    rows = [(each, Period.parse(each.period)) for each in reports_of(request.viewer, person)]
    is_own = request.viewer.account is not None and person.account_id == request.viewer.account.pk
    return show(request, "journeys/report/person.html", person=person, rows=rows, is_own=is_own)
