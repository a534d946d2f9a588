"""Columns guessed, shown, corrected and remembered for the next file with those heads (issue 3, Rosters)."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import load_workbook

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import (
    Decision,
    accept_batch,
    answer_question,
    correct_columns,
    forget_columns,
    remember_columns,
    stage_roster,
)
from banyan.intake.models import Batch, ColumnMap
from banyan.intake.queries.batches import counts_of
from banyan.intake.queries.checking import check_roster
from banyan.intake.queries.columns import heads_of, heads_told
from banyan.intake.states import How
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.errors import Invalid, NotAllowed, Refused
from banyan.shared.spreadsheets.sheets import Unreadable
from tests.api.conftest import Program, token_for
from tests.intake.townships import HEADS, id_number, person, roster

ODD = tuple({"工作单位": "在哪发财", "手机": "打哪个"}.get(head, head) for head in HEADS)
MEANT = {"在哪发财": "employer", "打哪个": "phone"}


def staged(cast: Cast, *rows: list[str], heads: tuple[str, ...] = ODD) -> Batch:
    return stage_roster(roster(rows, heads=heads), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def corrected(cast: Cast, batch: Batch, chosen: dict[str, str] = MEANT) -> Batch:
    return correct_columns(batch, {heads_of(batch)[0].digest: chosen}, by=cast.township_officer)


def facts(batch: Batch) -> dict[str, object]:
    return dict(batch.rows.order_by("number")[0].reading()["facts"])


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def test_villages_with_the_same_heads_are_told_of_once(cast: Cast) -> None:
    book = load_workbook(io.BytesIO(roster([person(1)])))
    for number in range(2, 9):
        book.copy_worksheet(book.active).title = f"{number}组"
    book["8组"]["H2"] = "何时外出"
    target = io.BytesIO()
    book.save(target)
    batch = stage_roster(target.getvalue(), "各组.xlsx", org=cast.township, by=cast.township_officer)
    told = [(len(head["sheets"]), head["more"]) for head in heads_told(batch)]
    assert told == [(6, 1), (1, 0)]
    page = signed_in(cast.township_officer).get(f"/imports/{batch.ref}/").content.decode()
    assert "等，另有 1 张" in page


def test_a_head_shows_its_columns_with_masked_samples(cast: Cast) -> None:
    head = heads_of(staged(cast, person(1), person(2)))[0]
    columns = {column.key: (column.at, column.field, column.samples) for column in head.columns}
    assert columns["在哪发财"] == ("J", "", ["远成电子厂"])
    assert columns["打哪个"] == ("F", "", ["154****0001", "154****0002"])
    assert columns["身份证号"][2] == [f"439***********{id_number(at)[-4:]}" for at in (1, 2)]
    assert (head.sheets, head.is_remembered) == (["花名册"], False)


def test_a_corrected_column_is_read_anew(cast: Cast) -> None:
    batch = staged(cast, person(1))
    assert "employer" not in facts(batch)
    again = corrected(cast, batch)
    assert (again.pk, again.status) == (batch.pk, "in_review")
    assert (facts(again)["employer"], facts(again)["phone"]) == ("远成电子厂", "15470000001")
    assert counts_of(again)["new"] == 1
    accept_batch(again, by=cast.township_officer)
    assert Person.objects.get(name=person(1)[1]).phone.open() == "15470000001"


def test_the_next_file_with_those_heads_is_read_so_at_once(cast: Cast) -> None:
    corrected(cast, staged(cast, person(1)))
    other_order = tuple(reversed(ODD))
    found = staged(cast, list(reversed(person(2))), heads=other_order)
    assert facts(found)["employer"] == "远成电子厂"
    assert found.is_read_as_remembered
    roster_, _checked = check_roster(roster([person(3)], heads=ODD), "x.xlsx", cast.township)
    assert roster_.rows[0].text("employer") == "远成电子厂"


def test_other_heads_and_other_organisations_are_read_as_guessed(cast: Cast) -> None:
    corrected(cast, staged(cast, person(1)))
    more = staged(cast, [*person(2), "x"], heads=(*ODD, "又一列"))
    assert "employer" not in facts(more)
    elsewhere = stage_roster(roster([person(3)], heads=ODD), "x.xlsx", org=cast.shazhou, by=cast.secretary)
    assert "employer" not in facts(elsewhere)


def test_a_column_may_be_left_out(cast: Cast) -> None:
    again = corrected(cast, staged(cast, person(1)), {"外出地点": ""})
    assert "destination" not in facts(again)
    assert facts(again)["departed_on"] == "2022-03"


def test_the_rows_to_mend_come_back_as_they_were_mapped(cast: Cast) -> None:
    batch = corrected(cast, staged(cast, person(1, 手机="1547")))
    assert batch.rows.get().verdict == "refused"
    mended = signed_in(cast.township_officer).get(f"/imports/{batch.ref}/mending/").content
    again = stage_roster(mended, "x.xlsx", org=cast.township, by=cast.township_officer)
    assert again.rows.get().reading()["values"]["phone"]["certainty"] == "refused"


def test_what_was_answered_is_asked_again(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"))
    answer_question(batch.questions.get(), Decision(How.READ), by=cast.township_officer)
    again = corrected(cast, batch)
    assert counts_of(again)["question"] == 1
    assert again.questions.count() == 1


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"姓名": ""}, "要有一列是“姓名”"),
        ({"在哪发财": "branch"}, "“所在支部、在哪发财”选了同一项"),
        ({"在哪发财": "fortune"}, "没有“fortune”这个字段"),
    ],
)
def test_what_cannot_be_is_said(cast: Cast, chosen: dict[str, str], sentence: str) -> None:
    batch = staged(cast, person(1))
    with pytest.raises(Invalid) as problem:
        corrected(cast, batch, chosen)
    assert sentence in problem.value.problems["columns"][0]
    assert not ColumnMap.objects.exists()
    assert Batch.objects.get(pk=batch.pk).status == "in_review"


def test_an_accepted_roster_keeps_its_columns(cast: Cast) -> None:
    batch = staged(cast, person(1))
    accept_batch(batch, by=cast.township_officer)
    with pytest.raises(Refused):
        corrected(cast, batch)


def test_who_may_not_import_corrects_nothing(cast: Cast) -> None:
    batch = staged(cast, person(1))
    content = roster([person(1)], heads=ODD)
    for viewer in (*cast.outsiders, cast.county_officer, cast.secretary):
        with pytest.raises(NotAllowed):
            correct_columns(batch, {}, by=viewer)
        with pytest.raises(NotAllowed):
            remember_columns(content, "x.xlsx", MEANT, org=cast.township, by=viewer)


def test_a_large_file_is_read_anew_by_the_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = staged(cast, person(1))
    monkeypatch.setattr("banyan.intake.rules.READ_AT_ONCE_BYTES", 10)
    left = corrected(cast, batch)
    assert (left.status, left.rows.count(), left.job_ref is not None) == ("read", 0, True)


def test_samples_lie_sealed(cast: Cast) -> None:
    batch = staged(cast, person(1))
    assert "远成".encode() not in bytes(batch.columns.blob())
    assert "columns" in [field.name for field in Batch._meta.fields]


def test_the_page_shows_and_corrects_without_script(cast: Cast) -> None:
    batch = staged(cast, person(1))
    client, address = signed_in(cast.township_officer), f"/imports/{batch.ref}/columns/"
    page = client.get(address).content.decode()
    assert "在哪发财" in page
    assert "远成电子厂" in page
    assert "15470000001" not in page
    columns = {column.key: column for column in heads_of(batch)[0].columns}
    sent = {column.name: column.field for column in columns.values()}
    twice = client.post(address, sent | {columns["在哪发财"].name: "branch"})
    assert twice.status_code == 422
    assert "请只留一列" in twice.content.decode()
    answer = client.post(address, sent | {columns["在哪发财"].name: "employer"})
    assert answer["Location"] == f"/imports/{batch.ref}/"
    assert "按上次您这里改过的来认" in client.get(answer["Location"]).content.decode()
    assert facts(batch)["employer"] == "远成电子厂"
    assert Entry.objects.filter(act="import.columns").count() == 1


def test_a_program_corrects_by_head_words(cast: Cast) -> None:
    batch = staged(cast, person(1))
    program = Program(token_for(cast.township_officer))
    told = program.post(f"/rosters/{batch.ref}/columns", {"columns": MEANT})
    assert (told.status_code, told.json()["status"]) == (200, "in_review")
    assert facts(batch)["employer"] == "远成电子厂"
    wrong = program.post(f"/rosters/{batch.ref}/columns", {"columns": {"没有的列": "phone"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["columns"])


def test_an_outsider_finds_no_columns(cast: Cast) -> None:
    batch = staged(cast, person(1))
    for viewer in (*cast.outsiders, cast.secretary):
        assert signed_in(viewer).get(f"/imports/{batch.ref}/columns/").status_code == 404
        answer = Program(token_for(viewer)).post(f"/rosters/{batch.ref}/columns", {"columns": MEANT})
        assert answer.status_code == 404


def test_the_command_is_told_a_column_and_check_remembers_it(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(roster([person(1)], heads=ODD))
    with pytest.raises(CommandError, match="没有“不在”这一列"):
        call_command("roster", "import", path, "--org", "文明瑶族乡", "--column", "不在=phone")
    call_command("roster", "import", path, "--org", "文明瑶族乡", "--column", "在哪发财=employer", "--json")
    assert facts(Batch.objects.get())["employer"] == "远成电子厂"
    capsys.readouterr()
    call_command("roster", "check", path, "--org", "文明瑶族乡", "--json")
    assert json.loads(capsys.readouterr().out)["sheets"][0]["columns"]["在哪发财"] == "employer"


def test_a_file_that_waits_already_is_read_by_what_is_told_now(cast: Cast) -> None:
    content = roster([person(1)], heads=ODD)
    by = cast.township_officer
    batch = stage_roster(content, "花名册.xlsx", org=cast.township, by=by)
    remember_columns(content, "花名册.xlsx", MEANT, org=cast.township, by=by)
    again = stage_roster(content, "花名册.xlsx", org=cast.township, by=by)
    assert again.pk == batch.pk
    assert facts(again)["employer"] == "远成电子厂"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(
    cast: Cast, rows: int, django_assert_num_queries: object
) -> None:
    batch = staged(cast, *[person(at) for at in range(1, rows + 1)])
    client = signed_in(cast.township_officer)
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(f"/imports/{batch.ref}/columns/")


UNNAMED = [
    "序号",
    "哪个",
    "性别",
    "号码",
    "所在支部",
    "打这里",
    "入党时间",
    "外出时间",
    "外出地点",
    "在哪发财",
    "备注",
]
NAME_TOLD = {"哪个": "name", "号码": "id_number", "打这里": "phone", "在哪发财": "employer"}


def unnamed(cast: Cast, *rows: list[str]) -> Batch:
    return staged(cast, *rows, heads=tuple(UNNAMED))


def test_a_list_without_a_name_head_asks_which_column_it_is(cast: Cast) -> None:
    batch = unnamed(cast, person(1), person(2))
    client, address = signed_in(cast.township_officer), f"/imports/{batch.ref}/columns/"
    assert client.get(f"/imports/{batch.ref}/")["Location"] == address
    page = client.get(address).content.decode()
    assert "请指明哪一列是姓名" in page
    columns = {column.key: column for column in heads_of(batch)[0].columns}
    guessed = {key: column.guess for key, column in columns.items() if column.guess}
    assert guessed == {"哪个": "name", "号码": "id_number", "打这里": "phone"}
    assert {columns[key].field for key in guessed} == {""}
    for key in ("哪个", "号码", "打这里"):
        picked = page.partition(f'name="{columns[key].name}"')[2].partition("</select>")[0]
        assert f'<option value="{guessed[key]}" selected>' in picked
    sent = {column.name: column.guess or column.field for column in columns.values()}
    assert client.post(address, sent)["Location"] == f"/imports/{batch.ref}/"
    assert (counts_of(batch)["new"], facts(batch)["phone"]) == (2, "15470000001")


def test_the_next_list_without_a_name_head_is_read_at_once(cast: Cast) -> None:
    corrected(cast, unnamed(cast, person(1)), NAME_TOLD)
    again = unnamed(cast, person(2, 手机="1547"), UNNAMED, person(3))
    assert (counts_of(again)["new"], counts_of(again)["refused"], again.ignored[0]["why"]) == (
        1,
        1,
        "重复的表头",
    )
    mended = signed_in(cast.township_officer).get(f"/imports/{again.ref}/mending/").content
    once_more = stage_roster(mended, "x.xlsx", org=cast.township, by=cast.township_officer)
    assert once_more.rows.get().reading()["values"]["phone"]["certainty"] == "refused"


def test_nothing_is_taken_in_before_the_name_is_known(cast: Cast) -> None:
    batch = unnamed(cast, person(1))
    with pytest.raises(Refused) as refusal:
        accept_batch(batch, by=cast.township_officer)
    assert refusal.value.reason.code == "names_unknown"
    with pytest.raises(Invalid):
        corrected(cast, batch, {"在哪发财": "employer"})
    told = Program(token_for(cast.township_officer)).get(f"/rosters/{batch.ref}").json()
    assert "哪一列是姓名" in told["problem"]


def test_the_command_refuses_it_and_says_that_the_page_can_ask(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(roster([person(1), person(2)], heads=UNNAMED))
    for verb in ("check", "import"):
        with pytest.raises(SystemExit) as end:
            call_command("roster", verb, path, "--org", "文明瑶族乡", "--json")
        assert end.value.code == 2
        assert "在那里指明姓名列" in json.loads(capsys.readouterr().out)["refused"]
    assert not Batch.objects.exists()
    call_command("roster", "import", path, "--org", "文明瑶族乡", "--column", "哪个=name", "--json")
    assert counts_of(Batch.objects.get())["new"] == 2


@pytest.mark.parametrize(
    "rows",
    [
        ["支部,人数,备注", "沙洲村,三十,无", "宝南村,四十,无"],
        ["物品,单价,存放地点", "电风扇,120,会议室", "茶水杯,3,会议室"],
        ["张三,13800138000", "李四,13800138001"],
        ["哪个,在哪里", "张三,广州", "李四,深圳"],
    ],
)
def test_a_sheet_that_is_no_list_of_people_stays_refused(cast: Cast, rows: list[str]) -> None:
    with pytest.raises(Unreadable, match="没有找到表头"):
        stage_roster("\n".join(rows).encode(), "x.csv", org=cast.township, by=cast.township_officer)


def test_one_sheet_without_a_name_beside_others_is_said_and_left_out(cast: Cast) -> None:
    book = load_workbook(io.BytesIO(roster([person(1)])))
    other = book.create_sheet("宝南")
    for row in (UNNAMED, person(2), person(3)):
        other.append(row)
    target = io.BytesIO()
    book.save(target)
    batch = stage_roster(target.getvalue(), "x.xlsx", org=cast.township, by=cast.township_officer)
    assert (batch.unnamed_sheets, counts_of(batch)["new"]) == (["宝南"], 1)
    client = signed_in(cast.township_officer)
    assert "“宝南”像是名册" in client.get(f"/imports/{batch.ref}/").content.decode()
    named, lacking = heads_of(batch)
    left = correct_columns(batch, {named.digest: {}, lacking.digest: {}}, by=cast.township_officer)
    assert counts_of(left)["new"] == 1
    told = correct_columns(left, {lacking.digest: {"哪个": "name"}}, by=cast.township_officer)
    assert (told.unnamed_sheets, counts_of(told)["new"]) == ([], 3)


def test_what_was_remembered_is_forgotten_on_the_same_page(cast: Cast) -> None:
    batch = corrected(cast, staged(cast, person(1)))
    client, address = signed_in(cast.township_officer), f"/imports/{batch.ref}/columns/"
    assert "忘掉这个改法" in client.get(address).content.decode()
    client.post(address, {"forget": heads_of(batch)[0].digest})
    assert not ColumnMap.objects.exists()
    batch.refresh_from_db()
    assert ("employer" in facts(batch), batch.is_read_as_remembered) == (False, False)
    assert "忘掉这个改法" not in client.get(address).content.decode()
    assert Entry.objects.filter(act="import.columns_forgotten").count() == 1
    for viewer in (*cast.outsiders, cast.secretary):
        with pytest.raises(NotAllowed):
            forget_columns(batch, "x", by=viewer)
