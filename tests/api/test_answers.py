"""What every call may count on: strict bodies, one shape of a no, the same answer to the same key, a limit."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from typing import Any, get_args

import pytest
import time_machine
from django.test import Client
from pydantic import BaseModel

from banyan.config.api import CALLS, api
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import record_departure
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import Refused
from banyan.tasks.actions import task as actions
from banyan.tasks.models import Task
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
NOES = {401, 403, 404, 409, 422, 429}


def new_person(cast: Cast, **facts: Any) -> dict[str, Any]:
    return {"name": "钟晚晴", "home": str(cast.shazhou.ref)} | facts


def test_every_operation_documents_its_noes() -> None:
    operations = {
        each["operationId"]: set(each["responses"])
        for path in api.get_openapi_schema()["paths"].values()
        for each in path.values()
    }
    assert {name: NOES - statuses for name, statuses in operations.items() if NOES - statuses} == {}
    assert len(operations) > 25


def test_every_body_refuses_what_it_does_not_name() -> None:
    schemas = api.get_openapi_schema()["components"]["schemas"]
    bodies = {
        each["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for path in api.get_openapi_schema()["paths"].values()
        for each in path.values()
        if "application/json" in each.get("requestBody", {}).get("content", {})
    }
    assert {name for name in bodies if schemas[name].get("additionalProperties") is not False} == set()


def described(kind: Any, known: set[type]) -> set[type]:
    """The schemas and word lists a type is made of, itself among them."""
    for part in get_args(kind):
        described(part, known)
    if isinstance(kind, type) and issubclass(kind, BaseModel | Enum) and kind not in known:
        known.add(kind)
        for field in getattr(kind, "model_fields", {}).values():
            described(field.annotation, known)
    return known


def test_no_two_types_of_the_description_share_a_name() -> None:
    """The description names a type by its class alone: of two alike the later would speak for both."""
    kinds: set[type] = set()
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in (*operation.models, *operation.response_models.values()):
                    described(model, kinds)
    names = Counter(kind.__name__ for kind in kinds if kind.__module__.startswith("banyan."))
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 40


def test_an_unknown_field_is_refused_by_name(program: Program, cast: Cast) -> None:
    answer = program.post("/people", new_person(cast, points=100))
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["points"]


@pytest.mark.parametrize("spoilt", ["a\x00b", "a\ud800b", "a\x1bb"])
def test_a_character_no_database_stores_is_refused(program: Program, cast: Cast, spoilt: str) -> None:
    for facts in ({"name": spoilt}, {"note": spoilt}, {"address": spoilt}, {"ethnicity": spoilt}):
        answer = program.post("/people", new_person(cast, **facts))
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [f"{next(iter(facts))}"])


def test_a_search_with_such_a_character_is_refused(program: Program) -> None:
    assert program.get("/people", name="a\x00").status_code == 422
    assert program.get("/organisations", name="a\x00").status_code == 422


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"words"', "\xff", '{"name": 1e999}'])
def test_a_body_that_is_none_is_refused_without_a_word_of_it(program: Program, body: str) -> None:
    answer = program.post("/people", body.encode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("day", ["2012-02-31", "2012-13", "0000", "201２-01", "2012-1", "3012"])
def test_a_day_that_never_was_is_refused(program: Program, cast: Cast, day: str) -> None:
    answer = program.post("/people", new_person(cast, birth=day))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["birth"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quota", 0),
        ("quota", 10**12),
        ("quota", 2.5),
        ("deadline", "9999-12-31T23:59:59-12:00"),
        ("deadline", "2090-01-01T00:00:00"),
        ("deadline", 1e300),
        ("title", "   "),
        ("title", "长" * 61),
    ],
)
def test_a_task_out_of_bounds_is_refused(program: Program, cast: Cast, field: str, value: Any) -> None:
    body = {"organisation": str(cast.township.ref), "title": "帮忙", "deadline": "2090-01-01T00:00:00Z"}
    answer = program.post("/tasks", body | {field: value})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [f"{field}"])


def test_a_task_that_cannot_open_is_not_written_down(
    program: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise Refused(actions.MOVED_ON)

    monkeypatch.setattr(actions, "open_task", fails)
    deadline = (now() + timedelta(days=3)).isoformat()
    body = {"organisation": str(cast.township.ref), "title": "帮忙", "deadline": deadline}
    assert program.post("/tasks", body).status_code == 409
    assert Task.objects.count() == 0


def test_the_same_key_again_adds_nobody_and_answers_alike(program: Program, cast: Cast) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (program.post("/people", new_person(cast), **key) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert again["Location"] == first["Location"] == f"/api/v1/people/{first.json()['ref']}"
    assert Person.objects.filter(name="钟晚晴").count() == 1


def test_the_same_key_for_another_body_is_refused(program: Program, cast: Cast) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    program.post("/people", new_person(cast), **key)
    answer = program.post("/people", new_person(cast, name="钟晓"), **key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_used")


def test_every_write_says_where_its_result_stands(program: Program, cast: Cast) -> None:
    journey = program.post(
        "/journeys",
        {"person": str(cast.third_member.ref), "departed_on": "2025-03", "region": "4401"},
    )
    at = f"/api/v1/journeys/{journey.json()['ref']}"
    address = at.removeprefix("/api/v1")
    check_in = program.post(f"{address}/check-ins", {"host": str(cast.floating.ref)})
    period = now().strftime("%Y-%m")
    report = program.post(f"{address}/reports", {"period": period, "channel": "phone"})
    made = {
        journey["Location"]: journey.json(),
        check_in["Location"]: check_in.json(),
        report["Location"]: report.json(),
    }
    read = {where: program.get(where.removeprefix("/api/v1")).json() for where in made}
    assert read == made
    assert at in read


def test_a_session_opens_no_door_of_the_api(client: Client, cast: Cast) -> None:
    assert cast.township_officer.account
    client.force_login(cast.township_officer.account)
    assert client.get("/api/v1/people").status_code == 401
    answer = client.post("/api/v1/people", new_person(cast), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "no_token")


def test_a_token_needs_no_page_of_ours_before_it_writes(program: Program, cast: Cast) -> None:
    program.client = Client(enforce_csrf_checks=True)
    assert program.post("/people", new_person(cast)).status_code == 201


def test_a_token_does_only_what_it_names(program_that_may: Callable[..., Program], cast: Cast) -> None:
    program = program_that_may("people.see")
    assert program.get("/people").status_code == 200
    assert program.post("/people", new_person(cast)).status_code == 404
    assert program.get("/tasks").json()["rows"] == []


def test_the_sixty_first_call_of_a_minute_waits(program: Program) -> None:
    with time_machine.travel("2026-03-01T08:00:00+08:00", tick=False) as clock:
        statuses = [program.get("/organisations").status_code for _call in range(CALLS.tries)]
        assert set(statuses) == {200}
        answer = program.get("/organisations")
        assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (429, "1", "too_often")
        clock.shift(1)
        assert program.get("/organisations").status_code == 200


def test_guessed_tokens_leave_no_trace(cast: Cast) -> None:
    from banyan.accounts.models import Bucket

    before = Bucket.objects.count()
    assert Program("by_guess").get("/people").status_code == 401
    assert Bucket.objects.count() == before


def test_a_mark_of_one_list_means_nothing_to_another(program: Program, cast: Cast) -> None:
    from banyan.shared.paging import page_of

    mark = page_of(Person.objects.all(), ("pinyin",), rows=1).next_mark
    record_departure(cast.member, {"departed_on": "2025-01"}, by=cast.secretary)
    answer = program.get("/journeys", mark=mark)
    assert (answer.status_code, len(answer.json()["rows"])) == (200, 1)


def test_a_member_is_not_a_program(cast: Cast) -> None:
    assert Program("").get("/people").status_code == 401
    assert viewer_of(cast.member).verbs is None
