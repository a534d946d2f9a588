"""A roster by the API: checked, staged, accepted, sent again without a change, taken back (A-01..A-06, R-I3)."""

import json
import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.models import Batch
from banyan.people.actions import correct_person
from banyan.people.models import Person
from banyan.shared.clock import now
from tests.api.conftest import Program, token_for
from tests.intake.townships import HEADS, id_number, misread, person, roster

CHECK_QUERIES, STAGE_QUERIES, READ_QUERIES = 18, 25, 7
IS_POSTGRES = connection.vendor == "postgresql"


@pytest.fixture
def program(cast: Cast) -> Program:
    """The township's office system."""
    return Program(token_for(cast.integration))


def check(program: Program, cast: Cast, *rows: list[str]) -> Any:
    return program.upload("/rosters/check", "花名册.xlsx", roster(rows), organisation=str(cast.township.ref))


def post(program: Program, cast: Cast, *rows: list[str], **more: Any) -> Any:
    return program.upload(
        "/rosters", "花名册.xlsx", roster(rows), organisation=str(cast.township.ref), **more
    )


def test_a_roster_goes_in_and_the_same_again_changes_nothing(program: Program, cast: Cast) -> None:
    rows = [person(1), person(2), person(3, 身份证号=misread(3))]
    checked = check(program, cast, *rows)
    assert (checked.status_code, checked.json()["summary"]["new"]) == (200, 2)
    staged = post(program, cast, *rows)
    told = staged.json()
    assert (staged.status_code, told["status"], told["taken"]) == (201, "in_review", 0)
    assert told["summary"] == checked.json()["summary"]
    assert not Person.objects.filter(name=person(1)[1]).exists()
    accepted = program.post(f"/rosters/{told['batch']}/accept")
    assert (accepted.status_code, accepted.json()["status"], accepted.json()["taken"]) == (200, "accepted", 2)
    assert Person.objects.get(name=person(1)[1]).home == cast.shazhou

    before = list(Person.objects.order_by("pk").values_list("pk", "version"))
    again = post(program, cast, *rows, accept="true").json()
    assert (again["taken"], again["summary"]["new"], again["summary"]["changed"]) == (0, 0, 0)
    assert (again["summary"]["same"], again["summary"]["refused"]) == (2, 1)
    assert list(Person.objects.order_by("pk").values_list("pk", "version")) == before


def test_a_check_prints_what_the_command_prints_and_writes_nothing(
    program: Program, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [person(1), person(2, 所在支部="不知道村"), person(3, 身份证号=misread(3))]
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster(rows))
    call_command("roster", "check", path, "--org", cast.township.name, "--json")
    people = Person.objects.count()
    assert check(program, cast, *rows).json() == json.loads(capsys.readouterr().out)
    assert (Batch.objects.count(), Person.objects.count()) == (0, people)
    entry = Entry.objects.get(act="import.checked")
    assert (entry.org_ref, entry.details) == (cast.township.ref, {"rows": 3})


def test_an_import_is_told_as_the_command_tells_it(
    program: Program, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster([person(1)]))
    call_command("roster", "import", path, "--org", cast.township.name, "--json")
    printed = json.loads(capsys.readouterr().out)
    assert program.get(f"/rosters/{printed['batch']}").json() == printed
    assert (printed["taken"], printed["summary"]["new"]) == (1, 1)


def test_accepted_at_once_on_asking(program: Program, cast: Cast) -> None:
    told = post(program, cast, person(1), person(2, 所在支部="不知道村"), accept="true").json()
    assert (told["status"], told["taken"], told["summary"]["question"]) == ("accepted", 1, 1)
    assert Person.objects.filter(name=person(1)[1]).exists()


def test_the_answer_says_where_the_import_stands(program: Program, cast: Cast) -> None:
    answer = post(program, cast, person(1))
    told = answer.json()
    assert answer["Location"] == f"/api/v1/rosters/{told['batch']}"
    assert told["organisation"] == str(cast.township.ref)
    assert program.get(f"/rosters/{told['batch']}").json() == told


