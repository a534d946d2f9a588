"""What we hold on the member himself, who looked at it, and the record of acts for the auditor."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.orgs.viewers import ViewerRequest
from banyan.privacy.actions import export_record, read_record
from banyan.privacy.exports import record_workbook
from banyan.privacy.forms import RecordFilter
from banyan.privacy.queries import holdings_on, looks_page, memberships_of, own_person
from banyan.shared.clock import today
from banyan.shared.web import show

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def looks(request: ViewerRequest) -> HttpResponse:
    """Who looked at my data; with ?all, everything others did that concerned me."""
    only_looks = "all" not in request.GET
    found = looks_page(request.viewer, only_looks=only_looks, mark=request.GET.get("mark", ""))
    return show(request, "privacy/looks.html", found=found, only_looks=only_looks)


@require_safe
@login_required
def mine(request: ViewerRequest) -> HttpResponse:
    person = own_person(request.viewer)
    return show(
        request,
        "privacy/mine.html",
        person=person,
        memberships=memberships_of(person),
        holdings=holdings_on(person),
    )


@require_safe
@login_required
def record(request: ViewerRequest) -> HttpResponse:
    form = RecordFilter(request.GET)
    found = read_record(form.wanted(), by=request.viewer, mark=request.GET.get("mark", ""))
    return show(request, "privacy/record.html", found=found, form=form, query=request.GET.urlencode())


@require_POST
@login_required
def record_exports(request: ViewerRequest) -> HttpResponse:
    """The same rows as a workbook."""
    rows = export_record(RecordFilter(request.GET).wanted(), by=request.viewer)
    name = _("操作记录") + f"-{today()}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(
        record_workbook(rows), content_type=XLSX, headers={"Content-Disposition": disposition}
    )
