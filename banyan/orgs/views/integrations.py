"""Programs that act for an organisation: their tokens, shown once."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from banyan.accounts.queries import find_token, tokens_of
from banyan.orgs.actions.integrations import close_integration, open_integration
from banyan.orgs.forms.offices import IntegrationForm
from banyan.orgs.models import Organisation
from banyan.orgs.queries import find_org, integrations_of
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, ViewerRequest, require_grant
from banyan.shared.clock import now
from banyan.shared.paging import page_of
from banyan.shared.web import needs_proof, show


@needs_proof
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def integrations(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    org = _org_to_integrate(viewer, ref)
    form = IntegrationForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data
        token, secret = open_integration(
            org, by=viewer, words=words["words"], verbs=words["verbs"], days=words["days"]
        )
        return show(request, "orgs/token.html", org=org, token=token, secret=secret)
    found = page_of(tokens_of(integrations_of(org)), ["issued_at", "pk"], mark=request.GET.get("mark", ""))
    status = 422 if request.method == "POST" else 200
    rows = [(token, token.is_open_at(now())) for token in found.rows]
    return show(request, "orgs/integrations.html", org=org, form=form, found=found, rows=rows, status=status)


@needs_proof
@login_required
@require_POST
def end(request: ViewerRequest, ref: UUID, token_ref: UUID) -> HttpResponse:
    viewer = request.viewer
    org = _org_to_integrate(viewer, ref)
    close_integration(org, find_token(integrations_of(org), token_ref), by=viewer)
    messages.success(request, _("令牌已停用。"))
    return redirect("orgs:integrations", org.ref)


def _org_to_integrate(viewer: Viewer, ref: UUID) -> Organisation:
    org = find_org(viewer, ref)
    require_grant(viewer, org, OfficeName.INTEGRATION)
    return org