def test_the_same_key_again_stages_no_second_batch(program: Program, cast: Cast) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    body = roster([person(1)])
    first, again = (
        program.upload("/rosters", "r.xlsx", body, organisation=str(cast.township.ref), **key)
        for _time in range(2)
    )
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert again.json() == first.json()
    assert Batch.objects.count() == 1
    other = post(program, cast, person(2), **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_used")


def test_an_import_is_taken_back_and_tells_what_was_left(program: Program, cast: Cast) -> None:
    batch = post(program, cast, person(1), person(2), accept="true").json()["batch"]
    touched = Person.objects.get(name=person(1)[1])
    correct_person(touched, {"education": "高中"}, by=cast.township_officer)
    undone = program.post(f"/rosters/{batch}/undo")
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert (undone.json()["taken"], undone.json()["left_alone"]) == (1, 1)
    assert list(Person.objects.filter(name__in=[person(1)[1], person(2)[1]])) == [touched]
    again = program.post(f"/rosters/{batch}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "not_accepted")


def test_an_import_older_than_a_week_stays(program: Program, cast: Cast) -> None:
    batch = post(program, cast, person(1), accept="true").json()["batch"]
    with time_machine.travel(now() + timedelta(days=8)):
        answer = program.post(f"/rosters/{batch}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


def test_a_discarded_roster_can_no_longer_be_accepted(program: Program, cast: Cast) -> None:
    batch = post(program, cast, person(1)).json()["batch"]
    discarded = program.post(f"/rosters/{batch}/discard")
    assert (discarded.status_code, discarded.json()["status"]) == (200, "discarded")
    for verb in ("accept", "discard"):
        answer = program.post(f"/rosters/{batch}/{verb}")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_in_review")


def test_an_import_is_accepted_once(program: Program, cast: Cast) -> None:
    batch = post(program, cast, person(1), accept="true").json()["batch"]
    answer = program.post(f"/rosters/{batch}/accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_review")


@pytest.mark.parametrize("address", ["/rosters/check", "/rosters"])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("r.xlsx", b"%PDF-1.4", "PDF"),
        ("r.xlsx", b" ", "空的"),
        ("r.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".et"),
        ("r.csv", "没有,表头\n1,2\n".encode(), "没有找到表头"),
        ("r.csv", b"\x00\x01\x02", "不是表格"),
    ],
)
def test_a_file_refused_as_a_whole_says_what_to_do(
    program: Program, cast: Cast, address: str, name: str, content: bytes, says: str
) -> None:
    answer = program.upload(address, name, content, organisation=str(cast.township.ref))
    told = answer.json()
    assert (answer.status_code, told["code"], told["fields"]) == (
        422, "unreadable", {"file": [told["message"]]},
    )  # fmt: skip
    assert says in told["message"]
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("address", ["/rosters/check", "/rosters"])
def test_a_file_over_the_limit_is_not_even_read(
    program: Program, cast: Cast, settings: Any, address: str
) -> None:
    content = roster([person(1)])
    settings.UPLOAD_MAX_BYTES = len(content) - 1
    answer = program.upload(address, "r.xlsx", content, organisation=str(cast.township.ref))
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])
    settings.UPLOAD_MAX_BYTES = len(content)
    assert program.upload(address, "r.xlsx", content, organisation=str(cast.township.ref)).status_code < 300


@pytest.mark.parametrize("address", ["/rosters/check", "/rosters"])
def test_what_nobody_asked_for_is_refused_by_name(program: Program, cast: Cast, address: str) -> None:
    fields = {"organisation": str(cast.township.ref), "points": "100"}
    answer = program.upload(address, "r.xlsx", roster([person(1)]), **fields)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["points"])
    assert Batch.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "organisation"),
        ({"organisation": "沙洲村"}, "organisation"),
        ({"accept": "perhaps"}, "accept"),
    ],
)
def test_an_unreadable_field_is_named(
    program: Program, cast: Cast, fields: dict[str, str], named: str
) -> None:
    fields = {"organisation": str(cast.township.ref)} | fields if named == "accept" else fields
    answer = program.upload("/rosters", "r.xlsx", roster([person(1)]), **fields)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [named])


def test_a_workbook_full_of_control_characters_goes_in_without_them(program: Program, cast: Cast) -> None:
    heads = [*HEADS[:-1], "备注_x0000_"]
    body = roster([person(1, "盘_x0000_山", 备注="家有_x0001_老人_x0000_")], heads=heads)
    answer = program.upload("/rosters", "r.xlsx", body, organisation=str(cast.township.ref), accept="true")
    assert (answer.status_code, answer.json()["taken"]) == (201, 1)
    assert Person.objects.get(name="盘山").note.open() == "家有老人"


def test_a_roster_without_its_file_is_refused(program: Program, cast: Cast) -> None:
    for sent in (
        {"organisation": str(cast.township.ref)},
        {"organisation": str(cast.township.ref), "file": ""},
    ):
        answer = program.client.post("/api/v1/rosters/check", sent, headers=program.headers)
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])
    assert program.post("/rosters/check", {"organisation": str(cast.township.ref)}).status_code == 422


