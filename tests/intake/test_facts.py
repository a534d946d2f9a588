"""No fact of a roster is dropped: where each field ends up, dated, and back again by undo (A-02, G-06)."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster, undo_batch
from banyan.intake.models import Batch
from banyan.intake.queries.batches import counts_of
from banyan.intake.reading.results import FIELDS
from banyan.intake.rules import since_when
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import Journey, Stop
from banyan.orgs.viewers import Viewer
from banyan.people.models import Arrival, Household, Membership, Person
from banyan.shared.clock import today
from tests.intake.townships import HEADS, person, roster

LEFT = {
    "姓名": "盘实诚", "性别": "男", "民族": "瑶族", "学历": "高中", "人员类别": "预备党员", "转正时间": "2009.7",
    "是否流动党员": "是", "是否失联": "否", "流入时间": "2022.4", "职业": "厨师", "外出原因": "经商",
    "活动证": "是",
    "流入地党组织": "大石街道某支部", "流入地党组织负责人": "石某", "流入地联系电话": "020-8888123",
    "备注": "老实", "家庭住址": "村口第九户", "户主": "盘老爷", "与户主关系": "儿子", "家庭人口": "5", "外出人数": "2",
    "留守老人": "1", "留守儿童": "2", "留守人员": "母亲、小儿", "家庭情况": "父亲卧病", "困难情况": "缺药",
}  # fmt: skip
WIDE = (*HEADS, *(head for head in LEFT if head not in HEADS))
SERIAL = 31


def row(serial: int = SERIAL, **cells: str) -> list[str]:
    short = person(serial, **{head: value for head, value in LEFT.items() if head in HEADS})
    told = dict(zip(HEADS, short, strict=True)) | LEFT | cells
    return [told[head] for head in WIDE]


def staged(cast: Cast, *rows: list[str], by: Viewer | None = None) -> Batch:
    return stage_roster(
        roster(rows, heads=WIDE), "名册.xlsx", org=cast.township, by=by or cast.township_officer
    )


def taken(cast: Cast, *rows: list[str]) -> Batch:
    batch = staged(cast, *rows)
    assert accept_batch(batch, by=cast.township_officer) == len(rows), batch.rows.first().reading()  # type: ignore[union-attr]
    return batch


def known(name: str = "盘实诚") -> Person:
    return Person.objects.select_related("home").get(name=name)


def stop() -> Stop:
    return Stop.objects.select_related("journey").get(journey__person__name="盘实诚")


# For each field of the reading where a member who left keeps it.
ENDS_UP: Mapping[str, Callable[[], Any]] = {
    "name": lambda: known().name == "盘实诚",
    "sex": lambda: known().sex == "男",
    "birth": lambda: known().birth == "1985-04-12",
    "id_number": lambda: bool(known().id_number),
    "phone": lambda: known().phone.open() == f"1547{SERIAL:07d}",
    "ethnicity": lambda: known().ethnicity == "瑶族",
    "education": lambda: known().education == "高中",
    "category": lambda: known().category == "probationary",
    "joined_on": lambda: known().joined_on == "2008-06",
    "full_member_on": lambda: known().full_member_on == "2009-07",
    "branch": lambda: known().home.name == "沙洲瑶族村党支部",
    "floating": lambda: known().told_floating is True and known().told_on == today(),
    "lost": lambda: known().told_lost is False,
    "direction": lambda: stop().journey.status == "away",
    "departed_on": lambda: stop().journey.departed_on == "2022-03",
    "arrived_on": lambda: stop().arrived_on == "2022-04",
    "destination": lambda: (stop().region_id, stop().place_words) == ("440113", "广东广州番禺"),
    "employer": lambda: stop().employer == "远成电子厂",
    "occupation": lambda: stop().occupation_words == "厨师",
    "reason": lambda: stop().journey.leave_reason == "经商",
    "has_certificate": lambda: stop().journey.has_certificate is True,
    "host_organisation": lambda: stop().host_name == "大石街道某支部",
    "host_head": lambda: stop().host_head == "石某",
    "host_phone": lambda: stop().host_phone.open() == "020-8888123",
    "note": lambda: known().note.open() == "老实",
}
# What only a host's list has a column for; tests/intake/test_inflow.py shows where it stands.
OF_GUESTS = {"origin", "home_organisation"}


def test_every_field_of_the_reading_ends_up_somewhere(cast: Cast) -> None:
    assert set(ENDS_UP) | OF_GUESTS == set(FIELDS)
    assert {field.name for field in Arrival._meta.fields} >= {"origin", "home_words"}
    taken(cast, row())
    assert [name for name, ends_up in ENDS_UP.items() if not ends_up()] == []


def test_the_household_is_kept_with_the_member_and_comes_again_unchanged(cast: Cast) -> None:
    taken(cast, row())
    household = Household.objects.select_related("person").get()
    assert (household.person.name, household.relation, household.size, household.away) == (
        "盘实诚",
        "儿子",
        "5",
        "2",
    )
    sealed = (household.head, household.elders, household.children, household.left_behind, household.family)
    assert [each.open() for each in sealed] == ["盘老爷", "1", "2", "母亲、小儿", "父亲卧病"]
    assert (household.needs.open(), household.told_on) == ("缺药", today())
    assert household.person.address.open() == "村口第九户"
    again = counts_of(staged(cast, row()))
    assert (again["same"], again["new"] + again["changed"] + again["question"]) == (1, 0)


def test_a_newer_list_corrects_and_undo_brings_back(cast: Cast) -> None:
    taken(cast, row())
    newer = {
        "困难情况": "缺药、缺人照看",
        "人员类别": "正式党员",
        "流入地党组织": "小石街道某支部",
        "家庭住址": "村口第十户",
    }
    batch = taken(cast, row(**newer))
    found = known(), Household.objects.get(), stop()
    assert (found[0].category, found[0].address.open(), found[1].needs.open(), found[2].host_name) == (
        "full", "村口第十户", "缺药、缺人照看", "小石街道某支部",
    )  # fmt: skip
    assert undo_batch(batch, by=cast.township_officer) == 0
    found = known(), Household.objects.get(), stop()
    assert (found[0].category, found[0].address.open(), found[1].needs.open(), found[2].host_name) == (
        "probationary", "村口第九户", "缺药", "大石街道某支部",
    )  # fmt: skip


def test_without_a_departure_what_belongs_to_one_stands_in_the_note(cast: Cast) -> None:
    taken(cast, row(外出时间="", 流入时间=""))
    note = known().note.open()
    for words in (
        "流入地党组织：大石街道某支部",
        "外出地点：广东广州番禺",
        "工作单位：远成电子厂",
        "职业：厨师",
        "持有活动证：是",
    ):
        assert words in note
    assert not Journey.objects.filter(person=known()).exists()
    assert counts_of(staged(cast, row(外出时间="", 流入时间="")))["same"] == 1


LOST = {"是否失联": "是", "失联时间": "2023年5月"}


def lost_row(**cells: str) -> list[list[str]]:
    return [[*WIDE, "失联时间"], [*row(**{**LOST, **cells}), {**LOST, **cells}["失联时间"]]]


def taken_lost(cast: Cast, **cells: str) -> Batch:
    heads, cells_of = lost_row(**cells)
    batch = stage_roster(
        roster([cells_of], heads=heads), "失联.xlsx", org=cast.township, by=cast.township_officer
    )
    accept_batch(batch, by=cast.township_officer)
    return batch


def test_whom_a_roster_calls_lost_is_away_no_longer_from_that_day(cast: Cast) -> None:
    taken_lost(cast)
    journey = Journey.objects.get(person=known())
    assert (journey.status, journey.ending, str(journey.ended_on)) == ("ended", "lost_contact", "2023-05-01")
    assert (known().told_lost, known().lost_since, known().note.open()) == (True, "2023-05", "老实")
    heads, cells = lost_row()
    again = stage_roster(
        roster([cells], heads=heads), "失联2.xlsx", org=cast.township, by=cast.township_officer
    )
    assert counts_of(again)["same"] == 1


def test_found_again_the_journey_goes_on_and_undo_ends_it_anew(cast: Cast) -> None:
    taken_lost(cast)
    found = taken(cast, row())
    assert [(each.status, each.ended_on) for each in Journey.objects.filter(person=known())] == [
        ("away", None)
    ]
    assert undo_batch(found, by=cast.township_officer) == 0
    assert [each.ending for each in Journey.objects.filter(person=known())] == ["lost_contact"]


def test_lost_on_the_way_and_taken_back_the_journey_and_the_stay_go_on(cast: Cast) -> None:
    taken(cast, row())
    batch = taken_lost(cast)
    assert Journey.objects.get(person=known()).ending == "lost_contact"
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert [(each.status, each.ending) for each in Journey.objects.filter(person=known())] == [("away", "")]
    assert Stop.objects.get(journey__person=known()).until_day is None


@pytest.mark.parametrize(
    ("words", "since"),
    [("2023年5月", "2023-05"), ("2023.12.3", "2023-12-03"), ("2023", "2023"), ("不详", ""), ("2023.13", "")],
)
def test_since_when_he_is_lost(words: str, since: str) -> None:
    assert since_when(words) == since


def test_the_family_shows_at_home_and_not_to_the_county(cast: Cast, client: Client) -> None:
    taken(cast, row())
    address = reverse("people:card", args=[known().ref])
    client.force_login(cast.secretary.account)
    assert all(words in client.get(address).content.decode() for words in ("盘老爷", "缺药", "母亲、小儿"))
    client.force_login(cast.county_officer.account)
    page = client.get(address).content.decode()
    assert [words for words in ("盘老爷", "缺药", "母亲、小儿", "父亲卧病") if words in page] == []


def test_a_host_of_our_own_sees_nothing_of_the_family(cast: Cast, client: Client) -> None:
    taken(cast, row())
    Membership.objects.create(person=known(), org=cast.floating, kind="host", from_day=today())
    client.force_login(cast.floating_secretary.account)
    page = client.get(reverse("people:card", args=[known().ref])).content.decode()
    assert "盘实诚" in page
    assert "盘老爷" not in page


def test_a_departure_entered_by_hand_is_ended_by_the_roster(cast: Cast) -> None:
    record_departure(cast.member, {"departed_on": "2020-03"}, by=cast.secretary)
    taken_lost(
        cast, 姓名=cast.member.name, 身份证号=cast.member.id_number.open(), 外出时间="2020.3", 出生年月=""
    )
    assert Journey.objects.get(person=cast.member).ending == "lost_contact"
