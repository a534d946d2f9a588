"""What a description cannot say or a generator hardly meets: each value just out of bounds, in every body (R-W4).

A day that never was has the shape of a day, the year 9999 is a date, and a number the database cannot hold is a
number: the fuzz takes them for good values, and their acceptance for a success. So they are sent here one by one.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from banyan.config.api import api
from banyan.shared.schemas import PARTIAL_DATE
from tests.authorisation.bodies import CALLS
from tests.authorisation.conftest import db, world  # noqa: F401 - the world and its one transaction
from tests.authorisation.roles import Caller
from tests.authorisation.routes import Route
from tests.authorisation.world import World

DAYS = ("0001-01-01", "1899-12-31", "2100-01-01", "9999-12-31", "2025-02-29")
MOMENTS = ("1899-12-31T12:00:00Z", "2100-01-01T12:00:00Z", "9999-12-31T23:59:59-12:00", "2090-01-01T00:00:00")
PARTIAL_DATES = (
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "2012-02-31",
    "1899-12",
    "2100",
    "2012-00",
    "2012-1",
)
NUMBERS = (0, -1, 2**31, 2**63, 10**30, 1.5, "3", True)
TRUTHS = ("true", "on", 1)
DESCRIBED = json.loads(json.dumps(api.get_openapi_schema(), default=str))
Kind = dict[str, Any]


def kinds_of(schema: Kind) -> list[Kind]:
    """A property as one kind or several: a reference followed, `null` left out."""
    if "$ref" in schema:
        return kinds_of(DESCRIBED["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return [
        kind
        for each in schema.get("anyOf", [schema])
        for kind in (kinds_of(each) if "$ref" in each else [each])
    ]


def out_of_bounds(kind: Kind) -> Iterator[Any]:
    """Values that look like this kind and are none of ours."""
    if kind.get("format") == "date":
        yield from DAYS
    elif kind.get("format") == "date-time":
        yield from MOMENTS
    elif kind.get("pattern") == PARTIAL_DATE:
        yield from PARTIAL_DATES
    elif kind.get("type") == "integer":
        yield from NUMBERS
    elif kind.get("type") == "boolean":
        yield from TRUTHS
    elif "maxLength" in kind:
        yield from ("长" * (kind["maxLength"] + 1), "a\x00b", "a\ud800b")
    elif kind.get("type") == "string":
        yield "没有这样的"


def at_bounds(kind: Kind) -> Iterator[Any]:
    """The furthest values that are still ours: neither the rules nor a column of the database break at them."""
    if kind.get("format") == "date":
        yield from ("1900-01-01", "2099-12-31")
    elif kind.get("format") == "date-time":
        yield from ("1900-01-01T00:00:00+14:00", "2099-12-31T23:59:59-12:00")
    elif kind.get("pattern") == PARTIAL_DATE:
        yield from ("1900", "2099-12-31", "2000-02-29")
    elif kind.get("type") == "integer":
        yield from (kind["minimum"], kind["maximum"])
    elif "maxLength" in kind:
        yield "长" * kind["maxLength"]


def bodies() -> Iterator[tuple[str, str, Kind]]:
    """Method, path and properties of every operation that takes JSON."""
    for path, operations in DESCRIBED["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                (body,) = kinds_of(content["application/json"]["schema"])
                yield method.upper(), path, body["properties"]


def each(values: Callable[[Kind], Iterator[Any]]) -> list[Any]:
    """A case for every value of every property."""
    return [
        pytest.param(method, path, name, value, id=f"{method} {path} {name}={ascii(value)[:30]}")
        for method, path, properties in bodies()
        for name, schema in properties.items()
        for kind in kinds_of(schema)
        for value in values(kind)
    ]


WRONG, FURTHEST = each(out_of_bounds), each(at_bounds)


def sent(world: World, method: str, path: str, more: Kind) -> Any:  # noqa: F811 - the fixture, handed on
    address = path.replace("{ref}", "<uuidstr:ref>").lstrip("/")
    at = world.branches["here"]
    body = CALLS[f"{method} {address}"](at) | more
    return Caller(world, "integration").send(method, Route(address, (method,)).at(at), body)


@pytest.mark.parametrize(("method", "path", "name", "value"), WRONG)
def test_a_value_out_of_bounds_is_refused_by_its_name(
    world: World,  # noqa: F811
    method: str,
    path: str,
    name: str,
    value: Any,
) -> None:
    answer = sent(world, method, path, {name: value})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [name])


@pytest.mark.parametrize(("method", "path", "name", "value"), FURTHEST)
def test_a_value_at_its_bound_is_read_and_breaks_nothing(
    world: World,  # noqa: F811
    method: str,
    path: str,
    name: str,
    value: Any,
) -> None:
    answer = sent(world, method, path, {name: value})
    told = answer.json()
    assert answer.status_code in {200, 201, 403, 409, 422}
    # "unreadable" is what a text says, not how long it is.
    assert told.get("code") != "invalid" or name not in told["fields"]


def test_the_same_bodies_are_readable_without_them(world: World) -> None:  # noqa: F811
    statuses = {path: sent(world, method, path, {}).status_code for method, path, _properties in bodies()}
    assert [path for path, status in statuses.items() if status == 422] == []
    assert {200, 201} <= set(statuses.values())


def test_every_kind_of_bound_is_tried() -> None:
    tried = {str(param.values[3]) for param in WRONG}
    assert {DAYS[0], MOMENTS[0], PARTIAL_DATES[0], str(NUMBERS[2]), "a\x00b", "没有这样的"} <= tried
    assert len(WRONG) > 100
