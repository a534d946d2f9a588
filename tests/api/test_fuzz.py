"""Every operation under generated calls, good and bad: no 5xx, nothing that the description does not say (R-W4)."""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.generation import GenerationMode

from banyan.accounts.actions.opening import open_account
from banyan.audit.record import SYSTEM
from banyan.config.api import api
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import issue_paper
from banyan.documents.states import PaperKind
from banyan.intake.actions import import_roster, stage_roster
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import take_report
from banyan.journeys.rules.report import Told
from banyan.ledger.actions.closing import close_period
from banyan.ledger.states import EntryKind
from banyan.orgs.queries import viewer_for
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from banyan.tasks.actions import claim_task, publish_task
from tests.api.conftest import token_for
from tests.environment import IS_LONG
from tests.intake.townships import person, roster

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
EXAMPLES = 50 if IS_LONG else 5  # of each mode: twice as many calls of an operation
SEED = 20261
ROSTER = roster([person(1), person(3)])
Refs = dict[str, list[str]]


def a_body_beside_the_description_is_refused(_context: Any, response: Any, case: Any) -> None:
    """Whatever the generator meant it to be: a body its schema calls wrong must not have been accepted."""
    if response.status_code < 400 and case.media_type == "application/json":
        problems = [str(error.message) for error in body_schema(case.operation).iter_errors(case.body)]
        assert problems == [], f"{case.method} {case.path} took a body that is wrong"


@lru_cache
def body_schema(operation: Any) -> Any:
    """The validator of an operation's body, formats included, told apart from the library that reads it."""
    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    body = described["paths"][operation.path][operation.method.lower()]["requestBody"]
    schema = body["content"]["application/json"]["schema"] | {"components": described["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


CHECKS = [
    not_a_server_error,
    a_body_beside_the_description_is_refused,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


def real_refs(cast: Cast) -> Refs:
    """By the noun of the address that names them: rows the township may see, and one of the other county."""
    here: dict[str, Any] = {"departed_on": "2025-03", "place_words": "广东省广州市"}
    journey = record_departure(cast.member, here, by=cast.secretary)
    check_in = check_in_at(journey, {}, by=viewer_of(cast.member), host=cast.floating)
    told, period = Told(), Period.of(today())
    report = take_report(journey, told, by=cast.secretary, period=period, channel="phone")
    facts = {"title": "帮老人挂号", "words": "", "place": "", "needs": "", "quota": 3}
    task = publish_task(cast.shazhou, facts | {"deadline": now() + timedelta(days=9)}, by=cast.secretary)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    paper = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    waiting = stage_roster(roster([person(1)]), "r.xlsx", org=cast.shazhou, by=cast.secretary)
    taken = import_roster(roster([person(2)]), "r.xlsx", org=cast.shazhou, by=cast.secretary)
    half = Period.of(today(), "half_year").previous()
    closing = close_period(cast.shazhou, EntryKind.POINTS, half, by=cast.secretary)
    rows: dict[str, list[Any]] = {
        "organisations": [cast.township, cast.shazhou, cast.floating, cast.other_village],
        "people": [cast.third_member, cast.member, cast.other_member],
        "journeys": [journey],
        "check-ins": [check_in],
        "reports": [report],
        "tasks": [task],
        "claims": [claim],
        "papers": [paper],
        "rosters": [waiting, taken],
        "closings": [closing],
    }
    return {noun: [str(row.ref) for row in listed] for noun, listed in rows.items()}


NOUN_OF = {
    "person": "people",
    "home": "organisations",
    "host": "organisations",
    "organisation": "organisations",
    "indicators": "organisations",
}


def with_real_refs(case: Any, refs: Refs, chosen: list[int]) -> Any:
    """Where a name stands, now and then one that exists, so that calls reach beyond the first 404."""
    for values in (case.path_parameters, case.query, case.body):
        for name in values if isinstance(values, dict) else ():
            noun = noun_before(case.path) if name == "ref" else NOUN_OF.get(name)
            if noun and _is_uuid(values[name]) and chosen[0]:
                listed = refs[NOUN_OF.get(noun, noun)]
                values[name] = listed[chosen.pop() % len(listed)]
    if isinstance(case.body, dict) and "file" in case.body and chosen[0]:
        case.body["file"] = ROSTER
    return case


def noun_before(path: str) -> str:
    """`/api/v1/tasks/claims/{ref}/accept` names a claim."""
    return path.partition("/{ref}")[0].rpartition("/")[2]


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def calls_of(operation: Any, refs: Refs, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Good calls or bad ones; the first number says whether names are real in three of four."""
    chosen = st.lists(st.integers(0, 3), min_size=6, max_size=6)
    cases = operation.as_strategy(generation_mode=mode)
    return st.builds(with_real_refs, cases, st.just(refs), chosen)


def fuzz(refs: Refs, token: str = "") -> dict[str, int]:
    """Call every operation as the description says and not as it says; how often which status came back."""
    statuses: dict[str, int] = {}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", door(token))
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _fuzz_one(calls_of(operation, refs, mode), statuses)
    return statuses


def door(token: str) -> Callable[..., Any]:
    """The house with the bearer put on every call: a wrong one may lack it, and would meet no more than a 401."""
    # Not get_wsgi_application(), which sets logging up anew and unhooks the log that is searched at the end.
    house = WSGIHandler()

    def enter(environ: dict[str, Any], start: Any) -> Any:
        if token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return house(environ, start)

    return enter


def _fuzz_one(calls: st.SearchStrategy[Any], statuses: dict[str, int]) -> None:
    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=calls)
    def run(case: Any) -> None:
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        statuses[str(response.status_code)] = statuses.get(str(response.status_code), 0) + 1
        case.validate_response(response, checks=CHECKS)

    run()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests stay inside the transaction of the test, as they do with Django's own test client."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def refs(cast: Cast, _one_connection: None) -> Refs:
    return real_refs(cast)


def test_a_program_of_the_township_never_breaks_it(cast: Cast, refs: Refs) -> None:
    statuses = fuzz(refs, token_for(cast.integration))
    assert {"200", "201", "403", "404", "409", "422"} <= set(statuses)


def test_a_secretary_with_a_token_never_breaks_it(cast: Cast, refs: Refs) -> None:
    statuses = fuzz(refs, token_for(cast.secretary))
    assert {"200", "201", "403", "404", "409", "422"} <= set(statuses)


def test_a_member_with_a_token_never_breaks_it(cast: Cast, refs: Refs) -> None:
    statuses = fuzz(refs, token_for(viewer_of(cast.member)))
    assert {"200", "404", "422"} <= set(statuses) <= {"200", "403", "404", "409", "422"}


def test_a_token_without_an_office_never_breaks_it(refs: Refs) -> None:
    account = open_account(by=SYSTEM, label="停办的系统", name="tingban")
    statuses = fuzz(refs, token_for(viewer_for(account)))
    assert {"200", "404", "422"} <= set(statuses) <= {"200", "403", "404", "409", "422"}


def test_nobody_gets_anything_without_a_token(refs: Refs) -> None:
    statuses = fuzz(refs)
    # 404 is an address that is none at all.
    assert set(statuses) <= {"401", "404"}
    assert statuses["401"] > statuses.get("404", 0)
