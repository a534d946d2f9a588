"""Narrowings of lists kept under a name."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.orgs.viewers import ViewerRequest
from banyan.shared.web import show
from banyan.web.actions import forget_view, keep_view
from banyan.web.models import SavedView
from banyan.web.queries.views import find_view


@require_POST
@login_required
def keep(request: ViewerRequest) -> HttpResponse:
    told = request.POST
    view = keep_view(told.get("page", ""), told.get("label", ""), told.get("query", ""), by=request.viewer)
    messages.success(request, _("已存下“%(name)s”，下次点一下就行。") % {"name": view.label})
    return show(request, "web/parts/views.html", to=_address(view))


@require_POST
@login_required
def remove(request: ViewerRequest, ref: UUID) -> HttpResponse:
    view = find_view(request.viewer, ref)
    forget_view(view, by=request.viewer)
    return show(request, "web/parts/views.html", to=reverse(view.page))


def _address(view: SavedView) -> str:
    return f"{reverse(view.page)}?{view.query}"
