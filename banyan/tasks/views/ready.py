"""What home needs and no task asks for yet, what a member can do, and service he did on his own."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.orgs.queries import find_org
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.models import Person
from banyan.people.queries import hosts_of, person_of
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from banyan.shared.web import show
from banyan.tasks.actions import end_need, note_need, record_service, say_ready
from banyan.tasks.forms import NeedForm, ReadinessForm, VolunteeringForm
from banyan.tasks.permissions import CLAIM_OWN, PUBLISH
from banyan.tasks.queries import find_need, needs_listed, orgs_to_publish_at, readiness_of
from banyan.tasks.views.claim import address_of_claim, say_no


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def needs(request: ViewerRequest) -> HttpResponse:
    """The list an organisation keeps, and one line more."""
    require(request.viewer, PUBLISH)
    form = NeedForm(request.POST or None, orgs=orgs_to_publish_at(request.viewer))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        org = find_org(request.viewer, given["org"], PUBLISH)
        note_need(org, given["words"], kind=given["kind"], by=request.viewer)
        messages.success(request, _("已记下。"))
        return show(request, "tasks/needs.html", to=reverse("tasks:needs"))
    listed = needs_listed(request.viewer)
    return show(request, "tasks/needs.html", status=422 if form.is_bound else 200, form=form, needs=listed)


@require_POST
@login_required
def need_ends(request: ViewerRequest, ref: UUID) -> HttpResponse:
    end_need(find_need(request.viewer, ref), by=request.viewer)
    messages.success(request, _("已划去。"))
    return show(request, "tasks/needs.html", to=reverse("tasks:needs"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ready(request: ViewerRequest) -> HttpResponse:
    """What I can do, and whether I would rather not be asked for a while."""
    person = _member(request)
    known = readiness_of(person)
    form = ReadinessForm(
        request.POST if request.method == "POST" else None,
        initial={"skills": known.skills, "quiet_until": known.quiet_until},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        say_ready(person, given["skills"], given["quiet_until"], by=request.viewer)
        messages.success(request, _("记住了，谢谢您。"))
        return show(request, "tasks/ready.html", to=reverse("tasks:offers"))
    return show(request, "tasks/ready.html", status=422 if form.is_bound else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def volunteering(request: ViewerRequest) -> HttpResponse:
    """Service where I live: a line, a day, the hours, and who confirms it."""
    person = _member(request)
    hosts = [stay.org for stay in hosts_of(person, today())]
    form = VolunteeringForm(request.POST or None, hosts=hosts, home=person.home)
    if form.is_bound and form.is_valid():
        try:
            claim = record_service(person, form.chosen_host(), form.facts(), by=request.viewer)
        except Refused as refusal:
            say_no(request, form, refusal)
            return show(request, "tasks/service.html", status=409, form=form)
        messages.success(request, _("已记下，等对方确认。"))
        return show(request, "tasks/service.html", to=address_of_claim(claim))
    return show(request, "tasks/service.html", status=422 if form.is_bound else 200, form=form)


def _member(request: ViewerRequest) -> Person:
    person = person_of(request.viewer)
    if person is None or not request.viewer.may(CLAIM_OWN):
        raise Http404
    return person
