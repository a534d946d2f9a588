"""Tasks with turns and with people they rather speak to, published and claimed by a program."""

from datetime import timedelta
from typing import Any

import pytest

from banyan.demo.cast import Cast
from banyan.shared.clock import now
from banyan.tasks.models import Claim, Slot, Task
from tests.api.conftest import Program, token_for
from tests.tasks.work import village_task

LAST_YEAR = {"starts_at": "2025-01-01T08:00:00Z", "ends_at": "2025-01-01T09:00:00Z", "places": 1}
pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(token_for(cast.integration))


def body(cast: Cast, **given: Any) -> dict[str, Any]:
    deadline = (now() + timedelta(days=9)).isoformat()
    return {"organisation": str(cast.shazhou.ref), "title": "路口值守", "deadline": deadline} | given


def turns(*days: int) -> list[dict[str, Any]]:
    starts = [now() + timedelta(days=day) for day in days]
    return [
        {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=4)).isoformat(), "places": 1}
        for at in starts
    ]


def test_a_task_with_turns_is_published_and_its_turns_are_claimed(program: Program, cast: Cast) -> None:
    made = program.post("/tasks", body(cast, kind="duty", slots=turns(2, 1)))
    assert (made.status_code, made.json()["quota"]) == (201, 2)
    first, second = made.json()["slots"]
    assert first["starts_at"] < second["starts_at"]
    address = f"/tasks/{made.json()['ref']}"
    claim = program.post(f"{address}/claims", {"person": str(cast.member.ref), "slots": [second["ref"]]})
    assert (claim.status_code, claim.json()["slots"]) == (201, [second["ref"]])
    assert [slot["claimed"] for slot in program.get(address).json()["slots"]] == [0, 1]
    full = {"person": str(cast.second_member.ref), "slots": [second["ref"]]}
    assert program.post(f"{address}/claims", full).json()["code"] == "slot_full"
    assert [each["slots"] for each in program.get(f"{address}/claims").json()] == [[second["ref"]]]


def test_a_task_speaks_to_some(program: Program, cast: Cast) -> None:
    named = {"skills": ["law"], "city": "4401", "people": [str(cast.member.ref)]}
    made = program.post("/tasks", body(cast, **named)).json()
    assert (made["skills"], made["city"], made["is_named"]) == (["law"], "4401", True)
    assert list(Task.objects.get().people.all()) == [cast.member]
    other = program.post(f"/tasks/{made['ref']}/claims", {"person": str(cast.second_member.ref)})
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("given", "status", "named"),
    [
        ({"city": "999999"}, 422, "city"),
        ({"people": ["other_member"]}, 422, "people"),
        ({"skills": ["flying"]}, 409, "unknown_skill"),
        ({"slots": [LAST_YEAR]}, 409, "bad_slot"),
    ],
    ids=["city", "people", "skills", "slots"],
)  # fmt: skip
def test_what_points_at_nothing_is_refused_by_name(
    program: Program, cast: Cast, given: dict[str, Any], status: int, named: str
) -> None:
    given = {name: [str(cast.other_member.ref)] if name == "people" else each for name, each in given.items()}
    answer = program.post("/tasks", body(cast, **given))
    assert answer.status_code == status
    assert named in (answer.json().get("fields") or answer.json()["code"])
    assert not Task.objects.exists()


def test_a_turn_of_another_task_is_refused(program: Program, cast: Cast) -> None:
    for _each in range(2):
        program.post("/tasks", body(cast, kind="duty", slots=turns(1)))
    task, other = Task.objects.order_by("pk")
    given = {"person": str(cast.member.ref), "slots": [str(Slot.objects.get(task=other).ref)]}
    answer = program.post(f"/tasks/{task.ref}/claims", given)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["slots"])
    assert not Claim.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_tasks_cost_the_same_for_one_and_for_three(
    program: Program, cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        village_task(cast)
    program.post("/tasks", body(cast, kind="duty", slots=turns(1)))
    with django_assert_num_queries(6):
        assert len(program.get("/tasks").json()["rows"]) == count + 1
