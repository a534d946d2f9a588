"""Addresses that raise each error, beside those of the product."""

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from banyan.config.urls import handler400, handler403, handler404, handler500
from banyan.shared.errors import Invalid, NotAllowed, Reason, Refused

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused(Reason("full", "这个任务的名额已满。"))


def forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed(Reason("not_allowed", "您的职务不包含这项操作。"))


def misread(request: HttpRequest) -> HttpResponse:
    raise Invalid({"phone": ["手机号应为11位数字。"], "name": ["请填写姓名。"]})


def lose(request: HttpRequest) -> HttpResponse:
    raise Http404


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("13800000000")


def run_dry(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database or disk is full")


urlpatterns = [
    path("run-dry", run_dry, name="run-dry"),
    path("refuse", refuse, name="refuse"),
    path("forbid", forbid, name="forbid"),
    path("misread", misread, name="misread"),
    path("lose", lose, name="lose"),
    path("break", break_down, name="break"),
    path("", include("banyan.config.urls")),
]
