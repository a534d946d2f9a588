"""The figures pages: numbers that open to their lists, in a fixed number of queries."""

import io
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.orgs.viewers import Viewer
from banyan.people.actions import close_stays, open_stay
from tests.insight.stories import confirmed, journey_of, october

BOARD_QUERIES = 44
ROWS_QUERIES = 10


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def board(cast: Cast) -> str:
    return f"/figures/{cast.county.ref}/"


def test_the_page_says_numerator_denominator_and_definition(cast: Cast) -> None:
    lives = october(cast)
    confirmed(lives["long"], cast.floating, "2021-09-01")
    page = signed_in(cast.county_officer).get(f"{board(cast)}?period=2021-10").content.decode()
    assert "1 / 2（50.0%）" in page
    assert "本次外出的报到在期末前已获确认" in page
    assert "广东省" in page


def test_a_figure_opens_to_its_two_lists(cast: Cast) -> None:
    lives = october(cast)
    confirmed(lives["long"], cast.floating, "2021-09-01")
    client = signed_in(cast.county_officer)
    address = f"{board(cast)}rows/?period=2021-10&measure=checked_in"
    assert cast.member.name in client.get(address).content.decode()
    rest = client.get(f"{address}&rest=1").content.decode()
    assert cast.second_member.name in rest
    assert cast.member.name not in rest


def test_a_class_of_the_structure_opens_to_its_people(cast: Cast) -> None:
    october(cast)
    client = signed_in(cast.county_officer)
    page = client.get(f"{board(cast)}rows/?period=2021-10&measure=away&destination=44").content.decode()
    assert cast.member.name in page
    empty = client.get(f"{board(cast)}rows/?period=2021-10&measure=away&destination=31").content.decode()
    assert cast.member.name not in empty


def test_a_standing_opens_to_its_people(cast: Cast) -> None:
    october(cast)
    address = f"{board(cast)}rows/?period=2021-10&measure=should_transfer"
    page = signed_in(cast.county_officer).get(address).content.decode()
    assert cast.member.name in page
    assert cast.second_member.name not in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_queries_of_the_board_do_not_grow(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.third_member][:people]:
        journey_of(person, "2021-01")
    client = signed_in(cast.county_officer)
    client.get("/")
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(f"{board(cast)}?period=2021-10")


@pytest.mark.parametrize("people", [1, 3])
def test_the_queries_of_a_list_do_not_grow(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.third_member][:people]:
        journey_of(person, "2021-01")
    client = signed_in(cast.county_officer)
    client.get("/")
    with django_assert_num_queries(ROWS_QUERIES):
        client.get(f"{board(cast)}rows/?period=2021-10&measure=away")


def test_the_export_holds_what_the_page_shows_and_is_remembered(cast: Cast) -> None:
    october(cast)
    answer = signed_in(cast.county_officer).post(f"{board(cast)}exports/", {"period": "2021-10"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    away = next(row for row in rows if row[0] == "外出党员")
    assert away[1] == 2
    assert Entry.objects.filter(act="figures.exported").count() == 1


def test_an_outsider_finds_no_such_page(cast: Cast) -> None:
    for viewer in cast.outsiders:
        client = signed_in(viewer)
        assert client.get(board(cast)).status_code == 404
        assert client.get(f"{board(cast)}rows/").status_code == 404
        assert client.post(f"{board(cast)}exports/").status_code == 404


def test_a_branch_secretary_sees_but_may_not_export(cast: Cast) -> None:
    address = f"/figures/{cast.shazhou.ref}/"
    client = signed_in(cast.secretary)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}exports/").status_code == 403


def test_a_guest_who_left_still_counts_and_is_named_no_longer(cast: Cast) -> None:
    open_stay(cast.other_member, cast.floating, by=cast.floating_secretary, from_day=date(2021, 10, 1))
    desk, rows = signed_in(cast.county_officer), f"{board(cast)}rows/?period=2021-10&measure=inflow"
    assert cast.other_member.name in desk.get(rows).content.decode()
    close_stays(cast.other_member, by=cast.floating_secretary, until_day=date(2021, 11, 5))
    page = desk.get(rows).content.decode()
    assert cast.other_member.name not in page
    assert "已离开的党员" in page
