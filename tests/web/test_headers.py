"""The headers of R-W1 stand on every answer, also on errors and static files of ours."""

import pytest
from django.test import Client

from banyan.web.middleware import HEADERS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.routes")]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/legal", 200),
        ("get", "/help/", 200),
        ("get", "/healthz", 200),
        ("get", "/", 302),
        ("get", "/no-such-page", 404),
        ("post", "/refuse", 409),
        ("post", "/forbid", 403),
        ("post", "/misread", 422),
        ("get", "/break", 500),
        ("get", "/preferences", 200),
        ("put", "/preferences", 405),
    ],
)
def test_every_answer_carries_the_headers(client: Client, method: str, address: str, status: int) -> None:
    client.raise_request_exception = False
    response = getattr(client, method)(address)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_content_policy_allows_nothing_unsafe() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "manifest-src 'self'"
    )
