"""Not heard from: who, since when, what to write, for a branch, a township, a host (C-04, ideas 10)."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.journeys.models import CheckIn, Journey
from banyan.journeys.queries.report_silence import (
    period_asked,
    silences,
    silent_journeys,
    silent_page,
    tally_of,
)
from banyan.orgs.actions.policy import set_policy
from banyan.orgs.models import Organisation
from banyan.orgs.policies import REPORT_CADENCE, SILENCE_DAYS
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.shared.periods import Period
from banyan.tasks.actions import claim_task, draft_task, open_task
from tests.journeys.reports import all_away, away, hosted, member_away, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
NOVEMBER, OCTOBER = Period(2026, 11), Period(2026, 10)
SHANGHAI = ZoneInfo("Asia/Shanghai")
Queries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def _in_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=SHANGHAI), tick=False):
        yield


def names(viewer: Viewer, org: Organisation, period: Period = NOVEMBER) -> list[str]:
    return [row.person.name for row in silent_page(silent_journeys(viewer, org, period), period).rows]


def days(cast: Cast) -> int:
    found = silences(list(silent_journeys(cast.secretary, cast.shazhou, NOVEMBER)), NOVEMBER)
    return found[0].days


def test_whoever_owes_a_report_and_has_sent_none_is_on_the_list(cast: Cast) -> None:
    journeys = all_away(cast)
    reported(journeys["何远山"])
    reported(journeys["朱小满"], period=OCTOBER)
    assert set(names(cast.secretary, cast.shazhou)) == {"朱小满", "邓青"}
    assert set(names(cast.secretary, cast.shazhou, OCTOBER)) == {"何远山", "邓青"}


def test_a_township_sees_its_villages_and_a_village_itself(cast: Cast) -> None:
    all_away(cast)
    assert set(names(cast.township_officer, cast.township)) == {"何远山", "朱小满", "邓青", "叶知秋"}
    assert set(names(cast.county_officer, cast.county)) == {"何远山", "朱小满", "邓青", "叶知秋"}
    assert names(cast.baonan_secretary, cast.baonan) == ["叶知秋"]


def test_a_host_sees_those_who_stay_with_him(cast: Cast) -> None:
    journeys = all_away(cast)
    hosted(cast, cast.member)
    hosted(cast, cast.second_member)
    reported(journeys["朱小满"])
    assert names(cast.floating_secretary, cast.floating) == ["何远山"]
    tally = tally_of(cast.floating_secretary, cast.floating, NOVEMBER)
    assert (tally.due, tally.reported, tally.missing) == (2, 1, 1)


def test_who_left_after_the_month_or_came_home_in_it_owes_nothing(cast: Cast) -> None:
    away(cast.member, by=cast.secretary, departed_on="2026-11-05")
    assert names(cast.secretary, cast.shazhou, OCTOBER) == []
    Journey.objects.update(status="ended", ended_on=date(2026, 11, 8), ending="returned")
    assert names(cast.secretary, cast.shazhou, NOVEMBER) == []


def test_silence_runs_from_the_departure_when_nothing_was_heard_since(cast: Cast) -> None:
    away(cast.member, by=cast.secretary, departed_on="2026-09-01")
    assert days(cast) == 70


def test_a_report_is_a_sign_of_life_whatever_month_it_is_for(cast: Cast) -> None:
    journey = member_away(cast)
    with time_machine.travel(datetime(2026, 11, 10, 23, 30, tzinfo=SHANGHAI), tick=False):
        reported(journey, period=OCTOBER)
    with time_machine.travel(datetime(2026, 11, 17, 0, 30, tzinfo=SHANGHAI), tick=False):
        assert days(cast) == 7


def test_a_check_in_is_a_sign_of_life(cast: Cast) -> None:
    journey = member_away(cast)
    CheckIn.objects.create(
        journey=journey,
        org=cast.shazhou,
        host=cast.floating,
        status="sent",
        sent_at=now() - timedelta(days=4),
    )
    assert days(cast) == 4


def test_a_claim_is_a_sign_of_life(cast: Cast) -> None:
    member_away(cast)
    facts = {"title": "卖橙子", "words": "", "place": "", "needs": "", "quota": None}
    deadline = now() + timedelta(days=30)
    task = draft_task(cast.shazhou, {**facts, "deadline": deadline}, by=cast.secretary)
    open_task(task, by=cast.secretary)
    claim_task(task, cast.member, by=cast.secretary)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert days(cast) == 2


def test_the_longest_silence_stands_first(cast: Cast) -> None:
    away(cast.member, by=cast.secretary, departed_on="2026-09")
    away(cast.second_member, by=cast.secretary, departed_on="2025")
    away(cast.third_member, by=cast.secretary, departed_on="2026-10-20")
    assert names(cast.secretary, cast.shazhou) == ["朱小满", "何远山", "邓青"]


def test_a_long_silence_is_marked_by_the_policy(cast: Cast) -> None:
    away(cast.member, by=cast.secretary, departed_on="2026-10-11")
    found = silent_journeys(cast.secretary, cast.shazhou, NOVEMBER)
    assert [row.is_long for row in silences(list(found), NOVEMBER)] == [True]
    set_policy(cast.township, SILENCE_DAYS, 31, by=cast.township_officer)
    assert [row.is_long for row in silences(list(found), NOVEMBER)] == [False]


def test_a_branch_that_asks_each_quarter_is_silent_only_when_the_quarter_ends(cast: Cast) -> None:
    all_away(cast)
    set_policy(cast.baonan, REPORT_CADENCE, "quarter", by=cast.township_officer)
    assert "叶知秋" not in names(cast.township_officer, cast.township, NOVEMBER)
    assert "叶知秋" in names(cast.township_officer, cast.township, Period(2026, 9))
    assert str(period_asked(cast.baonan)) == "2026-Q4"
    assert names(cast.baonan_secretary, cast.baonan, Period(2026, 4, "quarter")) == ["叶知秋"]


@pytest.mark.parametrize("wanted", ["", "2027-01", "next month", "2026-13"])
def test_a_period_that_cannot_be_is_the_present_one(cast: Cast, wanted: str) -> None:
    assert period_asked(cast.shazhou, wanted) == NOVEMBER


def test_the_public_text_names_nobody(cast: Cast) -> None:
    all_away(cast)
    words = tally_of(cast.secretary, cast.shazhou, NOVEMBER).words
    assert "还有3人没有消息" in words
    assert not any(name in words for name in ("何远山", "朱小满", "邓青"))


# The screen.


def page(client: Client, viewer: Viewer, org: Organisation, query: str = "") -> str:
    client.force_login(viewer.account)
    answer = client.get(f"/reports/silent/{org.ref}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_offers_a_text_for_each_and_one_for_all(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    text = page(client, cast.secretary, cast.shazhou)
    assert "应报告1人，已报告0人，还有1人没有消息" in text
    assert 'data-copy="#public-words"' in text
    assert f'data-copy="#words-{journey.pk}"' in text
    assert "何远山同志，您好！" in text


def test_one_finds_somebody_by_name_initials_and_branch(cast: Cast, client: Client) -> None:
    all_away(cast)
    assert "邓青" not in page(client, cast.township_officer, cast.township, "?text=何远山")
    assert "叶知秋" in page(client, cast.township_officer, cast.township, "?text=yzq")
    one_branch = page(client, cast.township_officer, cast.township, f"?branch={cast.baonan.ref}")
    assert "叶知秋同志" in one_branch
    assert "邓青同志" not in one_branch


def test_the_county_sees_the_list_without_the_lines_to_fill(cast: Cast, client: Client) -> None:
    all_away(cast)
    text = page(client, cast.county_officer, cast.county)
    assert "邓青同志" in text
    assert "勾选的人一起登记" not in text


def test_the_export_holds_what_is_shown_and_no_number_of_anybody(cast: Cast, client: Client) -> None:
    all_away(cast)
    client.force_login(cast.township_officer.account)
    answer = client.post(f"/reports/silent/{cast.township.ref}/exports/?text=何远山")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:5] == ("编号", "姓名", "党支部", "最后音讯", "未联系天数")
    assert [row[1] for row in rows[2:]] == ["何远山"]
    assert "15400000001" not in str(rows)
    entry = Entry.objects.get(act="reports.silence_exported")
    assert (entry.actor_label, entry.details["rows"]) == ("谭见山", 1)


def test_a_floating_branch_may_not_take_the_list_away(cast: Cast, client: Client) -> None:
    client.force_login(cast.floating_secretary.account)
    assert client.post(f"/reports/silent/{cast.floating.ref}/exports/").status_code == 403


def test_the_short_address_leads_to_ones_own_list(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    assert client.get("/reports/silent/").headers["Location"] == f"/reports/silent/{cast.shazhou.ref}/"
    client.force_login(cast.member.account)
    assert client.get("/reports/silent/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_the_database_for_one_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Queries, count: int
) -> None:
    for person in [cast.member, cast.second_member, cast.third_member][:count]:
        away(person, by=cast.secretary)
    client.force_login(cast.secretary.account)
    with django_assert_num_queries(13):
        client.get(f"/reports/silent/{cast.shazhou.ref}/")
