"""What a later list says less exactly is no news; a new place with its month is a move (A-02, A-10, R-I3)."""

import pytest

from banyan.demo.cast import Cast
from banyan.intake.actions import Decision, accept_batch, answer_question, stage_roster, undo_batch
from banyan.intake.models import Batch
from banyan.intake.queries.comparing import changes_page
from banyan.intake.rules import settled
from banyan.intake.states import How
from banyan.journeys.models import Journey, Stop
from banyan.journeys.rules.roster import WHEN_MOVED, doubt, news
from banyan.people.models import Person
from tests.intake.townships import person, roster


def staged(cast: Cast, **cells: str) -> Batch:
    row = person(1, "盘新", **cells)
    return stage_roster(roster([row]), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def taken_in(cast: Cast, **cells: str) -> str:
    """The verdict of one row about the same person, which then goes in."""
    batch = staged(cast, **cells)
    accept_batch(batch, by=cast.township_officer)
    return batch.rows.get().verdict


def places() -> list[tuple[str, str]]:
    """Since when, and in which region, each of his places."""
    found = Stop.objects.filter(journey__person__name="盘新").order_by("from_day", "pk")
    return list(found.values_list("from_day", "region_id"))


def left_on() -> str:
    return Journey.objects.get(person__name="盘新").departed_on


def test_a_coarser_list_changes_nothing_and_a_finer_one_does(cast: Cast) -> None:
    exact = {"外出时间": "2022.3.7", "入党时间": "2008.6.1", "外出地点": "广东省广州市番禺区石碁镇"}
    taken_in(cast, **exact)
    coarse = {"外出时间": "2022年3月", "入党时间": "2008.6", "外出地点": "广州番禺"}
    assert taken_in(cast, **coarse) == "same"
    assert taken_in(cast, **coarse | {"工作单位": "新厂"}) == "changed"
    stop, held = Stop.objects.get(journey__person__name="盘新"), Person.objects.get(name="盘新")
    assert (left_on(), held.joined_on, stop.region_id) == ("2022-03-07", "2008-06-01", "440113")
    assert (stop.place_words, stop.employer) == ("广东省广州市番禺区石碁镇", "新厂")
    assert taken_in(cast, 外出地点="广州", 工作单位="又一厂") == "changed"
    assert places() == [("2022-03-07", "440113")]
    taken_in(cast, 外出地点="广东", 工作单位="远成电子厂")
    assert taken_in(cast, **exact | {"外出地点": "广州市番禺区石碁镇东路9号"}) == "changed"
    assert Stop.objects.get(journey__person__name="盘新").place_words.endswith("东路9号")


def test_a_place_or_a_firm_alone_goes_to_the_journey_and_not_into_the_note(cast: Cast) -> None:
    taken_in(cast, 备注="家有老人")
    alone = {"外出时间": "", "外出地点": "", "工作单位": "", "备注": ""}
    assert taken_in(cast, **alone | {"外出地点": "广东省广州市番禺区"}) == "same"
    assert taken_in(cast, **alone | {"工作单位": "远成电子厂"}) == "same"
    assert taken_in(cast, **alone | {"工作单位": "新厂"}) == "changed"
    held = Person.objects.get(name="盘新")
    assert (held.note.open(), Stop.objects.get(journey__person=held).employer) == ("家有老人", "新厂")


def test_what_is_told_of_a_journey_stands_in_the_note_where_there_is_none() -> None:
    facts = {"name": "盘新", "note": "家有老人；工作单位：新厂", "loose": {"employer": "新厂"}}
    away = settled(facts, {"employer"})
    assert (away["note"], away["employer"]) == ("家有老人", "新厂")
    assert settled(away, ()) == facts
    assert settled(facts | {"departed_on": "2022"}, ())["employer"] == "新厂"


def test_a_new_place_with_a_later_month_is_a_move_of_that_month(cast: Cast) -> None:
    taken_in(cast)
    batch = staged(cast, 外出地点="佛山市", 外出时间="2022.9")
    shown = changes_page(batch).rows
    assert [each.field for each in shown[0].differences] == ["destination"]
    accept_batch(batch, by=cast.township_officer)
    assert (left_on(), places()) == ("2022-03", [("2022-03", "440113"), ("2022-09", "4406")])
    assert taken_in(cast, 外出地点="佛山市", 外出时间="2022.9") == "same"
    assert taken_in(cast, 外出地点="佛山市") == "same"
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert (left_on(), places()) == ("2022-03", [("2022-03", "440113")])


def test_an_earlier_departure_with_a_new_place_is_corrected_and_taken_back(cast: Cast) -> None:
    taken_in(cast)
    batch = staged(cast, 外出地点="佛山市", 外出时间="2021.5")
    accept_batch(batch, by=cast.township_officer)
    assert (left_on(), [region for _since, region in places()]) == ("2021-05", ["440113", "4406"])
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert (left_on(), places()) == ("2022-03", [("2022-03", "440113")])


def test_a_place_older_than_the_present_one_is_asked_about(cast: Cast) -> None:
    taken_in(cast)
    taken_in(cast, 外出地点="佛山市", 外出时间="2022.9")
    batch = staged(cast, 外出地点="湖南郴州", 外出时间="2022.5")
    assert [each.field for each in batch.questions.all()] == ["destination"]
    answer_question(batch.questions.get(), Decision(How.EMPTY), by=cast.township_officer)
    assert batch.rows.get().verdict == "same"
    again = staged(cast, 外出地点="郴州市", 外出时间="2022.5")
    answer_question(again.questions.get(), Decision(How.READ), by=cast.township_officer)
    accept_batch(again, by=cast.township_officer)
    assert (left_on(), [region for _since, region in places()]) == ("2022-03", ["440113", "4406", "4310"])
    assert taken_in(cast, 外出地点="郴州市", 外出时间="2022.5") == "same"


HELD = {"destination": {"code": "4419", "words": "东莞"}, "whole": "广东省东莞市东莞", "second": ""}


@pytest.mark.parametrize(
    ("left", "told", "fresh", "asked"),
    [
        ("2022", "2022-09", ["destination"], WHEN_MOVED),
        ("2022-03", "2022-03-15", ["destination", "departed_on"], ""),
        ("2022-03", "2022", ["destination"], ""),
        ("2022-03", "2022-09", ["destination"], ""),
        ("2022-03", "2021", ["destination", "departed_on"], ""),
    ],
)
def test_a_date_beside_another_city(left: str, told: str, fresh: list[str], asked: str) -> None:
    known = {**HELD, "departed_on": left, "since": left}
    row = {"destination": {"code": "4406", "words": "佛山"}, "departed_on": told}
    assert news(row, known) == fresh
    assert (doubt(row, known) or ("", ""))[1] == asked
