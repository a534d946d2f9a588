"""A life through the whole house leaves no number and no address in plain anywhere (R-P1, T21).

One member's numbers and addresses go through every form, file, paper, job, error and backup there is; then
database, logs, files and backups are searched in every dress. The search is shown a planted value too.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from banyan.config.snapshots import take_snapshot
from banyan.demo.cast import Cast, build_cast
from banyan.documents.actions import ask_for_print, issue_paper, open_papers, take_print
from banyan.documents.facts import JourneyFacts
from banyan.documents.models import Paper
from banyan.documents.states import PaperKind
from banyan.intake.actions import accept_batch, stage_roster
from banyan.jobs.models import Job
from banyan.jobs.worker import Worker
from banyan.journeys.actions.arrival import check_in_at, check_in_outside, confirm_check_in, refuse_check_in
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import take_report
from banyan.journeys.models import Journey
from banyan.journeys.rules.report import Told
from banyan.journeys.states import ConfirmedHow
from banyan.people.actions import add_relative, invite_member
from banyan.people.models import Person
from banyan.people.rules import check_digit
from banyan.shared.clock import today
from banyan.shared.periods import Period
from tests.intake.townships import misread, person, roster
from tests.jobs.work import break_down
from tests.privacy.test_looks import client_of
from tests.traces import find_traces

NOW = "2026-11-22T10:00:00+08:00"
SEVENTEEN = "43999719790317808"
# One of each for every way in, so that a find says which way it came.
SECRETS = {
    "id number": SEVENTEEN + check_digit(SEVENTEEN),
    "phone": "15488880001",
    "address": "彩虹桥巷乙九号楼三零一室",
    "note": "母亲卧床需人照料三零一",
    "phone in a wrong form": "15488880002",
    "id number in a wrong form": "439997197903178080",
    "roster id number": person(77)[3],
    "roster phone": "15488880003",
    "refused roster id number": misread(78),
    "roster note": "妻子有孕在身七零八",
    "address away": "龙口西路七弄十二号五零六房",
    "slip phone": "15488880004",
    "slip address": "棠下东街丁八号四零二房",
    "host phone": "15488880005",
    "phone in a reason": "15488880011",
    "new phone": "15488880006",
    "relative phone": "15488880007",
    "relative": "赵银杏嫂",
    "phone of a program": "15488880008",
    "phone looked for": "15488880009",
    "phone in a fault": "15488880010",
}


@pytest.fixture
def traces(tmp_path: Path) -> Iterator[Path]:
    """Where what is searched is gathered; the log goes there from the beginning."""
    handler = logging.FileHandler(tmp_path / "house.log")
    logging.getLogger().addHandler(handler)
    yield tmp_path
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture
def house(transactional_db: None) -> Iterator[Cast]:
    with time_machine.travel(NOW):
        yield build_cast()


def found_in(*folders: Path) -> dict[str, list[str]]:
    """Secret -> the files that hold it; nothing when nothing is found."""
    return {
        name: files
        for name, secret in SECRETS.items()
        if (files := [file for folder in folders for file in find_traces(secret, folder)])
    }


def gather(traces: Path) -> None:
    """The database as its file and as a dump, and a backup of it all."""
    call_command("backup", str(traces / "house.backup"))
    take_snapshot(traces / "dump")


def test_a_life_through_the_house_leaves_nothing_in_plain(house: Cast, traces: Path) -> None:
    person = enters_the_roll(house)
    is_looked_at(house, person)
    comes_by_roster(house)
    goes_away_and_checks_in(house, person)
    holds_papers_and_reports(house, person)
    is_known_to_programs(house)
    things_go_wrong(house)
    Worker().run_waiting()
    gather(traces)
    assert found_in(traces, settings.HOME) == {}


def enters_the_roll(house: Cast) -> Person:
    client = client_of(house.secretary)
    facts = {
        "name": "赵银杏",
        "id_number": SECRETS["id number"],
        "phone": SECRETS["phone"],
        "address": SECRETS["address"],
        "note": SECRETS["note"],
        "category": "full",
        "idempotency_key": "one-form-one-effect",
        "home": house.shazhou.pk,
    }
    wrong = {**facts, "id_number": SECRETS["id number in a wrong form"], "idempotency_key": "wrong-form-1"}
    assert client.post(reverse("people:add"), wrong).status_code == 422
    for _time in range(2):
        assert client.post(reverse("people:add"), facts).status_code == 302
    person = Person.objects.get(name="赵银杏")
    refused = {**facts, "phone": SECRETS["phone in a wrong form"], "idempotency_key": "wrong-form-2"}
    assert client.post(reverse("people:add"), refused).status_code in {409, 422}
    add_relative(
        person,
        {"relation": "spouse", "name": SECRETS["relative"], "phone": SECRETS["relative phone"], "note": ""},
        by=house.secretary,
    )
    return person


def is_looked_at(house: Cast, person: Person) -> None:
    client = client_of(house.secretary)
    client.get(reverse("people:card", args=[person.ref]))
    for field in ("phone", "id_number", "address", "note"):
        reason = f"打{SECRETS['phone in a reason']}没人接"
        client.post(reverse("people:reveal", args=[person.ref]), {"field": field, "reason": reason})
    client.post(reverse("people:by-phone"), {"phone": SECRETS["phone looked for"]})
    client.post(reverse("people:export"))
    invite_member(person, by=house.secretary)


def comes_by_roster(house: Cast) -> None:
    rows = [
        person(77, 手机=SECRETS["roster phone"], 备注=SECRETS["roster note"]),
        person(78, 身份证号=SECRETS["refused roster id number"]),
    ]
    batch = stage_roster(roster(rows), "花名册.xlsx", org=house.township, by=house.township_officer)
    accept_batch(batch, by=house.township_officer)
    client = client_of(house.township_officer)
    assert client.get(reverse("intake:batch", args=[batch.ref])).status_code == 200
    assert client.get(reverse("intake:mending", args=[batch.ref])).status_code == 200
    file = SimpleUploadedFile("花名册.xlsx", roster(rows))
    sent = {"org": house.township.pk, "file": file, "idempotency_key": "one-roster-one-batch"}
    assert client.post(reverse("intake:imports"), sent).status_code == 302


def goes_away_and_checks_in(house: Cast, person: Person) -> Journey:
    place = {"departed_on": "2026-09", "employer": "顺水家具厂", "address": SECRETS["address away"]}
    journey = record_departure(person, place, by=house.secretary)
    slip = {"phone": SECRETS["slip phone"], "address": SECRETS["slip address"], "employer": "远成电子厂"}
    refuse_check_in(
        check_in_at(journey, slip, by=house.secretary, host=house.floating),
        by=house.floating_secretary,
        reason="不归本支部管理",
    )
    host = {"name": "天河某街道党委", "head_name": "某书记", "head_phone": SECRETS["host phone"]}
    check_in_outside(journey, slip, by=house.secretary, host_facts=host, how=ConfirmedHow.TELEPHONE)
    other = record_departure(house.member, place, by=house.secretary)
    confirm_check_in(
        check_in_at(other, slip, by=house.secretary, host=house.floating), by=house.floating_secretary
    )
    return journey


def holds_papers_and_reports(house: Cast, person: Person) -> None:
    facts = JourneyFacts(departed_on="2026-09", destination="广东省广州市", reason="务工")
    paper = issue_paper(
        PaperKind.CERTIFICATE, by=house.secretary, person=person, org=house.township, facts=facts
    )
    assert open_papers([paper], by=house.secretary)
    run = ask_for_print(Paper.objects.all(), by=house.township_officer)
    Worker().run_waiting()
    run.refresh_from_db()
    assert take_print(run, by=house.township_officer).startswith(b"%PDF")
    journey = Journey.objects.get(person=person)
    told = Told(matter="new_phone", new_phone=SECRETS["new phone"])
    take_report(journey, told, by=house.secretary, period=Period.of(today()), channel="phone")


def is_known_to_programs(house: Cast) -> None:
    body = {
        "name": "钱小路",
        "phone": SECRETS["phone of a program"],
        "id_number": SECRETS["id number in a wrong form"],
    }
    client = Client()
    for headers in ({}, {"Authorization": "Bearer no-such-token", "Idempotency-Key": "one-call-one-effect"}):
        answer = client.post(
            "/api/v1/people", json.dumps(body), content_type="application/json", headers=headers
        )
        assert answer.status_code in {401, 404, 422, 429}


def things_go_wrong(house: Cast) -> None:
    """A job that breaks, a database that quotes what it refuses, a page that is not there."""
    break_down.enqueue(1)
    client = client_of(house.secretary)
    client.raise_request_exception = False
    client.post(reverse("people:by-phone"), {"phone": SECRETS["phone in a fault"] + "\r\n\x00"})
    client.post(reverse("web:job-retry", args=[house.member.ref]), {"phone": SECRETS["phone in a fault"]})
    client.get(reverse("web:home"))


@pytest.mark.parametrize("way", ["job", "row", "file", "log"])
def test_the_search_finds_a_planted_value(house: Cast, traces: Path, way: str) -> None:
    plant(way, SECRETS["phone"], house)
    gather(traces)
    try:
        assert list(found_in(traces, settings.HOME)) == ["phone"]
    finally:
        (settings.HOME / "media" / "planted").unlink(missing_ok=True)


def plant(way: str, secret: str, house: Cast) -> None:
    if way == "job":
        Job.objects.create(
            task="t", args=[secret], due_at="2026-11-22T00:00:00Z", made_at="2026-11-22T00:00:00Z"
        )
    elif way == "row":
        Person.objects.filter(pk=house.member.pk).update(ethnicity=secret)
    elif way == "file":
        (settings.HOME / "media").mkdir(exist_ok=True)
        (settings.HOME / "media" / "planted").write_text(secret, encoding="utf-16")
    else:
        logging.getLogger("banyan").error("seen %s", secret)
