"""What goes to the door and the group: service phones by consent, household cards, meeting notices."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.documents.actions import make_card, make_notice, offer_phone, withdraw_phone
from banyan.documents.forms import NoticeForm, PhoneForm
from banyan.documents.permissions import MAKE_NOTICES
from banyan.documents.queries import (
    find_org_with_notices,
    find_public_phone,
    orgs_with_notices,
    public_phones,
)
from banyan.documents.typesetting import Sheet, render_pdf, render_png
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.errors import Refused
from banyan.shared.web import as_file, show


@require_safe
@login_required
def sharing(request: ViewerRequest) -> HttpResponse:
    """Each organisation he serves, with the number it may show, its card and the way to a notice."""
    require(request.viewer, MAKE_NOTICES)
    return _sharing_page(request)


def _sharing_page(
    request: ViewerRequest,
    *,
    status: int = 200,
    wrong: PhoneForm | None = None,
    at: Organisation | None = None,
) -> HttpResponse:
    """`wrong` is the form that was sent for the organisation `at`, with its faults."""
    orgs = orgs_with_notices(request.viewer)
    phones = public_phones(orgs)
    rows = [
        {"org": org, "phone": phones.get(org.pk), "form": wrong if org == at else PhoneForm()} for org in orgs
    ]
    return show(request, "documents/sharing.html", status=status, rows=rows)


@require_POST
@login_required
def phones(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """He agrees that his number is shown."""
    org = find_org_with_notices(request.viewer, ref)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _sharing_page(request, status=422, wrong=form, at=org)
    facts = {name: form.cleaned_data[name] for name in ("name", "phone", "place")}
    offer_phone(org, by=request.viewer, **facts)
    messages.success(request, _("记下了，海报、服务卡和通知可以印这个电话；随时可以撤回。"))
    return redirect("documents:sharing")


@require_POST
@login_required
def withdrawals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    withdraw_phone(find_public_phone(request.viewer, ref), by=request.viewer)
    messages.success(request, _("已撤回，新做的海报、服务卡和通知不再有这个电话。以前贴出去的请揭下来。"))
    return redirect("documents:sharing")


@require_http_methods(["GET", "POST"])
@login_required
def notice(request: ViewerRequest) -> HttpResponse:
    """Typed, looked at, then taken as a page for the printer or a picture for the group; kept nowhere."""
    require(request.viewer, MAKE_NOTICES)
    orgs = orgs_with_notices(request.viewer)
    form = NoticeForm(request.POST or None, orgs=orgs)
    if request.method != "POST":
        return show(request, "documents/notice.html", form=form)
    if not form.is_valid():
        return show(request, "documents/notice.html", form=form, status=422)
    try:
        with_phone = form.cleaned_data["with_phone"]
        sheet = make_notice(form.chosen_org(), form.facts(), by=request.viewer, with_phone=with_phone)
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return show(request, "documents/notice.html", form=form, status=409)
    return _taken(request, sheet, form)


def _taken(request: ViewerRequest, sheet: Sheet, form: NoticeForm) -> HttpResponse:
    if request.POST.get("as") == "pdf":
        return as_file(render_pdf([sheet]), "application/pdf", "notice.pdf")
    if request.POST.get("as") == "png":
        return as_file(render_png(sheet), "image/png", "notice.png")
    return show(request, "documents/notice.html", form=form, words=sheet.words)


@require_safe
@login_required
def card(request: ViewerRequest, ref: UUID) -> HttpResponse:
    sheet = make_card(find_org_with_notices(request.viewer, ref), by=request.viewer)
    return as_file(render_pdf([sheet]), "application/pdf", "card.pdf")


@require_safe
@login_required
def card_picture(request: ViewerRequest, ref: UUID) -> HttpResponse:
    sheet = make_card(find_org_with_notices(request.viewer, ref), by=request.viewer)
    return as_file(render_png(sheet), "image/png", "card.png")
