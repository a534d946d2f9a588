"""The member reads who looked at his data, and what is held on him; nobody else does."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.actions.departure import record_departure
from banyan.orgs.viewers import Viewer
from banyan.people.actions import correct_person, look_at, record_people_export, reveal
from banyan.people.models import Person
from banyan.privacy.queries import holdings_on, roads_to_a_person

LOOKS, MINE = "privacy:looks", "privacy:mine"
LOOKS_QUERIES = 8


def page(person: Person, name: str = LOOKS, **query: str) -> str:
    return client_of(viewer_of(person)).get(reverse(name), query).content.decode()


def client_of(viewer: Viewer) -> Client:
    assert viewer.account is not None
    client = Client()
    client.force_login(viewer.account)
    return client


def test_a_reveal_is_told_to_the_member_with_who_what_and_why(cast: Cast) -> None:
    reveal(cast.member, "phone", by=cast.secretary, reason="电话通知开会")
    text = page(cast.member)
    for words in ("朱望舒", "村党支部书记", "查看了完整信息：联系电话", "事由：电话通知开会"):
        assert words in text
    assert cast.member.phone.open() not in text


def test_opening_his_card_is_told_to_the_member(cast: Cast) -> None:
    look_at(cast.member, by=cast.township_officer)
    assert "打开了党员卡片" in page(cast.member)


def test_a_list_that_may_have_held_him_is_told_to_the_member(cast: Cast) -> None:
    record_people_export(by=cast.county_officer, rows=3)
    assert "导出了党员名单（汝城县）" in page(cast.member)
    assert "导出了党员名单" not in page(cast.other_member)


def test_corrections_stand_under_everything_and_not_under_looks(cast: Cast) -> None:
    correct_person(cast.member, {"education": "大学专科"}, by=cast.secretary)
    assert "更正了党员信息" not in page(cast.member)
    assert "更正了党员信息：学历" in page(cast.member, all="")


def test_his_own_acts_are_not_looks(cast: Cast) -> None:
    look_at(cast.member, by=viewer_of(cast.member))
    assert "还没有人看过" in page(cast.member)


def test_nobody_reads_the_looks_at_somebody_else(cast: Cast) -> None:
    reveal(cast.member, "phone", by=cast.secretary, reason="电话通知开会")
    assert "电话通知开会" not in page(cast.second_member)
    for viewer in (cast.secretary, cast.county_officer, cast.auditor):
        assert client_of(viewer).get(reverse(LOOKS)).status_code == 404
        assert client_of(viewer).get(reverse(MINE)).status_code == 404
    assert Client().get(reverse(LOOKS)).status_code == 302


def test_the_looks_go_on_over_pages(cast: Cast) -> None:
    for _look in range(51):
        look_at(cast.member, by=cast.secretary)
    client = client_of(viewer_of(cast.member))
    first = client.get(reverse(LOOKS)).context["found"]
    second = client.get(reverse(LOOKS), {"mark": first.next_mark}).context["found"]
    assert (len(first.rows), len(second.rows), second.next_mark) == (50, 1, "")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_looks_ask_the_database_as_often_for_three_rows_as_for_one(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _look in range(rows):
        look_at(cast.member, by=cast.secretary)
    client = client_of(viewer_of(cast.member))
    with django_assert_num_queries(LOOKS_QUERIES):
        client.get(reverse(LOOKS))


def test_the_member_sees_what_is_held_his_phone_whole_and_his_id_masked(cast: Cast) -> None:
    correct_person(cast.member, {"joined_on": "2001-05-03"}, by=cast.secretary)
    text = page(cast.member, MINE)
    assert cast.member.phone.open() in text
    assert ("2001年5月3日" in text, "2001-05-03" in text) == (True, False)
    assert cast.member.address.open() in text
    assert cast.member.id_number.masked in text
    assert cast.member.id_number.open() not in text
    assert "沙洲瑶族村党支部" in text


def test_every_table_that_holds_something_of_his_is_listed(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = {"departed_on": "2025-03", "place_words": "广东省广州市"}
    check_in_at(
        record_departure(cast.member, here, by=cast.secretary),
        {},
        by=viewer_of(cast.member),
        host=cast.floating,
    )
    holdings_on(cast.member)
    with django_assert_num_queries(1):
        held = {str(holding.words): holding.rows for holding in holdings_on(cast.member)}
    assert {name: held[name] for name in ("组织归属", "外出", "在外地点", "报到")} == {
        "组织归属": 1,
        "外出": 1,
        "在外地点": 1,
        "报到": 1,
    }
    assert all(rows > 0 for rows in held.values())
    assert holdings_on(cast.second_member)[0].rows == 1


def test_what_hangs_on_a_row_of_his_is_his(cast: Cast) -> None:
    roads = {model.__name__: found for model, found in roads_to_a_person().items()}
    assert roads["Arrival"] == ["stay__person__pk"]
    assert roads["ReceiptPhoto"] == ["check_in__journey__person__pk"]
    assert roads["TransferCheck"] == ["claimant__pk", "holder__pk"]
    assert {"Organisation", "Task", "Account"}.isdisjoint(roads)
