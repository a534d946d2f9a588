"""R-G1: whatever changes something leaves a row in the record of acts."""

from django.db import transaction

from banyan.audit.models import Entry
from tests.authorisation.bodies import CALLS, FORMS, QUERIES
from tests.authorisation.roles import ROLES, Caller
from tests.authorisation.routes import Route, all_routes
from tests.authorisation.test_matrix import API, expected
from tests.authorisation.world import World

DONE = {"200", "201", "204", "302"}
# Nothing is changed here: a look at what a file would become, a signature checked, a sign-in by somebody who is
# signed in (its own tests ask for the rows), a setting that stands at its default, and members' own forms, sent by
# one who has nothing to send or nothing to take back, or who waits for a place already.
LEAVES_NO_ROW = {
    "POST api/v1/chats/check",
    "POST login",
    "POST logout",
    "POST login/second-factor",
    "POST organisations/<uuid:ref>/policy/<slug:name>/reset",
    "POST j/<uuid:ref>/",
    "POST journeys/own/slip/",
    "POST report/",
    "POST points/mine/consent-withdrawals/",
    "POST tasks/<uuid:ref>/waits/",
    "POST v/signed/",
}


def who_does(name: str, rows: dict[str, str]) -> tuple[str, str] | None:
    """A role that the matrix lets through, and at whose row; a page sends nobody and programs to the sign-in."""
    passed_by = {"anonymous"} if name.startswith(f"POST {API}") else {"anonymous", "integration"}
    for cell, row in rows.items():
        for role, status in zip(ROLES, row.split(), strict=True):
            if role not in passed_by and status in DONE:
                return role, cell
    return None


def rows_left(world: World, route: Route, method: str, role: str, cell: str) -> int:
    """How many rows the act adds; what it changes is undone."""
    branch = world.branches["here" if cell == "any" else cell]
    forms = CALLS.get(f"{method} {route.address}") or FORMS.get(route.address)
    caller, body = Caller(world, role), forms(branch) if forms else None
    with transaction.atomic():
        before = Entry.objects.count()
        caller.send_and_keep(method, route.at(branch), body, QUERIES.get(route.address))
        count = Entry.objects.count() - before
        transaction.set_rollback(True)
    return count


def test_every_route_that_changes_something_is_in_the_record(world: World) -> None:
    known, asked, silent = expected()["routes"], [], []
    for route in all_routes():
        for method in set(route.methods) - {"GET"}:
            name = f"{method} {route.address}"
            found = who_does(name, known[name])
            if found is None:
                continue
            asked.append(name)
            if not rows_left(world, route, method, *found):
                silent.append(name)
    assert set(silent) - LEAVES_NO_ROW == set()
    assert len(asked) > 90
