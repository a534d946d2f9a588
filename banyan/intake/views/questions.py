"""The questions of a roster on screens: one card for all like cases, opened, answered, opened again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from banyan.intake.actions import answer_question, reopen_question
from banyan.intake.forms import AnswerForm
from banyan.intake.models import Question
from banyan.intake.queries.batches import branches_of, find_batch
from banyan.intake.queries.questions import asked_of, doubts_page, find_question, people_meant
from banyan.intake.rules import why_not_review
from banyan.intake.words import FIELD_WORDS, HOW_WORDS
from banyan.orgs.viewers import ViewerRequest
from banyan.shared.errors import Invalid
from banyan.shared.web import show


@require_safe
@login_required
def question(request: ViewerRequest, ref: UUID, number: int) -> HttpResponse:
    """One question with every row it stands in, to answer for some of them alone."""
    return _shown(request, find_question(find_batch(request.viewer, ref), number))


def _shown(request: ViewerRequest, found: Question, problem: str = "") -> HttpResponse:
    batch = found.batch
    return show(
        request,
        "intake/question.html",
        batch=batch,
        each=asked_of(found),
        found=doubts_page(found, request.GET.get("mark", "")),
        people=people_meant(found),
        branches=branches_of(batch),
        field_words=FIELD_WORDS,
        how_words=HOW_WORDS,
        is_in_review=why_not_review(batch.status) is None,
        problem=problem,
        status=422 if problem else 200,
    )


@require_POST
@login_required
def answers(request: ViewerRequest, ref: UUID, number: int) -> HttpResponse:
    """One question settled, for all its rows or for those ticked; what is still unclear is said beside it."""
    found = find_question(find_batch(request.viewer, ref), number)
    form = AnswerForm(request.POST, branches=branches_of(found.batch), people=people_meant(found))
    if not form.is_valid():
        return _shown(request, found, " ".join(map(str, form.non_field_errors())))
    try:
        count = answer_question(found, form.cleaned_data["decision"], by=request.viewer, rows=form.rows)
    except Invalid as problem:
        return _shown(request, found, " ".join(problem.problems["text"]))
    messages.success(
        request,
        ngettext("已按您说的处理 %(count)d 行。", "已按您说的处理 %(count)d 行。", count) % {"count": count},
    )
    return show(request, "intake/question.html", to=_next(found))


def _next(found: Question) -> str:
    return reverse("intake:batch", args=[found.batch.ref]) + "?kind=question#questions"


@require_POST
@login_required
def reopenings(request: ViewerRequest, ref: UUID, number: int) -> HttpResponse:
    """The answers taken back: the rows say again what the file says."""
    found = find_question(find_batch(request.viewer, ref), number)
    count = reopen_question(found, by=request.viewer)
    messages.success(request, _("已重新打开，%(count)d 行又在等您回答。") % {"count": count})
    to = reverse("intake:question", args=[ref, number])
    return show(request, "intake/question.html", to=to)
