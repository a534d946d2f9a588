"""The annual check of an 活动证 at the desk of the host."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.documents.forms import CheckForm
from banyan.journeys.actions.certificate import check_certificate
from banyan.journeys.queries.arrival import find_check_in
from banyan.journeys.queries.papers import certificate_of, may_check_certificate
from banyan.journeys.views.answers import ask
from banyan.orgs.viewers import NOT_YOURS, ViewerRequest
from banyan.shared.errors import NotAllowed


@require_http_methods(["GET", "POST"])
@login_required
def annual_checks(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """The host records a year's check; what else stands on the paper he does not see."""
    found = find_check_in(request.viewer, ref)
    if not may_check_certificate(request.viewer, found):
        raise NotAllowed(NOT_YOURS)
    paper = certificate_of(found.journey)
    if paper is None:
        raise Http404
    form = CheckForm(
        request.POST or None,
        first_year=timezone.localdate(paper.issued_at).year,
        initial={"unit": found.host.full_name or found.host.name},
    )
    return ask(
        request,
        "journeys/hosted/annual_check.html",
        form,
        do=lambda: check_certificate(found, by=request.viewer, **form.cleaned_data),
        words=_("查验已登记，老家打印活动证时会带上。"),
        to=reverse("journeys:check-in", args=[ref]),
        person=found.journey.person,
        check_in=found,
        years=list(paper.checks.all()),
    )
