"""Our keys for others, theirs for us, and the page that says who signed a receipt."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.accounts.actions.limits import take
from banyan.documents.actions import trust_key, withdraw_key
from banyan.documents.forms import SignedForm, TrustForm
from banyan.documents.permissions import ISSUE_PAPERS, TRUST_KEYS
from banyan.documents.queries import find_trusted_key, installation_name, signed_word, trusted_keys
from banyan.documents.rules import CHECKS
from banyan.documents.signing import published_keys
from banyan.orgs.viewers import ViewerRequest, require
from banyan.shared.errors import Refused
from banyan.shared.masking import mask_name
from banyan.shared.web import show


@require_safe
def well_known(request: ViewerRequest) -> HttpResponse:
    """Our public keys, for whoever wants to check what we signed. Nothing of a person, nothing to guess."""
    whose = {"name": installation_name(), "address": settings.BASE_URL}
    return JsonResponse({"version": 1, "installation": whose, "keys": published_keys()})


@require_http_methods(["GET", "POST"])
@login_required
def keys(request: ViewerRequest) -> HttpResponse:
    """Our figures to read aloud, and the installations whose signatures we accept."""
    require(request.viewer, TRUST_KEYS)
    form = TrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trust_key(by=request.viewer, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            return show(request, "documents/keys.html", status=409, form=form, **_known())
        messages.success(request, _("已认可，对方签的回执在这里能核对了。"))
        return redirect("documents:keys")
    status = 422 if request.method == "POST" else 200
    return show(request, "documents/keys.html", status=status, form=form, **_known())


def _known() -> dict[str, Any]:
    return {"ours": published_keys()[0], "trusted": list(trusted_keys())}


@require_POST
@login_required
def withdrawals(request: ViewerRequest, ref: UUID) -> HttpResponse:
    require(request.viewer, TRUST_KEYS)
    withdraw_key(find_trusted_key(ref), by=request.viewer)
    messages.success(request, _("已停用，用这把密钥签的回执不再认可。"))
    return redirect("documents:keys")


@require_http_methods(["GET", "POST"])
def signed(request: ViewerRequest) -> HttpResponse:
    """Paste a signed receipt: who signed it, and what it says; masked for the public. Never by an address."""
    take(CHECKS, request.viewer.address or "")
    given = request.POST.get("words", "")
    word = signed_word(given) if given else None
    facts = dict(word.facts) if word and word.is_known else {}
    if facts and not request.viewer.may(ISSUE_PAPERS):
        facts["name"] = mask_name(facts.get("name", ""))
    form = SignedForm(request.POST or None)
    response = show(request, "documents/signed.html", form=form, given=given, word=word, facts=facts)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
