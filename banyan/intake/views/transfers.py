"""Members whom two organisations claim: the superior's list, a look by name for a reason, and the decision (T7)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.intake.actions.transfers import ask_to_check, confirm_transfer, keep_where_he_was, open_check
from banyan.intake.forms import DecideForm, LookForm
from banyan.intake.models import TransferCheck
from banyan.intake.permissions import DECIDE_TRANSFERS
from banyan.intake.queries.transfers import UNDECIDED, checks_page, find_check
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.web import show, valid


@require_safe
@login_required
def transfers(request: ViewerRequest) -> HttpResponse:
    """What waits for this office and what it has decided: both organisations, and nobody's name."""
    require(request.viewer, DECIDE_TRANSFERS)
    found = checks_page(request.viewer, request.GET.get("mark", ""))
    return show(request, "intake/transfers.html", found=found, form=LookForm(), undecided=UNDECIDED)


@require_POST
@login_required
def looks(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Both records by name, once, for the reason given; nothing of it stays in an address."""
    check = find_check(request.viewer, ref)
    reason = valid(LookForm(request.POST))["reason"]
    open_check(check, by=request.viewer, reason=reason)
    return show(request, "intake/transfer.html", **_facts(check, DecideForm(initial={"reason": reason})))


def _facts(check: TransferCheck, form: DecideForm) -> dict[str, Any]:
    return {
        "check": check,
        "sides": [person for person in (check.claimant, check.holder) if person is not None],
        "is_undecided": check.status in UNDECIDED,
        "form": form,
    }


@require_POST
@login_required
def decisions(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Transferred, still where he was, or two different people."""
    check = find_check(request.viewer, ref)
    said = valid(DecideForm(request.POST))
    _decide(check, said["decision"], said["reason"], request)
    messages.success(request, _("已核对，双方都会收到消息。"))
    return show(request, "intake/transfer.html", to=reverse("intake:transfers"))


def _decide(check: TransferCheck, decision: str, reason: str, request: ViewerRequest) -> None:
    by = request.viewer
    if decision == "transfer":
        confirm_transfer(check, by=by, reason=reason)
    elif decision == "keep":
        keep_where_he_was(check, by=by, reason=reason)
    else:
        ask_to_check(check, by=by, reason=reason, is_claimant=decision == "ask_claimant")
