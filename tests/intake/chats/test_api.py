"""A paste checked by a program: the same answer as the command's, nothing kept (ideas 9)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from banyan.demo.cast import Cast
from banyan.intake.models import Paste
from tests.api.conftest import Program, token_for

pytestmark = pytest.mark.django_db
CHAIN = "#接龙\n报平安\n1. 何远山 在番禺，平安\n2. 小满 平安\n3. 王大锤 平安\n"


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(token_for(cast.integration))


def check(program: Program, cast: Cast, **body: Any) -> Any:
    return program.post("/chats/check", {"organisation": str(cast.shazhou.ref)} | body)


def test_it_answers_what_the_command_prints(
    program: Program, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "chat.txt"
    file.write_text(CHAIN, encoding="utf-8")
    call_command("chat", "check", str(file), org=cast.shazhou.name, json=True)
    answer = check(program, cast, text=CHAIN)
    assert (answer.status_code, answer.json()) == (200, json.loads(capsys.readouterr().out))
    assert len(answer.json()["records"]) == 2
    assert Paste.objects.count() == 0


def test_the_kind_may_be_named(program: Program, cast: Cast) -> None:
    told = check(program, cast, text="1. 何远山 请假", kind="attendance").json()
    assert [record["status"] for record in told["records"]] == ["leave"]
    assert check(program, cast, text="1. 何远山 请假", kind="party").status_code == 422


def test_what_is_refused_says_what_to_do(program: Program, cast: Cast) -> None:
    answer = check(program, cast, text="早上好")
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert list(answer.json()["fields"]) == ["text"]
    assert check(program, cast, text="  ").status_code == 422
    assert check(program, cast, text=CHAIN, crowd="沙洲群").status_code == 422


def test_a_token_reads_for_its_own_organisations_and_only_when_it_names_the_act(
    program: Program, cast: Cast
) -> None:
    elsewhere = {"organisation": str(cast.other_village.ref), "text": CHAIN}
    assert program.post("/chats/check", elsewhere).status_code == 404
    narrow = Program(token_for(cast.integration, verbs=["people.see"]))
    assert check(narrow, cast, text=CHAIN).status_code == 404


def test_a_long_chat_costs_no_more_queries(
    program: Program, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    check(program, cast, text=CHAIN)
    for text in ("报平安\n1. 何远山 平安", CHAIN * 30):
        with django_assert_num_queries(13):
            check(program, cast, text=text)
