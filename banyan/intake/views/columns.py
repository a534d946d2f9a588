"""How the heads of a roster were understood, and what its columns are to mean instead."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.intake.actions import correct_columns, forget_columns
from banyan.intake.forms import ColumnsForm
from banyan.intake.queries.batches import find_batch
from banyan.intake.queries.columns import heads_of
from banyan.intake.rules import why_not_review
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.errors import Invalid
from banyan.shared.web import show


@require_http_methods(["GET", "POST"])
@login_required
def columns(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """Every head with its columns, fields and samples; corrected, the file is read anew and the heads remembered.

    `forget` names a head of which nothing is to be remembered any more.
    """
    found = find_batch(request.viewer, ref)
    if "forget" in request.POST:
        forget_columns(found, request.POST["forget"], by=request.viewer)
        messages.success(request, _("记下的改法已忘掉，按系统自己认的重新读了一遍。"))
        return show(request, "intake/columns.html", to=reverse("intake:columns", args=[ref]))
    form, problems = (
        ColumnsForm(request.POST if request.method == "POST" else None, heads=heads_of(found)),
        [],
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_columns(found, form.chosen, by=request.viewer)
        except Invalid as problem:
            problems = problem.problems["columns"]
        else:
            messages.success(request, _("已按您选的重新读了一遍，这样的表头以后就这样认。"))
            return show(request, "intake/columns.html", to=reverse("intake:batch", args=[ref]))
    return show(
        request,
        "intake/columns.html",
        batch=found,
        heads=form.heads_shown,
        problems=problems,
        is_in_review=why_not_review(found.status) is None,
        status=422 if problems else 200,
    )
