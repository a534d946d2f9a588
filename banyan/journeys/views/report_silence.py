"""Not heard from: the list with its ready texts, and entering what one hears, in one line or many at once."""

from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.journeys.actions.report import record_silence_export, take_report, take_reports
from banyan.journeys.forms.report import LineForm, TakenForm
from banyan.journeys.models import Journey
from banyan.journeys.permissions import READ_REPORTS, REPORT_FOR
from banyan.journeys.queries.report import (
    find_journey_to_report,
    journeys_named,
    may_report_for,
    periods_open_to,
)
from banyan.journeys.queries.report_silence import (
    Silent,
    longest_first,
    period_asked,
    silence_list,
    silences,
    silent_journeys,
)
from banyan.journeys.rules.report import LATE_PERIODS_FOR
from banyan.orgs.models import Organisation
from banyan.orgs.queries import find_org
from banyan.orgs.viewers import NOT_YOURS, ViewerRequest
from banyan.people.permissions import EXPORT_PEOPLE
from banyan.shared.clock import today
from banyan.shared.errors import Invalid, NotAllowed
from banyan.shared.periods import Period
from banyan.shared.spreadsheets.writing import Table, Value, write_workbook
from banyan.shared.web import say_done, show, valid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def mine(request: ViewerRequest) -> HttpResponse:
    """The list of the organisation one acts for."""
    held = request.viewer.holding(READ_REPORTS)
    if not held:
        raise NotAllowed(NOT_YOURS)
    shortest = min(held, key=lambda each: len(each.org.path))
    return redirect("journeys:silent-at", ref=shortest.org.ref)


@require_safe
@login_required
def silent(request: ViewerRequest, ref: UUID) -> HttpResponse:
    org = find_org(request.viewer, ref, READ_REPORTS)
    period = period_asked(org, request.GET.get("period", ""))
    found = silence_list(
        request.viewer,
        org,
        period,
        text=request.GET.get("text", ""),
        branch=_branch(request),
        mark=request.GET.get("mark", ""),
    )
    query = request.GET.copy()
    query.pop("mark", None)
    return show(
        request,
        "journeys/report/silent.html",
        org=org,
        period=period,
        previous=period.previous(),
        next=period.next() if period.next().first_day <= today() else None,
        tally=found.tally,
        branches=found.branches,
        chosen_branch=_branch(request),
        found=found.page,
        lines=[(row, LineForm(prefix=str(row.journey.ref))) for row in found.page.rows],
        line_for_all=LineForm(prefix="all"),
        query=query.urlencode(),
        can_report=request.viewer.may(REPORT_FOR, org),
        can_export=request.viewer.may(EXPORT_PEOPLE, org),
    )


def _branch(request: ViewerRequest) -> UUID | None:
    """The branch chosen in the filter; an old or broken address shows all."""
    try:
        return UUID(request.GET.get("branch", ""))
    except ValueError:
        return None


@require_POST
@login_required
def export(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """What the list shows, without paging and without a single number of anybody."""
    org = find_org(request.viewer, ref, READ_REPORTS)
    period = period_asked(org, request.GET.get("period", ""))
    found = silent_journeys(
        request.viewer, org, period, text=request.GET.get("text", ""), branch=_branch(request)
    )
    rows = silences(longest_first(found), period)
    record_silence_export(org, by=request.viewer, period=period, rows=len(rows))
    return _workbook(org, period, rows)


def _workbook(org: Organisation, period: Period, rows: list[Silent]) -> HttpResponse:
    title = _("%(org)s %(period)s未联系上名单") % {"org": org.name, "period": period.words}
    heads = [_("编号"), _("姓名"), _("党支部"), _("最后音讯"), _("未联系天数"), _("可以这样发给他")]
    lines: list[list[Value]] = [
        [str(row.person.ref), row.person.name, row.journey.org.name, row.since, row.days, row.words]
        for row in rows
    ]
    target = BytesIO()
    table = Table(_("未联系上"), [heads], lines, titles=[title], widths=[38, 14, 28, 18, 12, 80])
    write_workbook(target, [table])
    name = quote(f"{title}.xlsx")
    return HttpResponse(
        target.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@require_POST
@login_required
def line(request: ViewerRequest, ref: UUID, journey: UUID) -> HttpResponse:
    """One line of the list is saved where it stands."""
    org = find_org(request.viewer, ref, READ_REPORTS)
    found = find_journey_to_report(request.viewer, journey)
    told = valid(form := LineForm(request.POST, prefix=str(journey)))
    report = take_report(
        found, form.told(), by=request.viewer, period=_period(request), channel=told["channel"]
    )
    say_done(request, _("已登记%(name)s的报告。") % {"name": found.person.name})
    return show(request, "journeys/report/silent.html#taken", to=_address(org, request), report=report)


@require_POST
@login_required
def batch(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The same for all who are ticked, all or none."""
    org = find_org(request.viewer, ref, READ_REPORTS)
    told = valid(form := LineForm(request.POST, prefix="all"))
    journeys = _ticked(request)
    count = take_reports(
        journeys, form.told(), by=request.viewer, period=_period(request), channel=told["channel"]
    )
    messages.success(request, _("已登记%(count)s人的报告。") % {"count": count})
    return show(request, "journeys/report/silent.html", to=_address(org, request))


def _ticked(request: ViewerRequest) -> list[Journey]:
    try:
        refs = [str(UUID(ref)) for ref in request.POST.getlist("journey")]
    except ValueError as error:
        raise Http404 from error
    if not refs:
        raise Invalid({"journey": [_("请先勾选要登记的人。")]})
    return journeys_named(request.viewer, refs)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report_for(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Everything a member may have said, for this period or a late one."""
    journey = find_journey_to_report(request.viewer, ref)
    if not may_report_for(request.viewer, journey):
        raise NotAllowed(NOT_YOURS)
    periods = periods_open_to(journey, today(), late=LATE_PERIODS_FOR)
    form = TakenForm(request.POST or None, periods=periods)
    if request.method == "POST" and form.is_valid():
        return _taken(request, journey, form)
    status = 422 if form.is_bound else 200
    return show(request, "journeys/report/take.html", status=status, journey=journey, form=form)


def _taken(request: ViewerRequest, journey: Journey, form: TakenForm) -> HttpResponse:
    period, channel = Period.parse(form.cleaned_data["period"]), form.cleaned_data["channel"]
    take_report(journey, form.told(), by=request.viewer, period=period, channel=channel)
    messages.success(request, _("已登记%(name)s的报告。") % {"name": journey.person.name})
    return show(request, "journeys/report/take.html", to=reverse("journeys:silent"))


def _period(request: ViewerRequest) -> Period:
    try:
        return Period.parse(request.POST.get("period", ""))
    except ValueError as error:
        raise Http404 from error


def _address(org: Organisation, request: ViewerRequest) -> str:
    """Back to the list of the same period."""
    return f"{reverse('journeys:silent-at', args=[org.ref])}?period={_period(request)}"
