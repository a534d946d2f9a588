"""Reading reports, correcting them until then, and following up what they ask for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.report import (
    adopt_phone,
    correct_report,
    follow_up_report,
    read_report,
    read_reports,
    sample_report,
)
from banyan.journeys.models import Report
from banyan.journeys.queries.report import reports_seen_by, unread_reports
from banyan.journeys.rules.report import Told
from banyan.notify.models import Message
from banyan.notify.queries import messages_of, texts_to_pass_on
from banyan.people.actions import close_stays
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from tests.journeys.reports import all_away, hosted, member_away, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
NEW_PHONE = Told(matter="new_phone", new_phone="15400000099", words="换号了")
Queries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def _in_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """What is told after the commit is told."""
    return django_capture_on_commit_callbacks


# Correcting.


def test_the_member_says_it_differently_until_it_is_read(cast: Cast) -> None:
    report = reported(member_away(cast))
    correct_report(report, Told(matter="moved", new_place="佛山"), by=viewer_of(cast.member))
    report.refresh_from_db()
    assert (report.matter, report.new_place, report.period) == ("moved", "佛山", "2026-11")
    read_report(report, by=cast.secretary)
    with pytest.raises(Refused) as refusal:
        correct_report(report, Told(), by=viewer_of(cast.member))
    assert refusal.value.reason.code == "already_read"


def test_a_report_read_at_this_very_moment_is_not_changed(cast: Cast) -> None:
    report = reported(member_away(cast))
    stale = Report.objects.select_related("journey__person", "person", "org").get()
    read_report(report, by=cast.secretary)
    with pytest.raises(Refused):
        correct_report(stale, Told(words="晚了一步"), by=viewer_of(cast.member))
    assert Report.objects.get().words == ""


def test_a_corrected_report_asks_the_branch_anew_and_ends_the_old_question(cast: Cast, told: Any) -> None:
    with told(execute=True):
        report = reported(member_away(cast), Told(matter="need_help"))
    with told(execute=True):
        correct_report(report, NEW_PHONE, by=viewer_of(cast.member))
    asked = {
        message.kind: message.settled_at
        for message in messages_of(cast.secretary).exclude(kind="journey.departed")
    }
    assert asked["report.need_help"] is not None
    assert asked["report.new_phone"] is None


def test_nobody_corrects_the_report_of_another(cast: Cast) -> None:
    report = reported(member_away(cast))
    for viewer in [viewer_of(cast.second_member), cast.secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            correct_report(report, Told(words="改一下"), by=viewer)


def test_the_page_offers_the_correction_until_it_is_read(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast))
    client.force_login(cast.member.account)
    assert "书记阅过之前都可以改" in client.get(f"/report/{report.ref}/").content.decode()
    body = {"matter": "moved", "new_place": "东莞"}
    assert client.post(f"/report/{report.ref}/corrections/", body).status_code == 302
    read_report(Report.objects.get(), by=cast.secretary)
    page = client.get(f"/report/{report.ref}/").content.decode()
    assert "东莞" in page
    assert "不能再改" in page
    assert client.post(f"/report/{report.ref}/corrections/", body).status_code == 409


# Reading.


def test_who_read_it_and_when_is_kept(cast: Cast) -> None:
    report = reported(member_away(cast))
    read_report(report, by=cast.secretary)
    report.refresh_from_db()
    assert (report.status, report.read_by) == ("read", "朱望舒")
    assert report.read_at == datetime(2026, 11, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert Entry.objects.filter(act="report.read").count() == 1


def test_it_is_read_once(cast: Cast) -> None:
    report = reported(member_away(cast))
    again = Report.objects.select_related("org", "person").get()
    read_report(report, by=cast.secretary)
    with pytest.raises(Refused):
        read_report(again, by=cast.township_officer)


def test_the_county_sees_reports_and_does_not_close_them(cast: Cast) -> None:
    report = reported(member_away(cast))
    assert reports_seen_by(cast.county_officer).get() == report
    with pytest.raises(NotAllowed):
        read_report(report, by=cast.county_officer)


def test_the_host_reads_what_came_during_the_stay_and_no_longer(cast: Cast) -> None:
    journey = member_away(cast)
    reported(journey, period=Period(2026, 10))
    assert not reports_seen_by(cast.floating_secretary).exists()
    hosted(cast, cast.member, date(2026, 11, 10))
    assert reports_seen_by(cast.floating_secretary).count() == 1
    with time_machine.travel(datetime(2026, 11, 11, 8, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        close_stays(cast.member, by=cast.floating_secretary, until_day=date(2026, 11, 11))
        assert not reports_seen_by(cast.floating_secretary).exists()


def test_a_report_from_before_the_stay_is_not_the_hosts(cast: Cast) -> None:
    reported(member_away(cast))
    with time_machine.travel(datetime(2026, 11, 12, 8, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        hosted(cast, cast.member, date(2026, 11, 12))
        assert not reports_seen_by(cast.floating_secretary).exists()


def test_many_are_read_at_once_all_or_none(cast: Cast) -> None:
    journeys = all_away(cast)
    for name in ("何远山", "朱小满", "叶知秋"):
        reported(journeys[name])
    with pytest.raises(NotAllowed):
        read_reports(list(unread_reports(cast.township_officer)), by=cast.secretary)
    assert unread_reports(cast.township_officer).count() == 3
    assert read_reports(list(unread_reports(cast.township_officer)), by=cast.township_officer) == 3
    assert not unread_reports(cast.township_officer).exists()


# Following up.


def test_a_new_phone_is_adopted_with_one_click_and_the_member_hears(cast: Cast, told: Any) -> None:
    with told(execute=True):
        report = reported(member_away(cast), NEW_PHONE)
    with told(execute=True):
        adopt_phone(report, by=cast.secretary)
    assert Person.objects.get(pk=cast.member.pk).phone.open() == "15400000099"
    report.refresh_from_db()
    assert (report.status, report.follow_up) == ("read", "已更新联系电话")
    words = messages_of(viewer_of(cast.member)).latest("id").words
    assert words == "您2026年11月报告里说的事，沙洲瑶族村党支部已经跟进：已更新联系电话"
    assert Message.objects.get(kind="report.new_phone").settled_at is not None


def test_a_phone_is_adopted_once(cast: Cast) -> None:
    report = reported(member_away(cast), NEW_PHONE)
    adopt_phone(report, by=cast.secretary)
    with pytest.raises(Refused):
        adopt_phone(report, by=cast.secretary)


def test_what_was_done_is_said_and_a_member_without_account_hears_through_his_secretary(
    cast: Cast, told: Any
) -> None:
    from banyan.journeys.actions.report import take_report

    journey = all_away(cast)["邓青"]
    report = take_report(
        journey, Told(matter="need_help"), by=cast.secretary, period=Period(2026, 11), channel="phone"
    )
    with told(execute=True):
        follow_up_report(report, "已联系当地工会", by=cast.secretary)
    assert "已经跟进：已联系当地工会" in texts_to_pass_on(cast.secretary).latest("id").words


@pytest.mark.parametrize("name", ["county_officer", "baonan_secretary", "floating_secretary"])
def test_only_the_home_branch_and_its_township_answer(cast: Cast, name: str) -> None:
    report = reported(member_away(cast), NEW_PHONE)
    hosted(cast, cast.member)
    with pytest.raises(NotAllowed):
        follow_up_report(report, "跟进", by=getattr(cast, name))
    with pytest.raises(NotAllowed):
        adopt_phone(report, by=getattr(cast, name))


# The screen.


def test_the_list_shows_what_is_unread_and_a_click_reads_it(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast), Told(words="厂里都好"))
    client.force_login(cast.secretary.account)
    assert "厂里都好" in client.get("/reports/").content.decode()
    answer = client.post(f"/reports/{report.ref}/read/", headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("<li>")
    assert "厂里都好" not in client.get("/reports/").content.decode()
    assert "厂里都好" in client.get("/reports/?all").content.decode()


def test_those_ticked_are_read_together(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    refs = [str(reported(journeys[name]).ref) for name in ("何远山", "朱小满")]
    client.force_login(cast.secretary.account)
    answer = client.post("/reports/read/", {"report": refs}, follow=True)
    assert "已阅2份报告" in answer.content.decode()


def test_a_mixed_list_of_reports_is_not_found(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    refs = [str(reported(journeys[name]).ref) for name in ("何远山", "叶知秋")]
    client.force_login(cast.secretary.account)
    assert client.post("/reports/read/", {"report": refs}).status_code == 404
    assert Report.objects.filter(status="received").count() == 2


def test_the_page_of_one_report_offers_what_its_matter_asks_for(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast), NEW_PHONE)
    client.force_login(cast.secretary.account)
    page = client.get(f"/reports/{report.ref}/").content.decode()
    assert "更新为 154****0099" in page
    assert "15400000099" not in page
    assert client.post(f"/reports/{report.ref}/phone/").status_code == 302
    assert "更新为" not in client.get(f"/reports/{report.ref}/").content.decode()


def test_an_empty_follow_up_is_sent_back_with_its_fault(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast), Told(matter="need_help"))
    client.force_login(cast.secretary.account)
    answer = client.post(f"/reports/{report.ref}/follow-ups/", {"words": ""})
    assert answer.status_code == 422
    assert "请写一句是怎么跟进的" in answer.content.decode()


def test_a_report_is_found_by_name_and_by_matter(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    reported(journeys["何远山"], Told(matter="need_help", words="甲的话"))
    reported(journeys["朱小满"], Told(words="乙的话"))
    client.force_login(cast.secretary.account)
    by_matter = client.get("/reports/?matter=need_help").content.decode()
    by_name = client.get("/reports/?text=zxm").content.decode()
    assert "甲的话" in by_matter
    assert "乙的话" not in by_matter
    assert "乙的话" in by_name
    assert "甲的话" not in by_name


def test_the_card_shows_what_somebody_reported(cast: Cast, client: Client) -> None:
    reported(member_away(cast), Told(words="卡片上的话"))
    client.force_login(cast.secretary.account)
    assert "卡片上的话" in client.get(f"/people/{cast.member.ref}/reports/").content.decode()


def test_outsiders_see_no_report_of_ours(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast), Told(words="外县看不到的话"))
    for viewer in cast.outsiders:
        client.force_login(viewer.account)
        for address in [f"/reports/{report.ref}/", f"/people/{cast.member.ref}/reports/"]:
            assert client.get(address).status_code == 404
        for act in ["read", "follow-ups", "phone"]:
            assert client.post(f"/reports/{report.ref}/{act}/", {"words": "x"}).status_code == 404
        assert client.post("/reports/read/", {"report": [str(report.ref)]}).status_code == 404
        assert "外县看不到的话" not in client.get("/reports/").content.decode()
    assert Report.objects.get().status == "received"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_for_one_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Queries, count: int
) -> None:
    journeys = [journey for journey in all_away(cast).values() if journey.person.account_id]
    for journey in journeys[:count]:
        reported(journey)
    client.force_login(cast.township_officer.account)
    with django_assert_num_queries(5):
        client.get("/reports/")


# Above the township only that a report came, and one at a time what it said (trust.md 4.4).


def test_the_county_reads_the_words_of_one_report_for_a_reason_the_member_sees(
    cast: Cast, client: Client
) -> None:
    report = reported(member_away(cast), Told(words="想回家过年"))
    client.force_login(cast.county_officer.account)
    for page in (f"/reports/{report.ref}/", "/reports/?all", f"/people/{cast.member.ref}/reports/"):
        assert "想回家过年" not in client.get(page).content.decode()
    assert client.post(f"/reports/{report.ref}/samples/", {"reason": " "}).status_code == 422
    page = client.post(f"/reports/{report.ref}/samples/", {"reason": "核实求助是否办结"}).content.decode()
    assert "想回家过年" in page
    entry = Entry.objects.get(act="report.sampled")
    assert (entry.subject_ref, entry.reason) == (cast.member.ref, "核实求助是否办结")
    report.refresh_from_db()
    assert report.read_at is None


def test_no_report_is_opened_without_a_reason_nor_by_whom_it_does_not_reach(cast: Cast) -> None:
    report = reported(member_away(cast))
    with pytest.raises(Refused) as refusal:
        sample_report(report, by=cast.county_officer, reason=" ")
    assert refusal.value.reason.code == "no_reason"
    with pytest.raises(NotAllowed):
        sample_report(report, by=cast.other_county_officer, reason="看看")
    assert not Entry.objects.filter(act="report.sampled").exists()


def test_the_branch_and_the_township_read_the_words_at_once(cast: Cast, client: Client) -> None:
    report = reported(member_away(cast), Told(words="想回家过年"))
    for viewer in (cast.secretary, cast.township_officer):
        client.force_login(viewer.account)
        assert "想回家过年" in client.get(f"/reports/{report.ref}/").content.decode()
        assert "想回家过年" in client.get("/reports/?all").content.decode()
