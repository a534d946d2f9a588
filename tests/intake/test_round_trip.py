"""Our own exports read back in change nothing (story.md, Rosters; ideas.md 11)."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils.translation import override

from banyan.demo.cast import Cast, viewer_of
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.queries.checking import check_roster
from banyan.journeys import exports as journeys
from banyan.journeys.actions.departure import correct_departure, end_journey, record_departure
from banyan.journeys.models import Journey
from banyan.journeys.states import Ending, LeaveReason, Occupation
from banyan.people import exports as people
from banyan.people.actions import end_person
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.shared.spreadsheets.sheets import Unreadable
from banyan.tasks.actions import claim_task
from tests.intake.townships import HEADS, misread, person, roster
from tests.journeys.scenes import confirmed, signed_in
from tests.tasks.work import village_task

NOTHING_NEW = {"new": 0, "changed": 0, "question": 0, "refused": 0}
MORE_HEADS = (*HEADS, "学历", "民族", "人员类别", "转正时间", "职业", "外出原因", "流入地党组织")
MORE = ("高中", "瑶族", "正式", "2009.6", "务工", "照顾家人", "番禺某党支部")


def settle(cast: Cast) -> None:
    """Four people: two with all there is, one at home, one without a number."""
    rows = [
        [*person(1), *MORE],
        [*person(2, 外出地点="不详", 手机=""), *MORE],
        [*person(3, 外出时间="", 外出地点="", 工作单位=""), *("",) * len(MORE)],
        [*person(4, 身份证号="", 手机="15470000004、0735-3333333"), *("",) * len(MORE)],
    ]
    by = cast.township_officer
    batch = stage_roster(roster(rows, heads=MORE_HEADS), "x.xlsx", org=cast.township, by=by)
    assert accept_batch(batch, by=by) == 4


def exported(cast: Cast, address: str, columns: list[str] | None = None) -> bytes:
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    query = "&".join(f"col={name}" for name in columns or [])
    answer = client.post(f"{address}{'' if '?' in address else '?'}{query}")
    assert answer.status_code == 200
    return answer.content


def summary(cast: Cast, content: bytes) -> dict[str, int]:
    found, _checked = check_roster(content, "x.xlsx", cast.township)
    return {name: count for name, count in found.summary().items() if name in NOTHING_NEW}


def rows_of(content: bytes) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return len([row for row in sheet.iter_rows(values_only=True) if any(row)]) - 1


@pytest.mark.parametrize("columns", [[], [column.name for column in people.COLUMNS]], ids=["usual", "all"])
def test_the_list_of_people_changes_nothing(cast: Cast, columns: list[str]) -> None:
    settle(cast)
    content = exported(cast, "/people/exports/", columns)
    assert rows_of(content) >= 4
    assert summary(cast, content) == NOTHING_NEW


@pytest.mark.parametrize("columns", [[], [column.name for column in journeys.COLUMNS]], ids=["usual", "all"])
def test_the_list_of_who_is_away_changes_nothing(cast: Cast, columns: list[str]) -> None:
    settle(cast)
    content = exported(cast, "/journeys/exports/", columns)
    assert rows_of(content) >= 3
    assert summary(cast, content) == NOTHING_NEW


@pytest.mark.parametrize("status", ["", "planned", "ended"])
def test_who_checked_in_is_leaving_came_back_or_left_the_roll_reads_back_to_nothing(
    cast: Cast, status: str
) -> None:
    """The confirmed host, a day to come, a journey that is over and whoever is on no roll any more are known."""
    settle(cast)
    by, (one, two) = cast.township_officer, [Journey.objects.get(person__name=person(at)[1]) for at in (1, 2)]
    confirmed(cast)
    soon = (today() + timedelta(days=9)).isoformat()
    record_departure(Person.objects.get(name=person(3)[1]), {"departed_on": soon}, by=by, is_planned=True)
    for journey in (one, two):
        end_journey(journey, by=by, ending=Ending.RETURNED, ended_on=today())
    end_person(two.person, by=by, reason="died")
    content = exported(cast, f"/journeys/exports/?status={status}&", [each.name for each in journeys.COLUMNS])
    assert rows_of(content) == {"": 3, "planned": 1, "ended": 2}[status]
    assert summary(cast, content) == NOTHING_NEW


def test_an_older_list_that_corrects_a_name_begins_no_journey_again(cast: Cast) -> None:
    settle(cast)
    by, journey = cast.township_officer, Journey.objects.get(person__name=person(1)[1])
    end_journey(journey, by=by, ending=Ending.RETURNED, ended_on=today())
    batch = stage_roster(roster([person(1, 备注="村里的老组长")]), "x.xlsx", org=cast.township, by=by)
    assert accept_batch(batch, by=by) == 1
    assert Journey.objects.filter(person=journey.person).count() == 1


def test_what_a_form_chose_reads_back_as_chosen(cast: Cast) -> None:
    settle(cast)
    journey = Journey.objects.get(person__name=person(1)[1])
    correct_departure(
        journey,
        {"occupation": Occupation.values[0], "occupation_words": "", "leave_reason": LeaveReason.values[0]},
        by=cast.township_officer,
    )
    content = exported(cast, "/journeys/exports/", [column.name for column in journeys.COLUMNS])
    assert summary(cast, content) == NOTHING_NEW


def test_an_export_in_english_reads_back_too(cast: Cast) -> None:
    settle(cast)
    with override("en"):
        content = people.people_workbook([], [])
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]
    assert heads[:2] == ["编号", "姓名"]


def test_the_list_of_the_silent_changes_nothing(cast: Cast) -> None:
    settle(cast)
    content = exported(cast, f"/reports/silent/{cast.township.ref}/exports/")
    assert summary(cast, content) == NOTHING_NEW


@pytest.mark.parametrize("query", ["measure=away", "measure=reported&rest=1"])
def test_the_list_behind_a_figure_changes_nothing(cast: Cast, query: str) -> None:
    settle(cast)
    address = f"/figures/{cast.township.ref}/rows/exports/?period={Period.of(today())}&{query}"
    content = signed_in(cast.township_officer).post(address).content
    found, _checked = check_roster(content, "x.xlsx", cast.township)
    assert found.summary() == NOTHING_NEW | {"seen": 3, "same": 3, "ignored": 0}


def test_a_list_of_claims_names_everybody_once(cast: Cast) -> None:
    for _time in range(2):
        claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    address = f"/figures/{cast.township.ref}/rows/exports/?period={Period.of(today())}&measure=claims"
    content = signed_in(cast.township_officer).post(address).content
    found, _checked = check_roster(content, "x.xlsx", cast.township)
    assert (found.summary()["seen"], found.summary()["same"]) == (1, 1)


def test_the_figures_themselves_are_no_roster(cast: Cast) -> None:
    settle(cast)
    sent = {"period": str(Period.of(today()))}
    content = signed_in(cast.township_officer).post(f"/figures/{cast.township.ref}/exports/", sent).content
    with pytest.raises(Unreadable, match="没有找到表头"):
        check_roster(content, "x.xlsx", cast.township)


def test_rows_to_mend_mended_in_no_way_change_nothing(cast: Cast) -> None:
    settle(cast)
    by = cast.township_officer
    batch = stage_roster(roster([person(9, 身份证号=misread(9))]), "x.xlsx", org=cast.township, by=by)
    client = Client()
    assert by.account is not None
    client.force_login(by.account)
    content = client.get(f"/imports/{batch.ref}/mending/").content
    assert summary(cast, content) == NOTHING_NEW | {"refused": 1}
