"""The door of the server under load: addresses of the floor go past everything of ours, all others to the product."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from banyan.config.wsgi import application as product


class OwnAddresses:
    """The one step of the floor's way: its addresses are its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.bench.floor"
        return self.get_response(request)


def _bare() -> WSGIHandler:
    """Django without session, login, permission, language and record: a line to measure against."""
    with override_settings(MIDDLEWARE=["tests.bench.wsgi.OwnAddresses"]):
        return WSGIHandler()


floor = _bare()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Same processes, same threads, same connections to the database for both."""
    door = floor if environ["PATH_INFO"].startswith("/floor/") else product
    answer: Iterable[bytes] = door(environ, start_response)
    return answer
