"""Doubts of a roster as questions: like cases answered once, one row otherwise, opened again (story.md, Rosters)."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import (
    Decision,
    accept_batch,
    answer_question,
    discard_batch,
    reopen_question,
    stage_roster,
)
from banyan.intake.models import Batch, Doubt, Question
from banyan.intake.queries.batches import counts_of
from banyan.intake.queries.questions import asked_of, find_question, questions_page
from banyan.intake.states import How
from banyan.journeys.models import Journey, Stop
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.errors import Invalid, NotAllowed, Refused
from tests.intake.townships import HEADS, id_number, person, roster


def staged(cast: Cast, *rows: list[str], heads: tuple[str, ...] = HEADS) -> Batch:
    return stage_roster(roster(rows, heads=heads), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def waiting(batch: Batch) -> list[tuple[str, str, int]]:
    """Field, cell and number of rows of each question that waits."""
    page = questions_page(batch, answered=False)
    return [(each.question.field, each.raw, each.waiting) for each in page.rows]


def question(batch: Batch, field: str) -> Question:
    return batch.questions.filter(field=field).order_by("number")[0]


def test_like_cases_are_one_question_with_its_rows(cast: Cast) -> None:
    rows = [person(at, 外出地点="番禺", 所在支部="三合村") for at in range(1, 5)]
    batch = staged(
        cast, *rows, person(5, 外出地点="南海"), person(6, 入党时间="2012.1"), person(7, 入党时间="2012.1")
    )
    assert waiting(batch) == [
        ("branch", "三合村", 4),
        ("destination", "番禺", 4),
        ("destination", "南海", 1),
        ("joined_on", "2012.1", 2),
    ]
    shown = asked_of(find_question(batch, question(batch, "branch").number))
    assert [row for _sheet, row in shown.places] == [3, 4, 5, 6]


def test_a_ditto_goes_with_the_doubt_above_it(cast: Cast) -> None:
    villages = ["三合村", "同上", "同上", "四合村", "同上"]
    batch = staged(cast, *[person(at, 所在支部=village) for at, village in enumerate(villages, 1)])
    assert waiting(batch) == [("branch", "三合村", 3), ("branch", "四合村", 2)]
    answer_question(
        question(batch, "branch"), Decision(How.SAY, branch=cast.baonan), by=cast.township_officer
    )
    told = {row.reading()["facts"].get("branch") for row in batch.rows.filter(number__lte=3)}
    assert told == {str(cast.baonan.ref)}


def test_numbers_and_names_are_asked_person_by_person(cast: Cast) -> None:
    old = ["439998850412001", "439998850412001"]
    batch = staged(cast, *[person(at, 身份证号=number) for at, number in enumerate(old, 1)])
    assert [rows for field, _raw, rows in waiting(batch) if field == "id_number"] == [1, 1]


def test_one_answer_settles_all_and_they_go_in(cast: Cast) -> None:
    batch = staged(cast, *[person(at, 所在支部="三合村") for at in range(1, 4)])
    by = cast.township_officer
    assert answer_question(question(batch, "branch"), Decision(How.SAY, branch=cast.baonan), by=by) == 3
    assert counts_of(batch)["new"] == 3
    assert accept_batch(batch, by=by) == 3
    names = [person(at)[1] for at in range(1, 4)]
    assert set(Person.objects.filter(name__in=names).values_list("home", flat=True)) == {cast.baonan.pk}
    told = Entry.objects.get(act="import.answered")
    assert (told.field_names, told.details) == (["branch"], {"rows": 3})


def test_a_row_with_two_questions_waits_for_both(cast: Cast) -> None:
    batch = staged(cast, person(1, 所在支部="三合村", 外出地点="番禺"))
    by = cast.township_officer
    answer_question(question(batch, "branch"), Decision(How.SAY, branch=cast.baonan), by=by)
    assert counts_of(batch)["question"] == 1
    answer_question(question(batch, "destination"), Decision(How.READ), by=by)
    assert (counts_of(batch)["question"], counts_of(batch)["new"]) == (0, 1)
    accept_batch(batch, by=by)
    stop = Stop.objects.get(journey__person__name=person(1)[1])
    assert (stop.region_id, stop.place_words) == ("440113", "番禺")


def test_one_row_of_a_group_is_answered_otherwise(cast: Cast) -> None:
    batch = staged(cast, *[person(at, 外出时间="2012.1") for at in range(1, 4)])
    by, asked = cast.township_officer, question(batch, "departed_on")
    assert answer_question(asked, Decision(How.SAY, text="2012年10月"), by=by, rows=[2]) == 1
    assert waiting(batch) == [("departed_on", "2012.1", 2)]
    answer_question(asked, Decision(How.SAY, text="2012年1月"), by=by)
    accept_batch(batch, by=by)
    days = {j.person.name: j.departed_on for j in Journey.objects.filter(departed_on__startswith="2012")}
    assert days == {person(1)[1]: "2012-01", person(2)[1]: "2012-10", person(3)[1]: "2012-01"}


def test_what_is_typed_must_leave_no_doubt(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="朝阳"))
    with pytest.raises(Invalid) as problem:
        answer_question(
            question(batch, "destination"), Decision(How.SAY, text="白云"), by=cast.township_officer
        )
    assert "不在国内" in problem.value.problems["text"][0]
    assert waiting(batch) == [("destination", "朝阳", 1)]


def test_a_cell_may_stay_empty_and_a_row_outside(cast: Cast) -> None:
    batch = staged(cast, person(1, 入党时间="2012.1"), person(2, 所在支部="三合村"))
    by = cast.township_officer
    answer_question(question(batch, "joined_on"), Decision(How.EMPTY), by=by)
    answer_question(question(batch, "branch"), Decision(How.OUT), by=by)
    counts = counts_of(batch)
    assert (counts["new"], counts["refused"], counts["question"]) == (1, 1, 0)
    assert accept_batch(batch, by=by) == 1
    assert Person.objects.get(name=person(1)[1]).joined_on == ""
    assert not Person.objects.filter(name=person(2)[1]).exists()


def test_days_that_cannot_stand_together_go_back(cast: Cast) -> None:
    heads = (*HEADS, "转正时间")
    batch = staged(cast, [*person(1, 入党时间="2012.1"), "2012.05"], heads=heads)
    answer_question(
        question(batch, "joined_on"), Decision(How.SAY, text="2012年10月"), by=cast.township_officer
    )
    row = batch.rows.get()
    assert row.verdict == "refused"
    assert "转正时间早于入党时间" in row.reading()["values"]["full_member_on"]["why"]


def test_an_answer_taken_back_leaves_the_row_as_the_file_says(cast: Cast) -> None:
    batch = staged(cast, *[person(at, 所在支部="三合村") for at in range(1, 3)])
    by, asked, before = cast.township_officer, question(batch, "branch"), batch.rows.first()
    assert before is not None
    stood = before.reading()["values"], before.reading()["facts"]
    answer_question(asked, Decision(How.SAY, branch=cast.baonan), by=by)
    assert reopen_question(asked, by=by) == 2
    after = batch.rows.get(pk=before.pk)
    assert (after.reading()["values"], after.reading()["facts"]) == stood
    assert waiting(batch) == [("branch", "三合村", 2)]
    answer_question(asked, Decision(How.SAY, branch=cast.shazhou), by=by)
    assert counts_of(batch)["new"] == 2


def test_a_row_left_out_comes_back_with_all_its_questions(cast: Cast) -> None:
    batch = staged(cast, person(1, 所在支部="三合村", 外出地点="番禺"))
    by, asked = cast.township_officer, question(batch, "branch")
    answer_question(asked, Decision(How.OUT), by=by)
    assert waiting(batch) == []
    reopen_question(asked, by=by)
    assert waiting(batch) == [("branch", "三合村", 1), ("destination", "番禺", 1)]


def two_of_a_name(cast: Cast) -> Batch:
    """Two 盘同 of the same birth live in one branch; a third row without a number may be either."""
    first = staged(cast, person(1, "盘同", 手机=""), person(2, "盘同", 手机=""))
    accept_batch(first, by=cast.township_officer)
    row = [*person(3, "盘同", 手机="", 身份证号="", 性别="男", 工作单位="新厂"), "1985.4"]
    return staged(cast, row, heads=(*HEADS, "出生年月"))


def test_which_of_two_is_chosen_or_nobody_yet(cast: Cast) -> None:
    batch = two_of_a_name(cast)
    by, asked, meant = cast.township_officer, question(batch, "name"), Person.objects.filter(name="盘同")
    with pytest.raises(Refused) as refusal:
        answer_question(asked, Decision(How.READ), by=by)
    assert refusal.value.reason.code == "not_as_read"
    chosen = meant.order_by("pk")[1]
    answer_question(asked, Decision(How.PERSON, person=chosen), by=by)
    row = batch.rows.get()
    assert (row.verdict, row.person) == ("changed", chosen)
    reopen_question(asked, by=by)
    answer_question(asked, Decision(How.NEW), by=by)
    assert batch.rows.get().verdict == "new"
    accept_batch(batch, by=by)
    assert meant.count() == 3


def test_a_name_alone_is_asked_about_and_never_makes_a_second_person(cast: Cast) -> None:
    by, bare = cast.township_officer, person(1, "盘独", 身份证号="", 手机="", 性别="男")
    accept_batch(staged(cast, bare), by=by)
    held = Person.objects.get(name="盘独")
    again = staged(cast, person(1, "盘独", 身份证号="", 手机="15470000099", 备注="又传了一次"))
    assert (counts_of(again)["question"], accept_batch(again, by=by)) == (1, 0)
    batch = staged(cast, bare, person(2, "盘独", 身份证号="", 手机="", 所在支部="宝南村支部"))
    assert [row.verdict for row in batch.rows.order_by("number")] == ["question", "new"]
    asked = question(batch, "name")
    with pytest.raises(Refused):
        answer_question(asked, Decision(How.READ), by=by)
    answer_question(asked, Decision(How.PERSON, person=held), by=by)
    assert batch.rows.get(number=1).verdict == "same"
    reopen_question(question(batch, "name"), by=by)
    answer_question(question(batch, "name"), Decision(How.NEW), by=by)
    accept_batch(batch, by=by)
    assert Person.objects.filter(name="盘独", home=cast.shazhou).count() == 2
    assert waiting(staged(cast, bare)) == [("name", "盘独", 1)]


def test_who_contradicts_the_one_of_his_name_is_somebody_else(cast: Cast) -> None:
    heads, man = (*HEADS, "出生年月"), person(1, "盘独", 身份证号="", 手机="", 性别="男")
    accept_batch(staged(cast, [*man, "1985.4"], heads=heads), by=cast.township_officer)
    woman = person(2, "盘独", 身份证号="", 手机="", 性别="女")
    verdicts = [
        staged(cast, row, heads=heads).rows.get().verdict
        for row in ([*woman, ""], [*man, "1986.4"], [*man, "1985.4.12"], person(3, "盘独", 手机=""))
    ]
    assert verdicts == ["new", "new", "changed", "changed"]


def test_a_number_that_was_cut_is_typed_and_matched(cast: Cast) -> None:
    accept_batch(staged(cast, person(1)), by=cast.township_officer)
    batch = staged(cast, person(1, 身份证号=id_number(1)[-4:], 手机="", 工作单位="新厂"))
    answer_question(
        question(batch, "id_number"), Decision(How.SAY, text=id_number(1)), by=cast.township_officer
    )
    assert batch.rows.get().verdict == "changed"


def test_who_may_not_import_answers_nothing(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"))
    for viewer in (*cast.outsiders, cast.county_officer, cast.secretary):
        with pytest.raises(NotAllowed):
            answer_question(question(batch, "destination"), Decision(How.READ), by=viewer)
        with pytest.raises(NotAllowed):
            reopen_question(question(batch, "destination"), by=viewer)


def test_after_review_nothing_is_answered_or_opened(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"), person(2))
    asked = question(batch, "destination")
    with pytest.raises(Refused) as refusal:
        reopen_question(asked, by=cast.township_officer)
    assert refusal.value.reason.code == "not_answered"
    accept_batch(batch, by=cast.township_officer)
    with pytest.raises(Refused) as refusal:
        answer_question(asked, Decision(How.READ), by=cast.township_officer)
    assert refusal.value.reason.code == "not_in_review"


def test_a_discarded_roster_keeps_no_question(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"))
    discard_batch(batch, by=cast.township_officer)
    assert not Question.objects.exists()
    assert not Doubt.objects.exists()


def test_a_question_tells_nothing_to_whoever_reads_the_table(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"))
    stored = question(batch, "destination")
    assert "番禺".encode() not in bytes(stored.asked.blob())
    answer_question(stored, Decision(How.SAY, text="广东省广州市番禺区"), by=cast.township_officer)
    assert "番禺".encode() not in bytes(Question.objects.get(pk=stored.pk).answer.blob())


def test_the_page_answers_a_group_without_script(cast: Cast) -> None:
    batch = staged(cast, *[person(at, 外出地点="番禺") for at in range(1, 4)])
    client, number = signed_in(cast.township_officer), question(batch, "destination").number
    page = client.get(f"/imports/{batch.ref}/").content.decode()
    assert "3 行都这样答" in page
    assert "就按读到的：广东省广州市番禺区" in page
    answer = client.post(f"/imports/{batch.ref}/questions/{number}/answers/", {"answer": "read"})
    assert answer["Location"] == f"/imports/{batch.ref}/?kind=question#questions"
    assert counts_of(batch)["new"] == 3
    page = client.get(f"/imports/{batch.ref}/?kind=answered").content.decode()
    assert "重新打开" in page
    client.post(f"/imports/{batch.ref}/questions/{number}/reopenings/")
    assert counts_of(batch)["question"] == 3


def test_the_page_says_what_is_still_unclear(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="朝阳"), person(2, 外出地点="朝阳"))
    client, number = signed_in(cast.township_officer), question(batch, "destination").number
    address = f"/imports/{batch.ref}/questions/{number}/answers/"
    for said, sentence in ((({"text": "白云"}), "不在国内"), ({}, "请选一种处理办法")):
        answer = client.post(address, said)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    client.post(address, {"text": "广东广州番禺", "row": ["2"]})
    assert waiting(batch) == [("destination", "朝阳", 1)]


def test_the_page_offers_whom_a_row_may_mean(cast: Cast) -> None:
    batch = two_of_a_name(cast)
    client, asked = signed_in(cast.township_officer), question(batch, "name")
    address = f"/imports/{batch.ref}/questions/{asked.number}/"
    assert client.get(address).content.decode().count('value="person:') == 2
    stranger = f"person:{cast.other_member.ref}"
    assert client.post(f"{address}answers/", {"answer": stranger}).status_code == 422
    chosen = Person.objects.filter(name="盘同").order_by("pk")[0]
    client.post(f"{address}answers/", {"answer": f"person:{chosen.ref}"})
    assert batch.rows.get().person == chosen


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_whatever_they_hold(
    cast: Cast, rows: int, django_assert_num_queries: object
) -> None:
    batch = staged(
        cast, *[person(at, 外出地点=place) for at, place in enumerate(["番禺", "南海", "福田"][:rows], 1)]
    )
    group = staged(cast, *[person(at, 外出地点="顺德") for at in range(10, 10 + rows)])
    client = signed_in(cast.township_officer)
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(f"/imports/{batch.ref}/?kind=question")
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(f"/imports/{group.ref}/questions/1/")


def test_an_outsider_finds_no_question(cast: Cast) -> None:
    batch = staged(cast, person(1, 外出地点="番禺"))
    address = f"/imports/{batch.ref}/questions/1/"
    for viewer in (*cast.outsiders, cast.secretary):
        client = signed_in(viewer)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}answers/", {"answer": "read"}).status_code == 404
        assert client.post(f"{address}reopenings/").status_code == 404
