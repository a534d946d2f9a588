"""A roster goes in: staged, reviewed, accepted in one transaction, undone (A-01..A-06, R-I3)."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from python_calamine import CalamineWorkbook

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, discard_batch, stage_roster, undo_batch
from banyan.intake.actions.clearing import forget_originals
from banyan.intake.models import Batch
from banyan.intake.queries.batches import counts_of
from banyan.journeys.models import Journey, Stop
from banyan.orgs.viewers import Viewer
from banyan.people.actions import correct_person, end_person
from banyan.people.models import Membership, Person
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.spreadsheets.sheets import Unreadable
from banyan.tasks.actions import claim_task
from banyan.tasks.models import Claim
from tests.intake.townships import HEADS, id_number, misread, person, roster
from tests.ledger.worths import county_worth, earned
from tests.tasks.work import township_task


def staged(cast: Cast, *rows: list[str]) -> Batch:
    return stage_roster(roster(rows), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def taken_in(cast: Cast, *rows: list[str]) -> Batch:
    batch = staged(cast, *rows)
    accept_batch(batch, by=cast.township_officer)
    return batch


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def test_the_sum_of_rows_always_holds(cast: Cast) -> None:
    batch = staged(cast, person(1), person(2, 身份证号=misread(2)), person(3, 所在支部="不知道村"))
    counts = counts_of(batch)
    assert counts == {
        "seen": 5, "new": 1, "same": 0, "changed": 0, "question": 1, "refused": 1, "ignored": 2,
    }  # fmt: skip


def test_staging_writes_no_person(cast: Cast) -> None:
    people = Person.objects.count()
    staged(cast, person(1))
    assert Person.objects.count() == people


def test_accepting_makes_person_membership_journey_and_place(cast: Cast) -> None:
    taken_in(cast, person(1, "盘 山", 手机="15470000001、15470000002"))
    made = Person.objects.get(name="盘山")
    assert (made.home, made.sex, made.birth, made.joined_on) == (cast.shazhou, "男", "1985-04-12", "2008-06")
    assert (made.phone.open(), made.note.open()) == ("15470000001", "其他电话：15470000002")
    assert Membership.objects.get(person=made).org == cast.shazhou
    journey = Journey.objects.get(person=made)
    assert (journey.departed_on, journey.status) == ("2022-03", "away")
    stop = Stop.objects.get(journey=journey)
    assert (stop.region_id, stop.city_code, stop.employer) == ("440113", "4401", "远成电子厂")
    assert Entry.objects.filter(act="person.added", subject_ref=made.ref).count() == 1


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    taken_in(cast, person(1), person(2, 备注="家有老人"), person(3, 外出时间=""))
    before = list(Person.objects.values_list("pk", "version"))
    again = staged(cast, person(1), person(2, 备注="家有老人"), person(3, 外出时间=""))
    assert counts_of(again)["same"] == 3
    assert accept_batch(again, by=cast.township_officer) == 0
    assert list(Person.objects.values_list("pk", "version")) == before


def test_a_changed_cell_is_corrected_and_a_new_city_is_a_dated_move(cast: Cast) -> None:
    taken_in(cast, person(1))
    batch = taken_in(cast, person(1, 手机="15479999999", 外出地点="佛山市南海区"))
    made = Person.objects.get(name=batch.rows.get().person.name)  # type: ignore[union-attr]
    assert made.phone.open() == "15479999999"
    stops = list(
        Stop.objects.filter(journey__person=made).order_by("pk").values_list("city_code", "until_day")
    )
    assert [city for city, _until in stops] == ["4401", "4406"]
    assert stops[0][1] is not None


def test_a_person_missing_from_a_newer_file_stays(cast: Cast) -> None:
    taken_in(cast, person(1), person(2))
    people = Person.objects.filter(ended_on=None).count()
    taken_in(cast, person(1))
    assert Person.objects.filter(ended_on=None).count() == people


def test_somebody_who_left_the_roll_is_a_question_and_not_made_again(cast: Cast) -> None:
    number = cast.third_member.id_number.open()
    end_person(cast.third_member, by=cast.township_officer, reason="transferred")
    batch = staged(cast, person(1, 身份证号=number))
    assert batch.rows.get().verdict == "question"
    assert accept_batch(batch, by=cast.township_officer) == 0


def test_whom_a_telephone_names_is_asked_without_regard_to_the_rows_beside(cast: Cast) -> None:
    """A row with a number is nobody who has another, whoever else of that name the file means."""
    taken_in(cast, person(1, "盘同", 手机="15470000001"))
    unnumbered = person(3, "盘同", 身份证号="", 手机="15470000001")
    batch = staged(cast, person(2, "盘同", 手机="15470000001"), unnumbered)
    found = {row.number: row.verdict for row in batch.rows.all()}
    assert found == {1: "new", 2: "same"}


def test_two_who_fit_are_a_question(cast: Cast) -> None:
    alike = {"手机": "", "身份证号": "", "性别": "男"}
    taken_in(cast, person(1, "盘同", 手机=""), person(2, "盘同", 手机=""))
    heads = [*HEADS, "出生年月"]
    row = [*person(3, "盘同", **alike), "1985.4"]
    batch = stage_roster(roster([row], heads=heads), "x.xlsx", org=cast.township, by=cast.township_officer)
    found = batch.rows.get()
    assert (found.verdict, found.person) == ("question", None)
    assert "两个人" in found.reading()["values"]["name"]["why"]


def test_undo_restores_what_was(cast: Cast) -> None:
    first = taken_in(cast, person(1))
    made = first.rows.get().person
    assert made is not None
    second = taken_in(cast, person(1, 手机="15479999999", 外出地点="佛山市南海区"), person(2))
    assert undo_batch(second, by=cast.township_officer) == 0
    made = Person.objects.get(pk=made.pk)
    assert made.phone.open() == "15470000001"
    assert Stop.objects.get(journey__person=made).city_code == "4401"
    assert not Person.objects.filter(id_number_index__isnull=False, name=person(2)[1]).exists()


def test_undo_leaves_what_somebody_touched_since(cast: Cast) -> None:
    batch = taken_in(cast, person(1), person(2))
    touched = batch.rows.get(number=1).person
    assert touched is not None
    correct_person(touched, {"education": "高中"}, by=cast.township_officer)
    assert undo_batch(batch, by=cast.township_officer) == 1
    assert Person.objects.filter(pk=touched.pk).exists()
    assert Batch.objects.get(pk=batch.pk).left_alone == 1


def test_undo_leaves_whoever_has_claimed_something_since(cast: Cast) -> None:
    batch = taken_in(cast, person(1), person(2))
    active = batch.rows.get(number=1).person
    assert active is not None
    claim_task(township_task(cast), active, by=cast.township_officer)
    assert undo_batch(batch, by=cast.township_officer) == 1
    assert Claim.objects.get().person == active


def test_undo_leaves_whoever_was_thanked_since(cast: Cast) -> None:
    county_worth(cast)
    batch = taken_in(cast, person(1), person(2))
    thanked = batch.rows.get(number=1).person
    assert thanked is not None
    earned(cast, thanked, "deed:1", day=today(), by=cast.township_officer)
    assert undo_batch(batch, by=cast.township_officer) == 1
    assert Person.objects.filter(pk=thanked.pk).exists()


def test_undo_ends_after_seven_days_and_is_the_townships(cast: Cast) -> None:
    batch = taken_in(cast, person(1))
    with pytest.raises(NotAllowed):
        undo_batch(batch, by=cast.secretary)
    with time_machine.travel(now() + timedelta(days=8)), pytest.raises(Refused) as refusal:
        undo_batch(batch, by=cast.township_officer)
    assert refusal.value.reason.code == "too_late"


def test_the_file_itself_is_kept_for_thirty_days(cast: Cast, client: Client) -> None:
    batch = staged(cast, person(1), person(2, 身份证号="431026"))
    address = f"/imports/{batch.ref}/mending/"
    with time_machine.travel(now() + timedelta(days=30) - timedelta(minutes=1)):
        forget_originals(now())
        client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
        assert client.get(address).status_code == 200
        assert address in client.get(f"/imports/{batch.ref}/").content.decode()
    with time_machine.travel(now() + timedelta(days=30)):
        assert forget_originals(now()) > 0
        assert not default_storage.exists(batch.file_name)
        assert Entry.objects.filter(act="originals.forgotten", details__count__gt=0).exists()
        client.force_login(cast.township_officer.account)  # type: ignore[arg-type]
        assert client.get(address).status_code == 409
        assert address not in client.get(f"/imports/{batch.ref}/").content.decode()


def test_a_discarded_roster_keeps_nothing(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    batch = staged(cast, person(1))
    assert default_storage.exists(batch.file_name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        discard_batch(batch, by=cast.township_officer)
    assert not batch.rows.exists()
    assert not default_storage.exists(batch.file_name)
    with pytest.raises(Refused):
        accept_batch(batch, by=cast.township_officer)


def test_a_file_that_cannot_be_read_leaves_no_batch(cast: Cast) -> None:
    with pytest.raises(Unreadable):
        stage_roster(b"%PDF-1.4 not a table", "x.xlsx", org=cast.township, by=cast.township_officer)
    assert not Batch.objects.exists()


def test_nobody_imports_beside_his_reach(cast: Cast) -> None:
    for viewer in (*cast.outsiders, cast.floating_secretary, cast.county_officer, cast.baonan_secretary):
        with pytest.raises(NotAllowed):
            stage_roster(roster([person(1)]), "x.xlsx", org=cast.shazhou, by=viewer)


def test_the_pages_lead_from_the_file_to_the_people(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    file = SimpleUploadedFile("花名册.xlsx", roster([person(1), person(2, 身份证号=misread(2))]))
    answer = client.post("/imports/", {"org": cast.shazhou.pk, "file": file})
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert "共读到 4 行 = 新增 1" in page
    assert id_number(1) not in page
    assert client.post(f"{address}acceptances/")["Location"] == address
    assert Person.objects.filter(home=cast.shazhou, name=person(1)[1]).exists()


def test_a_pdf_is_refused_on_the_form_with_what_to_do(cast: Cast) -> None:
    file = SimpleUploadedFile("花名册.xlsx", b"%PDF-1.4")
    answer = signed_in(cast.secretary).post("/imports/", {"org": cast.shazhou.pk, "file": file})
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()


def test_a_file_is_refused_in_the_language_of_the_screen(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    client.cookies["django_language"] = "en"
    for name, content, says in (
        ("r.xlsx", b"%PDF-1.4", "This is a PDF, not a table."),
        ("r.csv", "没有,表头\n1,2\n".encode(), "No row of headings was found."),
    ):
        file = SimpleUploadedFile(name, content)
        page = client.post("/imports/", {"org": cast.shazhou.pk, "file": file}).content.decode()
        assert says in page


def test_the_command_refuses_a_file_in_chinese(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(SystemExit) as ending:
        call_command("roster", "check", path, "--org", "文明瑶族乡", "--json")
    assert ending.value.code == 2
    assert json.loads(capsys.readouterr().out)["refused"].startswith("这是 PDF，不是表格。")


def test_the_rows_to_mend_come_back_with_a_remark(cast: Cast) -> None:
    batch = staged(cast, person(1), person(2, 身份证号=misread(2)))
    answer = signed_in(cast.township_officer).get(f"/imports/{batch.ref}/mending/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("花名册").to_python()
    assert rows[1][:3] == ["序号", "姓名", "性别"]
    assert (rows[2][1], rows[2][3]) == (person(2)[1], misread(2))
    assert "身份证" in str(rows[2][-1])
    assert len(rows) == 3


def test_an_outsider_finds_no_batch(cast: Cast) -> None:
    batch = staged(cast, person(1))
    for viewer in (*cast.outsiders, cast.secretary):
        client = signed_in(viewer)
        assert client.get(f"/imports/{batch.ref}/").status_code == 404
        assert client.post(f"/imports/{batch.ref}/acceptances/").status_code == 404


def test_the_command_checks_without_writing(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(roster([person(1)]))
    call_command("roster", "check", path, "--org", "文明瑶族乡", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["summary"]["new"] == 1
    assert found["rows"][0]["values"]["destination"]["value"]["city"] == "广州市"
    assert not Batch.objects.exists()
    call_command("roster", "import", path, "--org", "文明瑶族乡", "--json")
    assert json.loads(capsys.readouterr().out)["taken"] == 1


def test_nothing_of_the_file_lies_open(cast: Cast) -> None:
    batch = staged(cast, person(1))
    row = batch.rows.get()
    number = id_number(1).encode()
    assert number not in bytes(row.read.blob())
    with default_storage.open(batch.file_name) as file:
        assert number not in file.read()
