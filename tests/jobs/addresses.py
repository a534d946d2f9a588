"""Addresses with an effect that can be counted: each post asks for one job."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path

from banyan.audit.record import SYSTEM, act, remember
from banyan.jobs.models import Job
from banyan.shared.errors import Reason, Refused
from banyan.shared.web import show
from tests.jobs.work import deliver


class Crash(BaseException):
    """The machine goes down here."""


@act
def have_effect() -> Job:
    deliver.enqueue(1)
    remember(SYSTEM, "test.submitted")
    return Job.objects.latest("pk")


def sent(request: HttpRequest) -> HttpResponse:
    have_effect()
    return show(request, "web/repeated.html", to="/sent/list?page=2")


def shown(request: HttpRequest) -> HttpResponse:
    have_effect()
    return show(request, "web/repeated.html")


def asked(request: HttpRequest) -> HttpResponse:
    return show(request, "web/repeated.html")


def refused(request: HttpRequest) -> HttpResponse:
    have_effect_then_refuse()
    return redirect("/")


@act
def have_effect_then_refuse() -> None:
    deliver.enqueue(1)
    raise Refused(Reason("full", "名额已满。"))


def broken(request: HttpRequest) -> HttpResponse:
    have_effect()
    raise ZeroDivisionError


def crashed(request: HttpRequest) -> HttpResponse:
    have_effect()
    raise Crash


def made(request: HttpRequest) -> HttpResponse:
    job = have_effect()
    address = f"/made/{job.pk}"
    return JsonResponse({"number": job.pk}, status=201, headers={"Location": address})


def one(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse({"number": pk})


handler500 = "banyan.web.views.errors.server_error"
urlpatterns = [
    path("sent", sent),
    path("shown", shown),
    path("asked", asked),
    path("refused", refused),
    path("broken", broken),
    path("crashed", crashed),
    path("made", made),
    path("made/<int:pk>", one),
    path("", include("banyan.config.urls")),
]
