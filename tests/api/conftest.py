"""A program with a token, as the integration page hands it out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.accounts.actions.tokens import issue_token
from banyan.config.offices import OFFICES
from banyan.demo.cast import Cast
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer

INTEGRATION_VERBS = sorted(permission.name for permission in OFFICES[OfficeName.INTEGRATION].permissions)


def token_for(viewer: Viewer, verbs: list[str] | None = None) -> str:
    """The secret of a token that may do all its office may, or only these verbs."""
    assert viewer.account is not None
    names = verbs or INTEGRATION_VERBS
    _token, raw = issue_token(viewer.account, names, by=viewer, allowed=names, words="办公系统", days=30)
    return raw


class Program:
    """Calls the API with one token."""

    def __init__(self, token: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = Client()

    def get(self, address: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{address}", query, headers=self.headers)

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            f"/api/v1{address}",
            body if isinstance(body, str | bytes) else _json(body),
            content_type="application/json",
            headers=self.headers | headers,
        )

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", address, body, **headers)

    def upload(self, address: str, name: str, content: bytes, **fields: Any) -> Any:
        """A form with one file, as a program sends a roster."""
        headers = self.headers | {key: fields.pop(key) for key in list(fields) if "-" in key}
        sent = fields | {"file": SimpleUploadedFile(name, content)}
        return self.client.post(f"/api/v1{address}", sent, headers=headers)


def _json(body: Any) -> str:
    import json

    return json.dumps(body) if body is not None else ""


@pytest.fixture
def program(cast: Cast) -> Program:
    """The township's office system."""
    return Program(token_for(cast.integration))


@pytest.fixture
def program_that_may(cast: Cast) -> Callable[..., Program]:
    """The same with a token that names fewer permissions."""
    return lambda *verbs: Program(token_for(cast.integration, list(verbs)))
