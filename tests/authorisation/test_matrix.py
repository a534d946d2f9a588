"""R-A1: every route, every role, a row of one's own branch, of its sibling and of another county.

matrix.yaml holds what must come back. BANYAN_WRITE_MATRIX=1 writes it anew from what does come back: read the
difference line by line against story.md before it is kept.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.authorisation.bodies import CALLS, FORMS, NAME_IN_BODY, QUERIES
from tests.authorisation.roles import OUTSIDERS, ROLES, Caller
from tests.authorisation.routes import Route, all_routes, row_meant
from tests.authorisation.world import World

pytestmark = pytest.mark.once

FILE = Path(__file__).with_name("matrix.yaml")
HEAD = """# What comes back: route, whose row it names, and a status for each role in the order of `roles`.
# A dash is not asked (test_matrix.py says whom). A session opens nothing of the API.
# A page is 302 to the sign-in for nobody; 404 is not visible, 403 visible and not allowed, 409 refused by a rule.
# Who sees a page is told 403 on what lies below it; NOTHING_THERE (test_matrix.py) names the exceptions.
# The bodies are right ones (bodies.py), so that a 422 never hides a missing question of the office.
"""
API = "api/v1/"
CALL_THE_API = ("anonymous", "county", "integration")
# Nobody, and those who stand beside or in another county, are asked for the rows here alone: their own are the
# same picture seen from the other side.
ASKED_HERE_ALONE = {"anonymous", "neighbour", "sibling_secretary", *OUTSIDERS}
NOT_ASKED = "-"


def cells(route: Route, method: str) -> tuple[str, ...]:
    """Whose rows the route is asked for."""
    concerns = route.names_something or (method != "GET" and route.address in NAME_IN_BODY)
    return ("here", "sibling", "foreign") if concerns else ("any",)


def is_asked(role: str, route: Route, cell: str) -> bool:
    if route.address.startswith(API):
        return role in CALL_THE_API
    return cell in {"any", "here"} or role not in ASKED_HERE_ALONE


def status_of(caller: Caller, route: Route, method: str, branch: Any) -> str:
    body = None
    if method != "GET":
        forms = CALLS.get(f"{method} {route.address}") or FORMS.get(route.address)
        body = forms(branch) if forms else None
    response = caller.send(method, route.at(branch), body, QUERIES.get(route.address))
    return str(response.status_code)


def statuses_of(world: World, role: str) -> dict[tuple[str, str, str], str]:
    """Of each route and cell what this role gets."""
    caller = Caller(world, role)
    return {
        (f"{method} {route.address}", cell, role): status_of(
            caller, route, method, world.branches["here" if cell == "any" else cell]
        )
        for route in all_routes()
        for method in route.methods
        for cell in cells(route, method)
        if is_asked(role, route, cell)
    }


def expected() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text()) if FILE.exists() else {"roles": "", "routes": {}}
    return found


def wanted_of(known: dict[str, Any], key: tuple[str, str, str], role: str) -> str:
    row = str(known.get(key[0], {}).get(key[1], "")).split()
    return row[ROLES.index(role)] if row else "no line"


def test_the_file_names_every_route_and_no_other() -> None:
    known = expected()
    assert known["roles"].split() == list(ROLES)
    wanted = {
        f"{method} {route.address}": set(cells(route, method))
        for route in all_routes()
        for method in route.methods
    }
    assert {name: set(rows) for name, rows in known["routes"].items()} == wanted


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_a_role_as_the_file_says(world: World, role: str) -> None:
    known = expected()["routes"]
    found = statuses_of(world, role)
    wanted = {key: wanted_of(known, key, role) for key in found}
    assert {key[:2]: (status, wanted[key]) for key, status in found.items() if wanted[key] != status} == {}


# Of what one sees, 404 where there is nothing: no paper to print, no file yet, no certificate carried; and for the
# offices, which are no members, the pages of one's own (`any`, docs/screens.md).
NOTHING_THERE = {
    "GET journeys/<uuid:ref>/papers/kit.pdf",
    "GET papers/prints/<uuid:ref>/file/",
    "GET check-ins/<uuid:ref>/annual-checks/",
}


def page_above(name: str, routes: Collection[str]) -> str:
    """The nearest page above an address that stands for the same row; empty when there is none."""
    method, _space, address = name.partition(" ")
    steps = address.rstrip("/").split("/")
    whose = [f"GET {'/'.join(steps[:end])}/" for end in range(len(steps) - (method == "GET"), 1, -1)]
    same = [page for page in whose if page in routes and "<" in page and row_meant(page) == row_meant(name)]
    return same[0] if same else ""


def test_who_sees_a_page_is_not_told_that_what_lies_below_does_not_exist() -> None:
    routes = expected()["routes"]
    found = {
        (name, cell, role)
        for name in routes
        if name not in NOTHING_THERE and (above := page_above(name, routes))
        for cell, row in routes[name].items()
        for role, here, there in zip(ROLES, row.split(), routes[above][cell].split(), strict=True)
        if (here, there) == ("404", "200")
    }
    assert found == set()


def write_matrix(world: World) -> None:
    found = {key: status for role in ROLES for key, status in statuses_of(world, role).items()}
    lines = [HEAD, f"roles: {' '.join(ROLES)}", "routes:"]
    for route in all_routes():
        for method in route.methods:
            name = f"{method} {route.address}"
            lines.append(f'  "{name}":')
            for cell in cells(route, method):
                row = " ".join(found.get((name, cell, role), NOT_ASKED) for role in ROLES)
                lines.append(f'    {cell}: "{row}"')
    FILE.write_text("\n".join(lines) + "\n")


if os.environ.get("BANYAN_WRITE_MATRIX"):

    def test_the_file_is_written_anew(world: World) -> None:
        write_matrix(world)
