"""R-A2: texts that stand in one county alone never come before anybody of another."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from tests.authorisation.bodies import FORMS, QUERIES
from tests.authorisation.roles import OUTSIDERS, Caller
from tests.authorisation.routes import all_routes
from tests.authorisation.world import World

pytestmark = pytest.mark.once

OURS = ("甲村暗记", "乙村暗记")
NAMES = ("何远山", "叶知秋", "朱小满", "邓青", "朱望舒", "何听雨", "谭见山", "林知远")
# The sign of a branch hangs at its door, whoever holds a paper may ask whether it is genuine, and the page of the
# look (development only) shows invented words of its own.
PUBLIC = {"j/<uuid:ref>/", "v/<str:code>", "style", "style/confirm"}
READS_BY_POST = (
    "people/by-phone/", "people/exports/", "journeys/exports/", "figures/<uuid:ref>/exports/",
    "figures/<uuid:ref>/rows/exports/", "reports/silent/<uuid:ref>/exports/", "record/exports/", "papers/prints/",
    "papers/slips/", "people/<uuid:ref>/slips/", "people/<uuid:ref>/reveals/", "check-ins/<uuid:ref>/reveals/",
)  # fmt: skip
SEARCHES = (
    "/people/?q={word}", "/people/?q=hys", "/journeys/?text={word}", "/journeys/leavers/?text={word}",
    "/reports/?all&text={word}", "/tasks/?text={word}", "/tasks/?status=open", "/papers/?text={word}",
    "/organisations?q={word}", "/organisations?q=沙洲", "/organisations/offices?q=沙洲", "/record/?text={word}",
    "/messages/?unread", "/jobs/?state=done", "/receipts/?shelf=stamped", "/receipts/?shelf=returned",
    "/regions/picker?province=43&city=4310",
)  # fmt: skip


def canaries_in(body: bytes) -> list[str]:
    """Our texts in a page, or inside a workbook."""
    text = "".join(part.decode("utf-8", "replace") for part in parts_of(body))
    return [word for word in (*OURS, *NAMES) if word in text]


def parts_of(body: bytes) -> Iterator[bytes]:
    yield body
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def pages(world: World) -> Iterator[tuple[str, str, str]]:
    """Every address that shows something of our branches: pattern, method, address."""
    for route in all_routes():
        for place in ("here", "sibling") if route.names_something else ("here",):
            at = route.at(world.branches[place])
            if "GET" in route.methods:
                yield route.address, "GET", at
            elif route.address in READS_BY_POST:
                yield route.address, "POST", at
    for search in SEARCHES:
        for word in OURS:
            yield search, "GET", search.format(word=word)


def betrayals(world: World, role: str) -> dict[str, list[str]]:
    caller, found = Caller(world, role), {}
    for pattern, method, address in pages(world):
        if pattern in PUBLIC:
            continue
        form = FORMS.get(pattern) if method == "POST" else None
        body = form(world.branches["here"]) if form else None
        response = caller.send(method, address, body, QUERIES.get(pattern))
        seen = canaries_in(asked_back(response.content, address))
        if seen:
            found[f"{method} {address}"] = seen
    return found


def asked_back(body: bytes, address: str) -> bytes:
    """A page says again what was searched for: that is the searcher's own word."""
    word = re.search(r"=(\S+暗记)", address)
    return body.replace(word[1].encode(), b"") if word else body


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_of_the_other_county_meets_a_word_of_ours(world: World, role: str) -> None:
    assert betrayals(world, role) == {}


def test_our_own_county_meets_them(world: World) -> None:
    """Else the silence above would mean nothing: the sweep opens what holds them."""
    seen = betrayals(world, "township")
    assert len(seen) > 60
    kinds = {address.split("/")[1].split("?")[0] for address in seen}
    assert {
        "people",
        "journeys",
        "check-ins",
        "reports",
        "tasks",
        "claims",
        "papers",
        "figures",
        "imports",
    } <= kinds


def test_a_token_of_ours_meets_nothing_of_the_other_county(world: World) -> None:
    caller, theirs = Caller(world, "integration"), world.branches["foreign"]
    found = []
    for route in all_routes():
        if "GET" in route.methods and route.address.startswith("api/v1/"):
            response = caller.send("GET", route.at(theirs), query=QUERIES.get(route.address))
            if theirs.word in response.content.decode() or str(theirs.guest.ref) in response.content.decode():
                found.append(route.address)
    assert found == []
