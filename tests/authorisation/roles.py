"""Everybody who may knock, each with a browser of his own or a token."""

import json
from http.cookies import SimpleCookie
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from banyan.demo.cast import viewer_of
from banyan.orgs.viewers import Viewer
from tests.authorisation.world import World

ROLES = (
    "anonymous", "member", "neighbour", "secretary", "sibling_secretary", "floating_secretary", "township",
    "county", "city", "auditor", "integration", "other_member", "other_secretary", "other_township", "other_county",
)  # fmt: skip
OUTSIDERS = ROLES[-4:]


def viewer_named(world: World, role: str) -> Viewer | None:
    cast = world.cast
    viewers = {
        "member": viewer_of(cast.member),
        "neighbour": viewer_of(cast.second_member),
        "secretary": cast.secretary,
        "sibling_secretary": cast.baonan_secretary,
        "floating_secretary": cast.floating_secretary,
        "township": cast.township_officer,
        "county": cast.county_officer,
        "city": cast.city_officer,
        "auditor": cast.auditor,
        "other_member": viewer_of(cast.other_member),
        "other_secretary": cast.other_secretary,
        "other_township": cast.other_township_officer,
        "other_county": cast.other_county_officer,
    }
    return viewers.get(role)


class Caller:
    """Sends requests as one role; whatever they change is undone."""

    def __init__(self, world: World, role: str) -> None:
        self.role, self.client = role, Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {world.token}"} if role == "integration" else {}
        viewer = viewer_named(world, role)
        if viewer is not None and viewer.account is not None:
            self.client.force_login(viewer.account)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def send(self, method: str, address: str, body: Any = None, query: Any = None) -> Any:
        with transaction.atomic():
            response = self.send_and_keep(method, address, body, query)
            transaction.set_rollback(True)
        self.renew()
        return response

    def renew(self) -> None:
        """The browser as it came."""
        self.client.cookies = SimpleCookie(self.cookies)

    def send_and_keep(self, method: str, address: str, body: Any, query: Any = None) -> Any:
        """What it changes is kept, for whoever looks at it."""
        if method == "GET":
            return self.client.get(address, query, headers=self.headers)
        files = [value for value in (body or {}).values() if isinstance(value, SimpleUploadedFile)]
        if address.startswith("/api/") and not files:
            text = json.dumps(body) if body is not None else ""
            return self.client.generic(method, address, text, "application/json", headers=self.headers)
        for file in files:
            file.seek(0)
        return self.client.post(address, body or {}, headers=self.headers)
