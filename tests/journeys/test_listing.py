"""The list of journeys: narrowed, paged, exported as it is shown (A-01, A-03; story.md, States)."""

import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import end_journey, record_departure
from banyan.journeys.actions.receipt import issue_journey_paper
from banyan.journeys.queries.journey import ORDER, journeys_in_reach, open_journey_of
from banyan.journeys.rules.standing import Absence, Limits, judge, months_away
from banyan.orgs.actions import open_org
from banyan.shared.clock import today
from banyan.shared.dates import earliest_day
from banyan.shared.paging import page_of
from tests.journeys.scenes import away, confirmed, region, sent, signed_in

LIST_QUERIES = 12
PERSON_QUERIES = 16
LEAVERS_QUERIES = 5
HOSTS_QUERIES = 11
LIST = "journeys:list"


def names_in(desk: Client, **wanted: str) -> list[str]:
    words = desk.get(reverse(LIST), wanted).content.decode()
    people = ("何远山", "朱小满", "邓青", "叶知秋")
    return [name for name in people if f">{name}</a>" in words]


@pytest.fixture
def four(cast: Cast) -> Cast:
    """何远山 short and confirmed; 朱小满 should transfer; 邓青 prepares; 叶知秋 of 宝南 floats, has sent."""
    confirmed(cast, away(cast))
    issue_journey_paper(
        away(cast, cast.second_member, departed_on="2020-03", is_fixed=True), "receipt", by=cast.secretary
    )
    record_departure(cast.third_member, {"departed_on": "2027-03"}, by=cast.secretary, is_planned=True)
    sent(cast, away(cast, cast.baonan_member, departed_on="2020-03", is_fixed=False))
    return cast


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["何远山", "朱小满", "邓青", "叶知秋"]),
        ({"status": "away"}, ["何远山", "朱小满", "叶知秋"]),
        ({"status": "planned"}, ["邓青"]),
        ({"status": "ended"}, []),
        ({"standing": "short"}, ["何远山", "邓青"]),
        ({"standing": "floating"}, ["叶知秋"]),
        ({"standing": "should_transfer"}, ["朱小满"]),
        ({"checked_in": "yes"}, ["何远山"]),
        ({"checked_in": "no", "status": "away"}, ["朱小满", "叶知秋"]),
        ({"receipt": "returned"}, ["何远山"]),
        ({"receipt": "carried"}, ["朱小满"]),
        ({"text": "zxm"}, ["朱小满"]),
        ({"text": "叶"}, ["叶知秋"]),
        ({"status": "nonsense"}, ["何远山", "朱小满", "邓青", "叶知秋"]),
    ],
)
def test_the_list_is_narrowed(four: Cast, wanted: dict[str, str], names: list[str]) -> None:
    assert names_in(signed_in(four.township_officer), **wanted) == names


def test_each_row_says_its_standing_with_the_reason(four: Cast) -> None:
    words = signed_in(four.township_officer).get(reverse(LIST)).content.decode()
    assert "应转组织关系" in words
    assert "地点不固定或经常变动，保留组织关系，按流动党员管理。" in words
    assert "外出（含预计）0个月，不满6个月" in words
    assert "不满6个月，组织关系不用转，开党员证明信。" in words


def test_every_office_sees_its_own_reach(four: Cast) -> None:
    assert names_in(signed_in(four.secretary)) == ["何远山", "朱小满", "邓青"]
    assert names_in(signed_in(four.baonan_secretary)) == ["叶知秋"]
    assert len(names_in(signed_in(four.county_officer))) == 4
    only = {"org": str(four.baonan.ref)}
    assert names_in(signed_in(four.county_officer), **only) == ["叶知秋"]
    for viewer in (four.other_county_officer, four.other_township_officer, four.other_secretary):
        assert names_in(signed_in(viewer)) == []
        assert names_in(signed_in(viewer), org=str(four.shazhou.ref)) == []
    for viewer in (viewer_of(four.member), four.floating_secretary, four.auditor):
        assert signed_in(viewer).get(reverse(LIST)).status_code == 403


def test_a_telephone_number_is_not_looked_for_by_an_address(four: Cast) -> None:
    answer = signed_in(four.secretary).get(reverse(LIST), {"text": "15400000001"})
    assert "用手机号找人，请到党员名单里" in answer.content.decode()


def test_what_has_ended_is_found_when_it_is_asked_for(four: Cast) -> None:
    journey = open_journey_of(four.member)
    assert journey is not None
    end_journey(journey, by=four.secretary, ending="returned", ended_on=today())
    assert names_in(signed_in(four.secretary), status="ended") == ["何远山"]
    words = signed_in(four.secretary).get(reverse("journeys:person", args=[four.member.ref])).content.decode()
    assert "以前的外出" in words
    assert "返乡" in words


