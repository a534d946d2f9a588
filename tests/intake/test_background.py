"""Large rosters are left to the worker: read, shown with progress, taken in; the small ones never wait for it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake import rules
from banyan.intake.actions import accept_batch, accepting, discard_batch, import_roster, stage_roster, working
from banyan.intake.models import Batch
from banyan.intake.queries.batches import counts_of, job_of
from banyan.intake.rules import is_read_at_once, is_taken_at_once
from banyan.jobs.actions import keep_job
from banyan.jobs.models import Job
from banyan.jobs.progress import Progress, current
from banyan.jobs.worker import Worker
from banyan.orgs.models import Office
from banyan.orgs.viewers import operator_at
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused
from tests.intake.imports import made_of
from tests.intake.townships import misread, person, roster


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "READ_AT_ONCE_BYTES", 0)
    monkeypatch.setattr(rules, "TAKE_AT_ONCE_ROWS", 0)


large = pytest.mark.usefixtures("everything_is_large")


def staged(cast: Cast, *rows: list[str]) -> Batch:
    return stage_roster(roster(rows), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def work() -> int:
    return Worker().run_waiting()


def fresh(batch: Batch) -> Batch:
    return Batch.objects.select_related("org").get(pk=batch.pk)


def test_a_village_never_waits_for_the_worker_and_a_county_does() -> None:
    assert is_read_at_once(len(roster([person(serial) for serial in range(300)])))
    assert is_taken_at_once(300)
    assert not is_read_at_once(1_000_000)
    assert not is_taken_at_once(16_000)


def test_a_small_roster_asks_for_no_worker(cast: Cast) -> None:
    batch = staged(cast, person(1))
    assert (batch.status, accept_batch(batch, by=cast.township_officer)) == ("in_review", 1)
    assert not Job.objects.exists()


@large
def test_a_large_one_is_read_and_taken_in_by_the_worker_as_it_would_have_been_at_once(cast: Cast) -> None:
    batch = staged(cast, person(1), person(2, 身份证号=misread(2)))
    assert (batch.status, counts_of(batch)["seen"]) == ("read", 0)
    assert work() == 1
    batch = fresh(batch)
    assert (batch.status, counts_of(batch)["new"], counts_of(batch)["refused"]) == ("in_review", 1, 1)
    people = Person.objects.count()
    assert accept_batch(batch, by=cast.township_officer) is None
    assert Person.objects.count() == people
    assert work() == 1
    batch = fresh(batch)
    assert (batch.status, batch.accepted_by) == ("accepted", cast.township_officer.audit_label)
    assert Person.objects.count() == people + 1
    acts = Entry.objects.filter(act__startswith="import.").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["import.read", "import.accepted"]


def test_what_stands_afterwards_is_the_same_either_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [person(serial) for serial in range(1, 8)]
    batch = staged(cast, *rows)
    accept_batch(batch, by=cast.township_officer)
    at_once = made_of(batch)
    Person.objects.filter(pk__in=batch.rows.values("person")).delete()
    Batch.objects.all().delete()
    monkeypatch.setattr(rules, "READ_AT_ONCE_BYTES", 0)
    monkeypatch.setattr(rules, "TAKE_AT_ONCE_ROWS", 0)
    monkeypatch.setattr(accepting, "ROWS_AT_ONCE", 3)
    batch = staged(cast, *rows)
    work()
    accept_batch(fresh(batch), by=cast.township_officer)
    work()
    assert made_of(fresh(batch)) == at_once


@large
def test_a_file_that_cannot_be_read_leaves_its_sentence_and_nothing_else(cast: Cast) -> None:
    batch = stage_roster(b"%PDF-1.4", "花名册.xlsx", org=cast.township, by=cast.township_officer)
    work()
    batch = fresh(batch)
    assert (batch.status, batch.problem[:11]) == ("read", "这是 PDF，不是表格")
    assert not default_storage.exists(batch.file_name)
    assert Job.objects.get().state == "done"
    client = signed_in(cast)
    page = client.get(f"/imports/{batch.ref}/").content.decode()
    assert "没有读成" in page
    assert "这是 PDF，不是表格" in page
    assert client.post(f"/imports/{batch.ref}/discards/").status_code == 302
    assert fresh(batch).status == "discarded"


@large
def test_the_page_shows_how_far_it_is_and_then_the_review(cast: Cast) -> None:
    client = signed_in(cast)
    file = SimpleUploadedFile("花名册.xlsx", roster([person(1)]))
    address = client.post("/imports/", {"org": cast.township.pk, "file": file})["Location"]
    assert "排队中" in client.get(address).content.decode()
    job = Job.objects.get()
    Job.objects.update(state="running", worker="w", tries=1)
    job.refresh_from_db()
    keep_job(job, timedelta(minutes=1), Progress(2, 4, "正在和名单对照"))
    page = client.get(address, {"watch": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section class="card stack" id="progress"')
    assert "正在和名单对照" in page
    assert '<progress value="2" max="4"' in page
    Job.objects.update(state="waiting", tries=0, due_at=now())
    work()
    done = client.get(address, {"watch": "1"}, headers={"HX-Request": "true"})
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")
    assert "确认导入 1 人" in client.get(address).content.decode()
    assert client.post(f"{address}acceptances/")["Location"] == address
    assert "正在导入" in client.get(address).content.decode()
    assert client.post(f"{address}acceptances/").status_code == 409
    work()
    assert "已导入" in client.get(address).content.decode()


@large
def test_the_worker_tells_how_far_it_is(cast: Cast) -> None:
    told: list[tuple[int, int]] = []

    class Listening(Progress):
        def __setattr__(self, name: str, value: object) -> None:
            super().__setattr__(name, value)
            if name == "words":
                told.append((self.done, self.total))

    batch = staged(cast, *[person(serial) for serial in range(1, 8)])
    token = current.set(Listening())
    account = cast.township_officer.account
    assert account is not None
    working.read_left(batch.pk, account.pk)
    assert told[1:] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    told.clear()
    working.accept_left(batch.pk, account.pk)
    current.reset(token)
    assert told == [(0, 7), (7, 7)]


@large
def test_work_done_twice_is_done_once(cast: Cast) -> None:
    batch = staged(cast, person(1))
    account = cast.township_officer.account
    assert account is not None
    for _time in range(2):
        working.read_left(batch.pk, account.pk)
    assert fresh(batch).rows.count() == 1
    people = Person.objects.count()
    for _time in range(2):
        working.accept_left(batch.pk, account.pk)
    assert Person.objects.count() == people + 1


@large
def test_an_office_that_ended_meanwhile_takes_nothing_in_and_the_batch_says_so(cast: Cast) -> None:
    batch = staged(cast, person(1))
    work()
    people = Person.objects.count()
    accept_batch(fresh(batch), by=cast.township_officer)
    Office.objects.filter(account=cast.township_officer.account).update(until_day=today())
    work()
    batch = fresh(batch)
    assert (batch.status, Person.objects.count()) == ("in_review", people)
    assert batch.problem
    assert Job.objects.order_by("pk").last().state == "failed"  # type: ignore[union-attr]


@large
def test_a_batch_set_aside_meanwhile_is_not_taken_in(cast: Cast) -> None:
    batch = staged(cast, person(1))
    work()
    people = Person.objects.count()
    accept_batch(fresh(batch), by=cast.township_officer)
    discard_batch(fresh(batch), by=cast.township_officer)
    work()
    assert (fresh(batch).status, Person.objects.count()) == ("discarded", people)


@large
def test_what_broke_for_good_may_be_asked_for_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # A workbook carries the second it was made in: the same file is the same bytes.
    content, by = roster([person(1)]), cast.township_officer
    batch = stage_roster(content, "花名册.xlsx", org=cast.township, by=by)
    with monkeypatch.context() as broken:
        broken.setattr(working, "read_batch", break_down)
        for hours in range(5):
            with time_machine.travel(now() + timedelta(hours=2 * hours)):
                work()
    job = job_of(fresh(batch))
    assert job is not None
    assert job.is_failed
    assert "读了几次都没有成功" in signed_in(cast).get(f"/imports/{batch.ref}/").content.decode()
    assert stage_roster(content, "花名册.xlsx", org=cast.township, by=by) == batch
    work()
    assert fresh(batch).status == "in_review"


def break_down(*_args: object, **_named: object) -> None:
    raise OSError


@large
def test_programs_wait_for_the_worker_too_and_the_command_does_not(cast: Cast) -> None:
    content, by = roster([person(1)]), cast.township_officer
    batch = import_roster(content, "花名册.xlsx", org=cast.township, by=by)
    assert batch.status == "read"
    assert work() == 1
    assert fresh(batch).status == "accepted"
    other = roster([person(2)])
    told = import_roster(other, "花名册.xlsx", org=cast.township, by=operator_at(cast.township))
    assert told.status == "accepted"


@large
def test_jobs_carry_keys_alone(cast: Cast) -> None:
    batch = staged(cast, person(1))
    job = Job.objects.get()
    assert cast.township_officer.account is not None
    assert (job.args, job.kwargs) == ([batch.pk, cast.township_officer.account.pk], {})
    assert person(1)[1] not in json.dumps([job.title, job.link, job.words], ensure_ascii=False)


@large
def test_nothing_is_confirmed_twice_while_it_is_under_way(cast: Cast) -> None:
    batch = staged(cast, person(1))
    work()
    accept_batch(fresh(batch), by=cast.township_officer)
    with pytest.raises(Refused) as refusal:
        accept_batch(fresh(batch), by=cast.township_officer)
    assert refusal.value.reason.code == "under_way"


def signed_in(cast: Cast) -> Client:
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    return client
