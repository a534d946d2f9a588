"""The home of each role: what is asked of a member, what waits on a desk, how a county stands."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.knock import leave_knock
from banyan.journeys.actions.report import follow_up_report, read_report, send_report, take_report
from banyan.journeys.models import CheckIn, Journey, Report
from banyan.journeys.rules.report import Told
from banyan.ledger.actions.closing import answer_objection, close_period, object_to
from banyan.ledger.models import Closing
from banyan.notify.queries import texts_to_pass_on
from banyan.orgs.models import Office
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, standing_at, today
from banyan.shared.periods import Period, midnight
from banyan.tasks.actions import claim_task, submit_claim
from banyan.tasks.models import Claim
from tests.tasks.work import village_task


def home_of(client: Client, viewer: Viewer) -> str:
    assert viewer.account
    client.force_login(viewer.account)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def away(cast: Cast, person: Person) -> Journey:
    return record_departure(
        person, {"departed_on": "2025-10-12", "place_words": "广东省广州市"}, by=cast.secretary
    )


def checked_in(cast: Cast, person: Person) -> CheckIn:
    return check_in_at(away(cast, person), {}, by=viewer_of(person), host=cast.floating)


def test_a_member_at_home_sees_his_branch_and_is_asked_nothing(client: Client, cast: Cast) -> None:
    page = home_of(client, viewer_of(cast.member))
    assert "沙洲瑶族村党支部" in page
    assert "现在没有外出登记" in page
    assert "本月报平安" not in page


def test_a_member_away_sees_both_homes_and_what_is_due(client: Client, cast: Cast) -> None:
    away(cast, cast.member)
    page = home_of(client, viewer_of(cast.member))
    assert "广东省广州市" in page
    assert "去报到" in page
    assert f"{Period.of(today()).words}还没报平安" in page


def test_a_report_is_one_tap_from_home(client: Client, cast: Cast) -> None:
    away(cast, cast.member)
    page = home_of(client, viewer_of(cast.member))
    period = str(Period.of(today()))
    assert f'name="period" value="{period}"' in page
    assert 'name="matter" value="well"' in page
    client.post(reverse("journeys:report"), {"period": period, "matter": "well"})
    assert Report.objects.get().period == period
    assert f"{Period.of(today()).words}已报平安" in client.get("/").content.decode()


def test_a_member_waiting_to_be_confirmed_sees_by_whom(client: Client, cast: Cast) -> None:
    checked_in(cast, cast.member)
    page = home_of(client, viewer_of(cast.member))
    assert "汝城县驻广州流动党支部" in page
    assert "等对方确认" in page


def test_the_answer_from_home_is_what_the_secretary_wrote(client: Client, cast: Cast) -> None:
    journey = away(cast, cast.member)
    told = Told(matter="need_help", words="孩子上学要什么材料")
    report = send_report(journey, told, by=viewer_of(cast.member), period=Period.of(today()))
    assert "家里的回音" not in home_of(client, viewer_of(cast.member))
    read_report(report, by=cast.secretary)
    follow_up_report(report, "带户口本和接种证，我陪家里老人去办", by=cast.secretary)
    page = home_of(client, viewer_of(cast.member))
    assert "带户口本和接种证，我陪家里老人去办" in page
    assert "朱望舒" in page


def test_a_host_sees_who_waits_to_be_confirmed(client: Client, cast: Cast) -> None:
    assert "都办完了" in home_of(client, cast.floating_secretary)
    check_in = checked_in(cast, cast.member)
    page = home_of(client, cast.floating_secretary)
    assert "等您确认的报到" in page
    assert reverse("journeys:check-in", args=[check_in.ref]) in page


def test_an_answer_by_the_township_is_not_named_the_villages(client: Client, cast: Cast) -> None:
    report = send_report(
        away(cast, cast.member), Told(), by=viewer_of(cast.member), period=Period.of(today())
    )
    read_report(report, by=cast.township_officer)
    page = home_of(client, viewer_of(cast.member))
    assert cast.township_officer.audit_label in page
    assert f"{cast.shazhou.name} {cast.township_officer.audit_label}" not in page


def test_the_auditors_home_leads_to_the_record(client: Client, cast: Cast) -> None:
    assert reverse("privacy:record") in home_of(client, cast.auditor).split("<main", 1)[1]


def test_whoever_has_left_his_office_is_told_so(client: Client, cast: Cast) -> None:
    Office.objects.filter(account=cast.secretary.account).update(until_day=today())
    page = home_of(client, cast.secretary)
    assert "您现在没有任职" in page
    assert "现在没有外出登记" not in page


def test_a_secretary_sees_unread_reports_and_who_is_silent(client: Client, cast: Cast) -> None:
    journey = away(cast, cast.member)
    away(cast, cast.second_member)
    told = Told(matter="need_help", words="孩子上学要什么材料")
    send_report(journey, told, by=viewer_of(cast.member), period=Period.of(today()))
    page = home_of(client, cast.secretary)
    assert "没看过的报告" in page
    assert "需要帮助" in page
    assert "已报告1人 / 应报告2人" in page
    assert "1人还没有消息" in page


def test_a_secretary_of_another_county_sees_none_of_it(client: Client, cast: Cast) -> None:
    send_report(away(cast, cast.member), Told(), by=viewer_of(cast.member), period=Period.of(today()))
    for outsider in cast.outsiders:
        page = home_of(client, outsider)
        assert cast.member.name not in page
        assert "沙洲" not in page


def test_a_county_officer_sees_the_four_figures_with_their_lists(client: Client, cast: Cast) -> None:
    checked_in(cast, cast.member)
    away(cast, cast.second_member)
    page = home_of(client, cast.county_officer)
    assert "外出党员" in page
    assert "0人 / 外出党员2人" in page
    rows = reverse("insight:rows", args=[cast.county.ref])
    assert f"{rows}?period={Period.of(today())}&amp;measure=away" in page


@pytest.mark.parametrize("office", ["secretary", "township_officer"])
def test_a_desk_costs_the_same_for_one_and_three_reports(
    client: Client, cast: Cast, office: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    viewer: Viewer = getattr(cast, office)
    assert viewer.account
    client.force_login(viewer.account)
    queries = {"secretary": 17, "township_officer": 30}[office]
    journeys = [away(cast, person) for person in (cast.member, cast.second_member, cast.third_member)]
    for count, journey in enumerate(journeys, 1):
        take_report(journey, Told(), by=cast.secretary, period=Period.of(today()), channel="phone")
        if count in (1, 3):
            with django_assert_num_queries(queries):
                client.get("/")


def test_a_note_at_the_door_and_an_objection_wait_on_the_desk(client: Client, cast: Cast) -> None:
    leave_knock(cast.floating, by=Viewer(), name="陈大树", home="沙洲", phone="15400000001")
    page = home_of(client, cast.floating_secretary)
    assert "等您打电话的人" in page
    assert "陈大树" not in page
    assert "等您打电话的人" not in home_of(client, cast.secretary)
    with standing_at(midnight(date(2026, 7, 3))):
        closing = close_period(cast.shazhou, "points", Period.parse("2026-H1"), by=cast.secretary)
    Closing.objects.update(until=now() + timedelta(days=1))
    closing.refresh_from_db()
    objection = object_to(closing, "少记了一次", by=viewer_of(cast.member))
    assert reverse("ledger:closing", args=[closing.ref]) in home_of(client, cast.secretary)
    answer_objection(objection, "补记了", by=cast.secretary)
    assert "等您答复的意见" not in home_of(client, cast.secretary)


def handed_in(cast: Cast) -> Claim:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖了四十箱", by=viewer_of(cast.member))
    return claim


def test_work_is_accepted_on_the_desk_itself(client: Client, cast: Cast) -> None:
    claim = handed_in(cast)
    page = home_of(client, cast.secretary)
    assert "卖了四十箱" in page
    address = reverse("tasks:accept", args=[claim.ref])
    assert f'hx-post="{address}"' in page
    answer = client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert "已完成" in answer
    assert "卖了四十箱" not in home_of(client, cast.secretary)


def test_the_counts_of_the_desk_follow_what_was_decided_on_it(client: Client, cast: Cast) -> None:
    claim = handed_in(cast)
    page = home_of(client, cast.secretary)
    assert 'hx-trigger="acted from:body" hx-swap="none" hx-select-oob="#waiting,#count-claims"' in page
    assert '<span class="count" id="count-claims">1</span>' in page
    answer = client.post(reverse("tasks:accept", args=[claim.ref]), headers={"HX-Request": "true"})
    assert answer["HX-Trigger"] == "acted"
    counts = client.get("/", headers={"HX-Request": "true"}).content.decode()
    assert '<span class="count" id="count-claims">0</span>' in counts
    assert '<p id="waiting" role="status">眼下没有等您办的事</p>' in counts
    assert "<html" not in counts


@pytest.mark.django_db(transaction=True)
def test_a_text_is_passed_on_from_the_desk_itself(client: Client, cast: Cast) -> None:
    journey, asks = away(cast, cast.third_member), Told(matter="need_help", words="怎么办转学")
    report = take_report(journey, asks, by=cast.secretary, period=Period.of(today()), channel="phone")
    follow_up_report(report, "材料已寄出", by=cast.secretary)
    text = texts_to_pass_on(cast.secretary)[0]
    page = home_of(client, cast.secretary)
    assert text.words in page
    assert f'hx-post="{reverse("notify:passed", args=[text.ref])}"' in page
