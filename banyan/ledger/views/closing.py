"""Closed periods: the list as the setting allows it, objections and answers, consent (I-03, I-04, R-P8)."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.audit.record import remember
from banyan.documents.typesetting import Sheet, render_pdf, render_png
from banyan.ledger.actions.closing import (
    answer_objection,
    close_period,
    finish_closing,
    give_consent,
    object_to,
    withdraw_consent,
)
from banyan.ledger.forms import AnswerForm, ClosingForm, WordsForm
from banyan.ledger.models import Closing
from banyan.ledger.permissions import CLOSE, SEE_OWN_POINTS, SEE_POINTS
from banyan.ledger.queries.closings import (
    NAMED_MOST,
    Named,
    branch_sums,
    closings_page,
    find_closing,
    find_objection,
    find_org_to_close_at,
    names_on,
    objections_to,
    orgs_to_close_at,
    own_place,
    unanswered,
)
from banyan.ledger.rules import lists_names, why_not_finish, why_not_object
from banyan.ledger.sheets import thanks_sheet
from banyan.ledger.states import ClosingStatus
from banyan.ledger.words import in_points, notice_of, visibility_of
from banyan.orgs.policies import RANKING_VISIBILITY
from banyan.orgs.queries import policy_of
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.queries import person_of
from banyan.shared.clock import now
from banyan.shared.errors import Refused
from banyan.shared.periods import Period
from banyan.shared.web import as_file, say_done, say_refusal, show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def closings(request: ViewerRequest) -> HttpResponse:
    """The periods summed up so far; whoever may sums up another."""
    viewer = request.viewer
    if request.method == "POST":
        require(viewer, CLOSE)
    elif not viewer.may(SEE_OWN_POINTS):
        require(viewer, SEE_POINTS)
    orgs = orgs_to_close_at(viewer)
    form = ClosingForm(request.POST or None, orgs=orgs) if orgs else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            return _made(request, form)
        except Refused as refusal:
            say_refusal(form, refusal)
            remember(viewer, "web.refused", result="refused", reason=refusal.reason.code)
    status = 422 if form is not None and form.errors else 200
    found = closings_page(viewer, request.GET.get("mark", ""))
    return show(request, "ledger/closings.html", form=form, found=found, status=status)


def _made(request: ViewerRequest, form: ClosingForm) -> HttpResponse:
    told = form.cleaned_data
    org = find_org_to_close_at(request.viewer, told["org"])
    made = close_period(org, told["kind"], Period.parse(told["period"]), by=request.viewer)
    say_done(request, _("汇总好了，先征求意见。"))
    return show(request, "ledger/closings.html", to=_address(made))


@require_safe
@login_required
def closing(request: ViewerRequest, ref: UUID) -> HttpResponse:
    return _page(request, find_closing(request.viewer, ref))


def _page(
    request: ViewerRequest,
    found: Closing,
    *,
    status: int = 200,
    form: WordsForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    viewer, at = request.viewer, now()
    me, may_close = person_of(viewer), viewer.may(CLOSE, found.org)
    setting, names = policy_of(found.org, RANKING_VISIBILITY), names_on(found)
    return show(
        request,
        "ledger/closing.html",
        closing=found,
        period=Period.parse(found.period),
        names=names,
        most=NAMED_MOST,
        visibility=visibility_of(str(setting)),
        is_full=setting == "full",
        is_listed=lists_names(str(setting), is_branch=found.org.is_branch),
        place=own_place(me, found) if me else None,
        branches=[] if found.org.is_branch else branch_sums(found),
        objections=objections_to(viewer, found),
        may_close=may_close,
        why_not_finish=why_not_finish(found.until, at, unanswered(found)),
        may_object=me is not None and why_not_object(found.status, found.until, at, "…") is None,
        form=form or WordsForm(),
        answered=answered,
        notice=_notice(found, names) if may_close else "",
        status=status,
    )


def _notice(found: Closing, names: list[Named]) -> str:
    return notice_of(Period.parse(found.period).words, found.org.name, _last_day(found), names)


def _last_day(found: Closing) -> str:
    """Until when one may object; empty once the list is final."""
    is_open = found.status == ClosingStatus.OPEN
    return date_format(localtime(found.until), "DATE_FORMAT") if is_open else ""


@require_safe
@login_required
def poster(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """For the wall, as an A4 sheet."""
    return as_file(render_pdf([_sheet(request, ref, is_long=False)]), "application/pdf", "thanks.pdf")


@require_safe
@login_required
def picture(request: ViewerRequest, ref: UUID) -> HttpResponse:
    """For the group, as one long picture."""
    return as_file(render_png(_sheet(request, ref, is_long=True)), "image/png", "thanks.png")


def _sheet(request: ViewerRequest, ref: UUID, *, is_long: bool) -> Sheet:
    found = find_closing(request.viewer, ref)
    require(request.viewer, CLOSE, at=found.org)
    lines = [_line(each) for each in names_on(found)]
    with override(settings.LANGUAGE_CODE):
        period, until = str(Period.parse(found.period).words), _last_day(found)
    return thanks_sheet(found.org.name, period, lines, is_long=is_long, until=until)


def _line(each: Named) -> dict[str, str]:
    told = {"name": each.person.name, "branch": each.person.home.name}
    return told | {"place": str(each.place), "amount": in_points(each.amount)}


@require_POST
@login_required
def finishes(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_closing(request.viewer, ref)
    finish_closing(found, by=request.viewer)
    say_done(request, _("已经定下。"))
    return show(request, "ledger/closing.html", to=_address(found))


@require_POST
@login_required
def objections(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found, form = find_closing(request.viewer, ref), WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    object_to(found, form.cleaned_data["words"], by=request.viewer)
    say_done(request, _("意见已经送到，答复会发消息给您。"))
    return show(request, "ledger/closing.html", to=_address(found))


@require_POST
@login_required
def answers(request: ViewerRequest, ref: UUID) -> HttpResponse:
    found = find_objection(request.viewer, ref)
    form = AnswerForm(request.POST, auto_id="answer-%s")
    if not form.is_valid():
        return _page(request, found.closing, answered=(found.pk, form), status=422)
    answer_objection(found, form.cleaned_data["words"], by=request.viewer)
    say_done(request, _("已答复，本人会收到消息。"))
    return show(request, "ledger/closing.html", to=_address(found.closing))


@require_POST
@login_required
def consents(request: ViewerRequest) -> HttpResponse:
    give_consent(by=request.viewer)
    say_done(request, _("谢谢。您随时可以收回，收回后名单上马上没有您。"))
    return show(request, "ledger/own.html", to=reverse("ledger:own"))


@require_POST
@login_required
def consent_withdrawals(request: ViewerRequest) -> HttpResponse:
    withdraw_consent(by=request.viewer)
    say_done(request, _("已收回，名单上不再有您的名字。"))
    return show(request, "ledger/own.html", to=reverse("ledger:own"))


def _address(found: Closing) -> str:
    return reverse("ledger:closing", args=[found.ref])
