"""R-A7: whatever else a form or a call carries, only what it asks for is stored; the API refuses it by name."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.hashers import is_password_usable
from django.db import connection, models, transaction

from banyan.shared.clock import now
from tests.authorisation.bodies import CALLS, FORMS
from tests.authorisation.roles import Caller
from tests.authorisation.routes import Route, all_routes
from tests.authorisation.world import Branch, World

pytestmark = pytest.mark.once

WRITERS = (
    "secretary",
    "township",
    "member",
    "neighbour",
    "floating_secretary",
    "county",
    "auditor",
    "anonymous",
)
UNKNOWN = {f"strange_{number}": "塞进来的" for number in range(20)}
NAME = re.compile(rb'\bname="([^"]+)"')
# Made by chance each time, whoever asks for what: public names, secrets, and the record of acts.
RANDOM = (
    "totp_secret",
    "ref",
    "code",
    "signature",
    "payload",
    "digest",
    "session_key",
    "session_mark",
    "pdf",
    "key",
    "unique_key",
    "link",
    "kwargs",
)
NOT_COMPARED = {"audit", "sessions", "contenttypes", "auth"}
# Nobody of the world gets through: a code, a password or a link is wanted, or the rules say no to everybody.
NOBODY_GETS_THROUGH = {
    "chats/<uuid:ref>/undos/", "first-door/", "first-door/house", "first-door/place", "hosted/arrivals/",
    "imports/<uuid:ref>/undos/",
    "jobs/<uuid:ref>/retries", "journeys/<uuid:ref>/departed/", "journeys/own/drafts/",
    "journeys/own/slip/", "journeys/papers/", "link", "login", "login/second-factor", "logout", "me/password",
    "me/proof", "me/second-factor/codes", "me/second-factor/confirmation", "me/second-factor/end",
    "me/second-factor/start", "organisations/<uuid:ref>/end", "organisations/<uuid:ref>/parent",
    "organisations/<uuid:ref>/policy/<slug:name>/reset", "r/<str:code>/", "receipts/returns/",
    "reports/for/<uuid:ref>/",
    "reports/silent/<uuid:ref>/lines/<uuid:journey>/",
    "check-ins/<uuid:ref>/annual-checks/", "imports/<uuid:ref>/questions/<int:number>/answers/",
    "imports/<uuid:ref>/questions/<int:number>/reopenings/", "papers/<uuid:ref>/checks/",
    "check-ins/<uuid:ref>/photos/", "points/closings/<uuid:ref>/finishes/", "points/mine/consent-withdrawals/",
    "points/worth/ends/<uuid:ref>/",
}  # fmt: skip
# Fields of a form that has no page of its own.
ASKED = {
    "claims/<uuid:ref>/submissions/": {"photos", "attachments"},
    "journeys/own/slip/": {"employer", "address", "words"},
    "journeys/papers/runs/": {"kind", "text", "org", "standing"},
    "papers/phones/<uuid:ref>/": {"place"},
    "people/<uuid:ref>/points/exemptions/": {"until_day"},
    "report/<uuid:ref>/corrections/": {"words", "new_place", "new_phone"},
    "report/": {"words", "new_place", "new_phone"},
    "papers/prints/": {"kind", "status", "text"},
    "reports/read/": {"report"},
    "tasks/new/": {
        "city",
        "people",
        "share_unit",
        "skills",
        "slots",
        "kind",
        "title",
        "words",
        "needs",
        "place",
        "quota",
        "minutes",
        "deadline",
    },
}
Rows = dict[str, dict[Any, dict[str, Any]]]


def everything() -> dict[str, str]:
    """Every field of every model, with a value of its kind that is not the one it has."""
    return {
        field.name: str(_strange(field))
        for model in apps.get_models()
        if model.__module__.startswith("banyan.")
        for field in model._meta.concrete_fields
    } | UNKNOWN


def _strange(field: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2001-02-03"
    if isinstance(field, models.IntegerField | models.ForeignKey):
        return 1
    choices = [value for value, _words in field.flatchoices]
    return choices[-1] if choices else "塞进来的"


def rows() -> Rows:
    found: Rows = {}
    for model in apps.get_models():
        if model._meta.app_label not in NOT_COMPARED:
            fields = [field for field in model._meta.concrete_fields if field.name not in RANDOM]
            found[model._meta.label] = {row.pk: _values(row, fields) for row in model._default_manager.all()}
    for account in found["accounts.Account"].values():
        if not is_password_usable(account["password"]):
            del account["name"], account["password"]
    return found


def _values(row: models.Model, fields: list[Any]) -> dict[str, Any]:
    return {field.name: _value(row, field) for field in fields if not field.primary_key}


def _value(row: models.Model, field: Any) -> Any:
    """A plain value; what points at another row says at which table's."""
    value = getattr(row, field.attname)
    if field.is_relation and value is not None:
        return field.related_model._meta.label, value
    return _plain(value)


