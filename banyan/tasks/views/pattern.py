"""A task kept as a pattern, and one offered no longer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.orgs.viewers import ViewerRequest
from banyan.shared.web import show
from banyan.tasks.actions import end_pattern, keep_pattern
from banyan.tasks.queries import find_pattern, find_task
from banyan.tasks.views.task import address_of


@require_POST
@login_required
def patterns(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_task(request.viewer, ref)
    keep_pattern(found, by=request.viewer)
    messages.success(request, _("已存为模板，本组织和下级发布任务时都能选。"))
    return show(request, "tasks/task.html", to=address_of(found))


@require_POST
@login_required
def pattern_ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    end_pattern(find_pattern(request.viewer, ref), by=request.viewer)
    messages.success(request, _("模板已停用，发布过的任务不变。"))
    return show(request, "tasks/kinds.html", to=reverse("tasks:new"))
