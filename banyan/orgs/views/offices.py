"""Offices below one's own: who holds them, handing over, ending, a new way in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from banyan.accounts.actions.links import IssuedLink
from banyan.orgs.actions import end_office, hand_over, reset_sign_in
from banyan.orgs.forms.offices import OfficeForm, ResetForm, grantable_at
from banyan.orgs.models import Office, Organisation
from banyan.orgs.permissions import GRANT_OFFICES
from banyan.orgs.queries import find_office, find_org, officers_by_org, orgs_to_staff
from banyan.orgs.viewers import NOT_YOURS, Viewer, ViewerRequest, require, require_grant
from banyan.orgs.views.tree import address_of
from banyan.orgs.views.trying import tried
from banyan.shared.errors import NotAllowed
from banyan.shared.paging import page_of
from banyan.shared.qr import qr_picture
from banyan.shared.web import needs_proof, show

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def offices(request: ViewerRequest) -> HttpResponse:
    """The organisations whose offices he hands over, and who holds them today."""
    viewer = request.viewer
    require(viewer, GRANT_OFFICES)
    text = request.GET.get("q", "").strip()
    found = page_of(orgs_to_staff(viewer, text), ["path"], mark=request.GET.get("mark", ""))
    held = officers_by_org(found.rows)
    rows = [(org, held[org.pk]) for org in found.rows]
    return show(request, "orgs/offices.html", found=found, rows=rows, text=text)


@needs_proof
@never_cache
@login_required
@GET_AND_POST
def grant(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    org = find_org(viewer, ref)
    if not grantable_at(viewer, org):
        raise NotAllowed(NOT_YOURS)
    form = OfficeForm(request.POST or None, viewer=viewer, org=org)
    if form.is_valid() and (seated := tried(request, form, lambda: _hand_over(viewer, org, form))):
        office, issued = seated
        if issued is not None:
            return _link_page(request, org, issued)
        messages.success(
            request,
            _("%(name)s已任%(office)s，用原来的密码登录。")
            % {"name": office.account.label, "office": office},
        )
        return show(request, "orgs/grant.html", to=address_of(org))
    status = 422 if request.method == "POST" else 200
    return show(request, "orgs/grant.html", org=org, form=form, status=status)


def _hand_over(viewer: Viewer, org: Organisation, form: OfficeForm) -> tuple[Office, IssuedLink | None]:
    words = form.cleaned_data
    return hand_over(
        words["label"],
        words["phone"],
        by=viewer,
        org=org,
        name=words["office"],
        from_day=words["from_day"],
        until_day=words["until_day"],
    )


@needs_proof
@login_required
@GET_AND_POST
def end(request: ViewerRequest, ref: UUID) -> HttpResponse:
    viewer = request.viewer
    office = find_office(viewer, ref)
    require_grant(viewer, office.org, office.name)
    if request.method == "POST":
        end_office(office, by=viewer)
        messages.success(
            request, _("%(name)s不再任%(office)s。") % {"name": office.account.label, "office": office}
        )
        return show(request, "orgs/end_office.html", to=address_of(office.org))
    return show(request, "orgs/end_office.html", office=office)


@needs_proof
@never_cache
@login_required
@GET_AND_POST
def reset(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """A new link for whoever has forgotten his password or lost his telephone."""
    viewer = request.viewer
    office = find_office(viewer, ref)
    require_grant(viewer, office.org, office.name)
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = reset_sign_in(office, by=viewer, is_phone_lost=form.cleaned_data["is_phone_lost"])
        return _link_page(request, office.org, issued)
    return show(request, "orgs/reset.html", office=office, form=form)


def _link_page(request: ViewerRequest, org: Organisation, issued: IssuedLink) -> HttpResponse:
    """The link, this once: to show, to send, to print."""
    account = issued.link.account
    return show(
        request,
        "orgs/link.html",
        org=org,
        account=account,
        address=issued.address,
        picture=qr_picture(issued.address),
    )
