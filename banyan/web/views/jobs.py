"""Work for later: what runs, waits and failed, and how far one job is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.orgs.permissions import MANAGE_ORGS
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.web import is_htmx, show
from banyan.web.actions import retry_job
from banyan.web.queries.jobs import find_job, jobs_page, keeps_the_house


@require_safe
@login_required
def jobs(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, MANAGE_ORGS)
    state = request.GET.get("state", "")
    found = jobs_page(request.viewer, state=state, mark=request.GET.get("mark", ""))
    is_all = keeps_the_house(request.viewer)
    return show(request, "web/jobs/list.html", found=found, state=state, is_all=is_all)


@require_safe
@login_required
def job(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """One job; to htmx only how it stands, so that a page can ask every two seconds."""
    template = "web/jobs/job.html#state" if is_htmx(request) else "web/jobs/job.html"
    may_list = request.viewer.may(MANAGE_ORGS)
    return show(request, template, job=find_job(request.viewer, ref), may_list=may_list)


@require_POST
@login_required
def retry(request: ViewerRequest, ref: UUID) -> HttpResponse:
    retry_job(find_job(request.viewer, ref), by=request.viewer)
    messages.success(request, _("已重新排队，马上再试一次。"))
    return show(request, "web/jobs/job.html", to=reverse("web:job", args=[ref]))
