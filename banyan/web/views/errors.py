"""Django's own errors, in our words. Named in config/urls.py and settings."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from banyan.web.problems import show_problem

CSRF_WORDS = _("页面打开太久，或浏览器没有开启 Cookie，这次提交没有生效。请刷新页面再提交一次。")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_problem(request, 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_problem(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show_problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return show_problem(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our token: usually a page that stood open too long, or cookies switched off."""
    return show_problem(request, 403, text=str(CSRF_WORDS))