def test_the_workbook_holds_what_the_list_shows_and_no_more(four: Cast) -> None:
    desk = signed_in(four.township_officer)
    answer = desk.post(f"{reverse('journeys:export')}?standing=short")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["编号", "姓名", "所在党支部", "外出时间", "外出地"]
    assert [row[1] for row in rows[1:]] == ["邓青", "何远山"]
    assert rows[2][0] == str(four.member.ref)
    assert "汝城县驻广州流动党支部" in rows[2]
    assert "15400000001" not in str(rows)
    assert "棠下东街" not in str(rows)
    entry = Entry.objects.get(act="journeys.exported")
    assert (entry.details["count"], entry.actor_label) == (2, "谭见山")
    assert signed_in(four.auditor).post(reverse("journeys:export")).status_code == 403
    other = signed_in(four.other_township_officer).post(reverse("journeys:export"))
    foreign = CalamineWorkbook.from_filelike(io.BytesIO(other.content)).get_sheet_by_index(0).to_python()
    assert len(foreign) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.baonan_member][:people]:
        confirmed(cast, away(cast, person))
    desk = signed_in(cast.township_officer)
    with django_assert_num_queries(LIST_QUERIES):
        words = desk.get(reverse(LIST)).content.decode()
    assert words.count('<th scope="row">') == people


@pytest.mark.parametrize("people", [1, 3])
def test_those_at_home_cost_the_same_for_one_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.second_member, cast.third_member][: 3 - people]:
        away(cast, person)
    desk = signed_in(cast.secretary)
    with django_assert_num_queries(LEAVERS_QUERIES):
        words = desk.get(reverse("journeys:leavers")).content.decode()
    assert words.count('class="cell"') == people


@pytest.mark.parametrize("hosts", [1, 3])
def test_the_hosts_cost_the_same_for_one_and_for_three(
    cast: Cast, hosts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    away(cast)
    for number in range(1, hosts):
        open_org(
            by=cast.county_officer,
            parent=cast.township,
            kind="floating",
            name=f"驻佛山第{number}流动党支部",
            region=region("440605"),
        )
    phone = signed_in(viewer_of(cast.member))
    with django_assert_num_queries(HOSTS_QUERIES):
        words = phone.get(reverse("journeys:own-hosts")).content.decode()
    assert words.count('name="host"') == hosts


@pytest.mark.parametrize("journeys", [1, 3])
def test_a_persons_page_costs_the_same_for_one_journey_and_for_three(
    cast: Cast, journeys: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(journeys):
        journey = confirmed(cast, away(cast, departed_on=f"202{number}-03")).journey
        if number + 1 < journeys:
            end_journey(journey, by=cast.secretary, ending="returned", ended_on=today())
    desk = signed_in(cast.secretary)
    # One look is written; PostgreSQL finds the head of the record and writes in one.
    with django_assert_num_queries(PERSON_QUERIES - (connection.vendor == "postgresql")):
        desk.get(reverse("journeys:person", args=[cast.member.ref]))


def test_a_page_of_many_goes_on_where_the_last_one_ended(cast: Cast) -> None:
    for person in (cast.member, cast.second_member, cast.baonan_member):
        away(cast, person)
    first = page_of(journeys_in_reach(cast.township_officer), ORDER, rows=2)
    second = page_of(journeys_in_reach(cast.township_officer), ORDER, rows=2, mark=first.next_mark)
    names = [journey.person.name for journey in [*first.rows, *second.rows]]
    assert names == ["何远山", "叶知秋", "朱小满"]
    assert second.next_mark == ""


@pytest.mark.parametrize(
    ("departed_on", "since", "is_fixed", "standing"),
    [
        ("2026-05-24", "2026-05-24", True, "short"),
        ("2026-05-23", "2026-05-23", True, "should_transfer"),
        ("2026-05-23", "2026-05-23", False, "floating"),
        ("2025-01", "2026-06", True, "floating"),
        ("2025-01", "2026-05", True, "should_transfer"),
        ("2026-12", "2026-12", True, "short"),
    ],
)
def test_the_standing_on_its_boundaries(departed_on: str, since: str, is_fixed: bool, standing: str) -> None:
    absence = Absence(departed_on, since, is_fixed)
    judgement = judge(absence, earliest_day("2026-11-23"), Limits())
    assert judgement.standing == standing
    assert judgement.months >= 0


@pytest.mark.parametrize(("day", "is_late"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_transfer_is_late_from_the_day_after_its_deadline(day: str, is_late: bool) -> None:
    judgement = judge(Absence("2026-03", "2026-03", True), earliest_day(day), Limits())
    assert (str(judgement.deadline), judgement.is_late) == ("2026-11-30", is_late)


def test_a_departure_to_come_has_lasted_no_month() -> None:
    assert months_away("2027-03", None, earliest_day("2026-11-23")) == 0


@time_machine.travel("2026-11-23 12:00+08:00", tick=False)
def test_the_member_reads_his_standing_and_until_when(cast: Cast) -> None:
    facts = {"departed_on": "2026-03", "region": region("440106"), "is_fixed": True}
    record_departure(cast.member, facts, by=cast.secretary)
    words = signed_in(viewer_of(cast.member)).get(reverse("journeys:own")).content.decode()
    assert "外出8个月，地点固定，在现居城市（含预计）8个月，应当转接组织关系。" in words
    assert "请在2026年11月30日前办理。" in words