def test_nobody_imports_where_no_member_is_at_home_or_beside_his_reach(program: Program, cast: Cast) -> None:
    for org in (cast.floating, cast.other_township, cast.county):
        for address in ("/rosters/check", "/rosters"):
            answer = program.upload(address, "r.xlsx", roster([person(1)]), organisation=str(org.ref))
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_token_does_with_rosters_only_what_it_names(cast: Cast) -> None:
    batch = stage_roster(roster([person(1)]), "r.xlsx", org=cast.township, by=cast.township_officer)
    accept_batch(batch, by=cast.township_officer)
    reads, imports = (
        Program(token_for(cast.integration, [verb])) for verb in ("people.see", "intake.import")
    )
    assert post(reads, cast, person(2)).status_code == 404
    assert reads.get(f"/rosters/{batch.ref}").status_code == 404
    assert reads.post(f"/rosters/{batch.ref}/undo").status_code == 404
    assert post(imports, cast, person(2)).status_code == 201
    assert imports.get(f"/rosters/{batch.ref}").status_code == 200
    assert imports.post(f"/rosters/{batch.ref}/undo").status_code == 403
    assert Batch.objects.get(pk=batch.pk).status == "accepted"


def test_an_outsider_finds_no_import(cast: Cast) -> None:
    batch = stage_roster(roster([person(1)]), "r.xlsx", org=cast.township, by=cast.township_officer)
    for viewer in (*cast.outsiders, cast.secretary):
        program = Program(token_for(viewer))
        assert program.get(f"/rosters/{batch.ref}").status_code == 404
        for verb in ("accept", "discard", "undo"):
            assert program.post(f"/rosters/{batch.ref}/{verb}").status_code == 404
    assert Program("").get(f"/rosters/{batch.ref}").status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_rosters_cost_the_same_however_many_rows(
    program: Program, cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listed = [person(each) for each in range(1, rows + 1)]
    check(program, cast, *listed)
    with django_assert_num_queries(CHECK_QUERIES - IS_POSTGRES):
        check(program, cast, *listed)
    with django_assert_num_queries(STAGE_QUERIES - IS_POSTGRES):
        batch = post(program, cast, *listed).json()["batch"]
    with django_assert_num_queries(READ_QUERIES):
        program.get(f"/rosters/{batch}")


def test_an_import_tells_no_number_of_anybody(program: Program, cast: Cast) -> None:
    answer = post(program, cast, person(1), accept="true")
    assert id_number(1) not in answer.content.decode()


def test_a_program_gets_no_hint_of_who_is_known_elsewhere(program: Program, cast: Cast) -> None:
    """T7: a number another county holds, and one nobody has, are answered alike by every door of the API."""
    of_another = cast.other_member.id_number.open()
    answers = []
    for number, name in ((of_another, "盘有人"), (id_number(50), "盘无人")):
        row = person(7 if number == of_another else 8, name, 身份证号=number, 手机="")
        checked = check(program, cast, row)
        staged = post(program, cast, row, accept="true")
        batch = staged.json()["batch"]
        made = Person.objects.get(name=name)
        again = check(program, cast, row)
        shown = program.get(f"/people/{made.ref}")
        added = program.post(
            "/people", {"home": str(cast.shazhou.ref), "name": f"{name}二", "id_number": number}
        )
        hers = program.post("/people", {"home": str(cast.shazhou.ref), "name": f"{name}三"}).json()["ref"]
        renumbered = program.send("PATCH", f"/people/{hers}", {"version": 1, "id_number": number})
        told = [
            checked, staged, program.get(f"/rosters/{batch}"), again, shown, added, renumbered,
            program.post(f"/rosters/{batch}/undo"),
        ]  # fmt: skip
        own = {batch, str(made.ref), hers, number, number[-4:], name, made.id_number.masked}
        answers.append(
            [(each.status_code, _without(json.dumps(each.json(), ensure_ascii=False), own)) for each in told]
        )
    assert answers[0] == answers[1]
    assert [status for status, _words in answers[0]][:5] == [200, 201, 200, 200, 200]


def _without(words: str, own: set[str]) -> str:
    """An answer without what any two people differ in: names, numbers, refs, days of birth and serials."""
    for each in sorted(own, key=len, reverse=True):
        words = words.replace(each, "·")
    return re.sub(
        r"\d{4}-\d\d-\d\d(T[\d:.+]+)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|男|女|1985\d+|\d+", "#", words
    )
