"""Points for programs: what the pages show, by a token that names it, and nothing to write."""

from typing import Any

import pytest
from django.test import Client

from banyan.demo.cast import Cast
from banyan.ledger.actions.booking import reverse_entry
from banyan.ledger.actions.closing import close_period
from banyan.ledger.models import Entry
from banyan.shared.clock import standing_at
from banyan.shared.periods import Period, midnight
from tests.api.conftest import Program, token_for
from tests.ledger.worths import county_worth, earned

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(token_for(cast.integration))


def booked(cast: Cast, *sources: str) -> list[Entry]:
    county_worth(cast, 200)
    return [earned(cast, cast.member, source) for source in sources]


def test_a_program_reads_a_members_sums_and_entries(program: Program, cast: Cast) -> None:
    first, second = booked(cast, "claim:1", "claim:2")
    counter = reverse_entry(first, "记错了人", by=cast.secretary)
    address = f"/points/people/{cast.member.ref}"
    assert program.get(address).json() == {"person": str(cast.member.ref), "points": 200, "credit": 0}
    rows = program.get(f"{address}/entries").json()["rows"]
    told = [(row["ref"], row["amount"], row["reverses"], row["is_reversed"]) for row in rows]
    assert told == [
        (str(counter.ref), -200, str(first.ref), False),
        (str(second.ref), 200, None, False),
        (str(first.ref), 200, None, True),
    ]
    assert "记错了人" not in str(rows)


@pytest.mark.parametrize("count", [1, 3])
def test_the_entries_cost_the_same_for_one_and_for_three(
    program: Program, cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    booked(cast, *map(str, range(count)))
    program.get(f"/points/people/{cast.member.ref}")
    with django_assert_num_queries(6):
        rows = program.get(f"/points/people/{cast.member.ref}/entries").json()["rows"]
    assert len(rows) == count


def test_a_program_reads_periods_summed_up(program: Program, cast: Cast) -> None:
    half = Period.parse("2026-H1")
    with standing_at(midnight(half.next().first_day)):
        closing = close_period(cast.shazhou, "points", half, by=cast.secretary)
        other = close_period(cast.township, "points", half, by=cast.township_officer)
    assert [row["ref"] for row in program.get("/points/closings").json()["rows"]] == [
        str(other.ref),
        str(closing.ref),
    ]
    rows = program.get("/points/closings", organisation=str(cast.shazhou.ref)).json()["rows"]
    assert [(row["ref"], row["period"], row["status"]) for row in rows] == [
        (str(closing.ref), "2026-H1", "open")
    ]
    found = program.get(f"/points/closings/{closing.ref}").json()
    assert (found["names"], found["branches"]) == ([], [])


def test_what_is_not_in_reach_or_not_in_the_token_is_not_read(program: Program, cast: Cast) -> None:
    assert program.get(f"/points/people/{cast.other_member.ref}").status_code == 404
    assert program.get("/points/closings", organisation=str(cast.other_township.ref)).status_code == 404
    less = Program(token_for(cast.integration, ["people.see"]))
    assert less.get(f"/points/people/{cast.member.ref}").status_code == 403
    assert less.get(f"/points/people/{cast.member.ref}/entries").status_code == 403
    assert less.get("/points/closings").status_code == 403
    assert Client().get(f"/api/v1/points/people/{cast.member.ref}").status_code == 401
