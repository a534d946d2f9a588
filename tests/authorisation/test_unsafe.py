"""R-W2: nothing is changed without the token of our own page, and nothing by looking."""

import hashlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from banyan.demo.cast import viewer_of
from tests.authorisation.bodies import QUERIES
from tests.authorisation.roles import viewer_named
from tests.authorisation.routes import Route, all_routes
from tests.authorisation.world import World

pytestmark = pytest.mark.once

# The record of acts, what a browser carries, and how often somebody came.
WRITTEN_BY_LOOKING = {
    "audit_entry", "audit_head", "django_session", "accounts_sessionrecord", "accounts_bucket",
    "accounts_knowndevice",
}  # fmt: skip
# A program brings its token itself: no browser sends it along (tests/api shows what a session gets there).
BY_TOKEN = "api/v1/"


def unsafe_routes() -> list[Route]:
    return [
        route for route in all_routes() if "POST" in route.methods and not route.address.startswith(BY_TOKEN)
    ]


@pytest.mark.parametrize("role", ["member", "township"])
@pytest.mark.parametrize("origin", ["", "https://evil.example"])
def test_a_form_of_another_page_is_refused(world: World, role: str, origin: str) -> None:
    client, viewer = Client(enforce_csrf_checks=True), viewer_named(world, role)
    assert viewer is not None
    assert viewer.account is not None
    client.force_login(viewer.account)
    client.get("/preferences")
    headers = {"Origin": origin} if origin else {}
    token = (
        {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        if origin and "csrftoken" in client.cookies
        else {}
    )
    statuses = {
        route.address: client.post(route.at(world.branches["here"]), token, headers=headers).status_code
        for route in unsafe_routes()
    }
    assert {address: status for address, status in statuses.items() if status != 403} == {}
    assert len(statuses) > 60


def test_a_form_of_our_own_page_is_taken(world: World) -> None:
    """Else the refusals above would mean nothing."""
    account = viewer_of(world.cast.member).account
    assert account is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    client.get("/preferences")
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "size": "large"}
    with transaction.atomic():
        assert client.post("/preferences", token).status_code == 302
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ["member", "floating_secretary", "township", "auditor"])
def test_looking_changes_no_row(world: World, role: str) -> None:
    viewer = viewer_named(world, role)
    assert viewer is not None
    assert viewer.account is not None
    client = Client()
    with transaction.atomic():
        client.force_login(viewer.account)
        before = dict(digests())
        for route in all_routes():
            if "GET" in route.methods:
                client.get(route.at(world.branches["here"]), QUERIES.get(route.address))
        changed = {table for table, digest in digests() if before[table] != digest}
        transaction.set_rollback(True)
    assert changed - WRITTEN_BY_LOOKING == set()
    assert "audit_entry" in changed or role == "auditor"


def digests() -> Iterator[tuple[str, str]]:
    """Every table and a digest of all its rows."""
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
        yield table, hashlib.sha256("\n".join(rows).encode()).hexdigest()
