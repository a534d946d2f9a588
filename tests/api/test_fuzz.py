"""Every operation under generated calls, good and bad: no 5xx, nothing that the description does not say (R-W4)."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
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
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import issue_paper
from banyan.documents.states import PaperKind
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import take_report
from banyan.journeys.rules.report import Told
from banyan.orgs.queries import viewer_for
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from banyan.tasks.actions import claim_task, publish_task
from tests.api.conftest import token_for
from tests.environment import IS_LONG

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
EXAMPLES = 50 if IS_LONG else 6  # of each mode: twice as many calls of an operation
SEED = 20261
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


def real_refs(cast: Cast) -> list[str]:
    """Public names of rows the township's program may see, and one of the other county."""
    here: dict[str, Any] = {"departed_on": "2025-03", "place_words": "广东省广州市"}
    journey = record_departure(cast.member, here, by=cast.secretary)
    check_in = check_in_at(journey, {}, by=viewer_of(cast.member), host=cast.floating)
    told, period = Told(), Period.of(today())
    report = take_report(journey, told, by=cast.secretary, period=period, channel="phone")
    facts = {"title": "帮老人挂号", "words": "", "place": "", "needs": "", "quota": 3}
    task = publish_task(cast.shazhou, facts | {"deadline": now() + timedelta(days=9)}, by=cast.secretary)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    paper = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    rows = [cast.township, cast.shazhou, cast.floating, cast.third_member, cast.member, cast.other_member]
    return [str(row.ref) for row in [*rows, journey, check_in, report, task, claim, paper]]


def with_real_refs(case: Any, refs: list[str]) -> Any:
    """Now and then a name that exists, so that calls reach beyond the first 404."""
    names = iter(refs)
    for name in case.path_parameters or {}:
        case.path_parameters[name] = next(names)
    if isinstance(case.body, dict):
        for name in ("person", "home", "host", "organisation"):
            if _is_uuid(case.body.get(name)):
                case.body[name] = next(names)
    return case


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def calls_of(operation: Any, refs: list[str], mode: GenerationMode) -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from(refs) | st.uuids().map(str), min_size=4, max_size=4)
    cases = operation.as_strategy(generation_mode=mode)
    if mode.is_negative:
        return cases  # type: ignore[no-any-return]
    return st.builds(with_real_refs, cases, names)


def fuzz(schema: Any, refs: list[str], headers: dict[str, str]) -> dict[str, int]:
    """Call every operation; returns how often which status came back."""
    statuses: dict[str, int] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _fuzz_one(calls_of(operation, refs, mode), headers, statuses)
    return statuses


def _fuzz_one(calls: st.SearchStrategy[Any], headers: dict[str, str], statuses: dict[str, int]) -> None:
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
            response = case.call(headers=headers)
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
def house(cast: Cast, _one_connection: None) -> tuple[Any, list[str]]:
    refs = real_refs(cast)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application()), refs


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_program_of_the_township_never_breaks_it(cast: Cast, house: tuple[Any, list[str]]) -> None:
    statuses = fuzz(*house, bearer(token_for(cast.integration)))
    assert {"200", "201", "404", "422"} <= set(statuses)


def test_a_token_without_an_office_never_breaks_it(cast: Cast, house: tuple[Any, list[str]]) -> None:
    account = open_account(by=SYSTEM, label="停办的系统", name="tingban")
    statuses = fuzz(*house, bearer(token_for(viewer_for(account))))
    assert "201" not in statuses
    assert {"403", "404", "422"} <= set(statuses)


def test_nobody_gets_anything_without_a_token(house: tuple[Any, list[str]]) -> None:
    statuses = fuzz(*house, {})
    # 404 is an address that is none at all.
    assert set(statuses) <= {"401", "404"}
    assert statuses["401"] > statuses.get("404", 0)