def _plain(value: Any) -> Any:
    value = value.open() if hasattr(value, "open") else value
    return value if isinstance(value, str | int | bool | date | datetime | UUID | None) else repr(value)


def changes(before: Rows, after: Rows) -> list[tuple[str, str]]:
    """What differs, without the numbers of new rows, which a database does not give out twice."""
    found = []
    for label, listed in after.items():
        for pk, values in listed.items():
            known = before[label].get(pk)
            if known != values:
                found.append((label, repr(sorted(_without_new(values, before).items()))))
        found += [(label, f"gone {pk}") for pk in before[label] if pk not in listed]
    return sorted(found)


def _without_new(values: dict[str, Any], before: Rows) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if not isinstance(value, tuple) or value[1] in before.get(value[0], {})
    }


def comparable(changed: list[tuple[str, str]]) -> list[Any]:
    """PostgreSQL gives no number twice, and numbers stand in paths too: there the tables touched are compared."""
    return [label for label, _values_of in changed] if connection.vendor == "postgresql" else list(changed)


def form_routes() -> list[Route]:
    return [
        route for route in all_routes() if "POST" in route.methods and not route.address.startswith("api/")
    ]


def post(
    caller: Caller, address: str, body: dict[str, Any], before: Rows
) -> tuple[int, list[tuple[str, str]]]:
    """The status, and what a post that was not refused changed of the world as it stands; undone again."""
    with transaction.atomic():
        response = caller.send_and_keep("POST", address, body, None)
        changed = changes(before, rows()) if response.status_code < 400 else []
        transaction.set_rollback(True)
    caller.renew()
    return response.status_code, changed


def asked_by(caller: Caller, route: Route, at: Branch) -> set[str]:
    """The names of the fields on the page of the form."""
    named = ASKED.get(route.address, set())
    if "GET" not in route.methods:
        return named
    page = caller.send("GET", route.at(at))
    return named | {name.decode() for name in NAME.findall(page.content)}


@pytest.fixture
def still(world: World) -> Iterator[None]:
    """Time stands still, so that two posts write the same moment."""
    with time_machine.travel(now(), tick=False):
        yield


def test_a_form_stores_what_it_asks_for_and_no_more(world: World, still: None) -> None:
    at, extra = world.branches["here"], everything()
    callers = [Caller(world, role) for role in WRITERS]
    differing, unreached, before = {}, set(), rows()
    for route in form_routes():
        body = FORMS[route.address](at) if route.address in FORMS else {}
        for caller in callers:
            status, plain = post(caller, route.at(at), body, before)
            if status < 400 and not (status == 302 and not plain):
                break
        else:
            unreached.add(route.address)
            continue
        known = asked_by(caller, route, at) | set(body)
        stuffed = {name: value for name, value in extra.items() if name not in known} | body
        status_again, changed = post(caller, route.at(at), stuffed, before)
        if (status_again, comparable(changed)) != (status, comparable(plain)):
            differing[route.address] = (status, status_again, set(changed) ^ set(plain))
    assert differing == {}
    assert unreached == NOBODY_GETS_THROUGH


def calls() -> list[tuple[str, Route]]:
    return [
        (method, route)
        for route in all_routes()
        for method in route.methods
        if f"{method} {route.address}" in CALLS
    ]


@pytest.mark.parametrize(("method", "route"), calls(), ids=lambda each: getattr(each, "address", each))
def test_a_call_is_refused_by_the_names_it_should_not_carry(world: World, method: str, route: Route) -> None:
    caller, at = Caller(world, "integration"), world.branches["here"]
    body = CALLS[f"{method} {route.address}"](at)
    before = rows()
    with transaction.atomic():
        response = caller.send_and_keep(method, route.at(at), everything() | body, None)
        after = rows()
        transaction.set_rollback(True)
    assert response.status_code == 422
    assert set(UNKNOWN) <= set(response.json()["fields"])
    assert {label for label, _row in changes(before, after)} <= {"accounts.ApiToken", "accounts.Bucket"}
