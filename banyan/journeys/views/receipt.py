"""The township's receipts: what is overdue, what has come home, what lies in the archive."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from banyan.journeys.actions.receipt import archive_receipts, return_receipts
from banyan.journeys.forms.receipt import ReceiptsForm
from banyan.journeys.permissions import TRACK_RECEIPTS
from banyan.journeys.queries.receipt import find_receipts, receipts_listed
from banyan.journeys.views.answers import done
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.paging import page_of
from banyan.shared.web import show, valid


@require_safe
@login_required
def receipts(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, TRACK_RECEIPTS)
    return show(request, "journeys/receipt/list.html", **_listed(request))


def _listed(request: ViewerRequest) -> dict[str, Any]:
    shelf = request.GET.get("shelf", "")
    chosen = receipts_listed(request.viewer, shelf)
    found = page_of(chosen.rows, chosen.order, mark=request.GET.get("mark", ""))
    return {"found": found, "shelf": chosen.name, "verb": chosen.verb}


@require_POST
@login_required
def returns(request: ViewerRequest) -> HttpResponse:
    """Those ticked are in the township's hands, all or none (R-A9)."""
    found = find_receipts(request.viewer, valid(ReceiptsForm(request.POST))["receipt"])
    return_receipts(found, by=request.viewer)
    words = ngettext("已收回%(count)s份回执。", "已收回%(count)s份回执。", len(found)) % {"count": len(found)}
    return done(request, words, _shelf("stamped"))


@require_POST
@login_required
def archives(request: ViewerRequest) -> HttpResponse:
    found = find_receipts(request.viewer, valid(ReceiptsForm(request.POST))["receipt"])
    archive_receipts(found, by=request.viewer)
    words = ngettext("已归档%(count)s份回执。", "已归档%(count)s份回执。", len(found)) % {"count": len(found)}
    return done(request, words, _shelf("returned"))


def _shelf(name: str) -> str:
    return f"{reverse('journeys:receipts')}?shelf={name}"
