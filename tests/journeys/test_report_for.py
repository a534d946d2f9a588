"""A secretary enters what he heard: one line, many at once, or in full; both names kept (C-02, ideas 2)."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.report import take_report, take_reports
from banyan.journeys.models import Journey, Report
from banyan.journeys.rules.report import Told
from banyan.orgs.viewers import Viewer
from banyan.people.actions import close_stays
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from tests.journeys.reports import all_away, hosted, member_away, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
NOVEMBER = Period(2026, 11)
CHANNELS = ["phone", "sms", "chat", "relay", "paper"]


@pytest.fixture
def _in_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


def taken(journey: Journey, *, by: Viewer, channel: str = "phone", period: Period = NOVEMBER) -> Report:
    return take_report(journey, Told(words="电话里说一切都好"), by=by, period=period, channel=channel)


@pytest.mark.parametrize("channel", CHANNELS)
def test_whatever_the_channel_it_counts_as_one_report(cast: Cast, channel: str) -> None:
    from banyan.journeys.stats import reported as counted

    taken(member_away(cast), by=cast.secretary, channel=channel)
    assert counted(cast.shazhou, NOVEMBER).count() == 1


def test_both_names_are_kept(cast: Cast) -> None:
    report = taken(member_away(cast), by=cast.secretary)
    assert (report.person.name, report.entered_by) == ("何远山", "朱望舒")
    entry = Entry.objects.get(act="report.received")
    assert (entry.actor_label, entry.subject_ref) == ("朱望舒", cast.member.ref)


def test_a_paper_that_came_late_is_for_the_month_it_names(cast: Cast) -> None:
    report = taken(member_away(cast), by=cast.secretary, channel="paper", period=Period(2026, 6))
    assert (report.period, str(report.due_on)) == ("2026-06", "2026-06-30")
    with pytest.raises(Refused):
        taken(report.journey, by=cast.secretary, channel="paper", period=Period(2026, 3))


def test_the_host_reports_for_those_who_stay_with_him_and_only_as_long(cast: Cast) -> None:
    journey = member_away(cast)
    with pytest.raises(NotAllowed):
        taken(journey, by=cast.floating_secretary)
    hosted(cast, cast.member)
    report = taken(journey, by=cast.floating_secretary)
    assert (report.entered_by, report.org) == ("罗行舟", cast.shazhou)
    close_stays(cast.member, by=cast.floating_secretary, until_day=date(2026, 11, 10))
    with pytest.raises(NotAllowed):
        taken(journey, by=cast.floating_secretary, period=Period(2026, 10))


def test_nobody_else_reports_for_a_member(cast: Cast) -> None:
    journey = member_away(cast)
    others = [cast.baonan_secretary, cast.county_officer, viewer_of(cast.second_member), *cast.outsiders]
    for viewer in others:
        with pytest.raises(NotAllowed):
            taken(journey, by=viewer)
    assert not Report.objects.exists()


def test_many_at_once_leave_those_alone_who_have_reported(cast: Cast) -> None:
    journeys = all_away(cast)
    mine = reported(journeys["何远山"], Told(words="我自己报的"))
    home = [journey for name, journey in journeys.items() if name != "叶知秋"]
    count = take_reports(home, Told(words="接龙"), by=cast.secretary, period=NOVEMBER, channel="chat")
    assert count == 2
    mine.refresh_from_db()
    assert mine.words == "我自己报的"


def test_many_at_once_are_all_or_none(cast: Cast) -> None:
    journeys = list(all_away(cast).values())
    with pytest.raises(NotAllowed):
        take_reports(journeys, Told(), by=cast.secretary, period=NOVEMBER, channel="chat")
    assert not Report.objects.exists()


# The screen.


def line(cast: Cast, journey: Journey) -> str:
    return f"/reports/silent/{cast.shazhou.ref}/lines/{journey.ref}/"


def test_one_line_is_saved_where_it_stands(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    client.force_login(cast.secretary.account)
    body = {
        "period": "2026-11",
        f"{journey.ref}-channel": "phone",
        f"{journey.ref}-words": "在厂里，都好",
    }
    answer = client.post(line(cast, journey), body, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.startswith("<tr>")
    assert "何远山" in page
    assert "在厂里，都好" in page
    report = Report.objects.get()
    assert (report.channel, report.words, report.entered_by) == ("phone", "在厂里，都好", "朱望舒")
    assert "已登记何远山的报告" not in client.get("/messages/").content.decode()


def test_one_line_works_without_script(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    client.force_login(cast.secretary.account)
    answer = client.post(line(cast, journey), {"period": "2026-10", f"{journey.ref}-channel": "relay"})
    assert answer.headers["Location"] == f"/reports/silent/{cast.shazhou.ref}/?period=2026-10"
    assert Report.objects.get().period == "2026-10"


def test_those_ticked_are_entered_together(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    client.force_login(cast.secretary.account)
    chosen = [str(journeys[name].ref) for name in ("何远山", "朱小满")]
    body = {"period": "2026-11", "journey": chosen, "all-channel": "chat", "all-words": "接龙已到"}
    answer = client.post(f"/reports/silent/{cast.shazhou.ref}/batch/", body, follow=True)
    assert "已登记2人的报告" in answer.content.decode()
    assert set(Report.objects.values_list("person__name", "channel")) == {
        ("何远山", "chat"),
        ("朱小满", "chat"),
    }


def test_a_mixed_list_is_not_found_and_changes_nothing(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    client.force_login(cast.secretary.account)
    chosen = [str(journeys[name].ref) for name in ("何远山", "叶知秋")]
    body = {"period": "2026-11", "journey": chosen, "all-channel": "chat"}
    assert client.post(f"/reports/silent/{cast.shazhou.ref}/batch/", body).status_code == 404
    assert not Report.objects.exists()


def test_nobody_ticked_is_said_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    body = {"period": "2026-11", "all-channel": "chat"}
    answer = client.post(f"/reports/silent/{cast.shazhou.ref}/batch/", body)
    assert answer.status_code == 422
    assert "请先勾选要登记的人" in answer.content.decode()


def test_the_full_form_takes_a_new_phone_for_a_month_just_past(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    client.force_login(cast.secretary.account)
    page = client.get(f"/reports/for/{journey.ref}/").content.decode()
    assert 'value="2026-10"' in page
    body = {"period": "2026-10", "channel": "phone", "matter": "new_phone", "new_phone": "15400000099"}
    assert client.post(f"/reports/for/{journey.ref}/", body).status_code == 302
    report = Report.objects.get()
    assert (report.period, report.new_phone.open(), report.entered_by) == ("2026-10", "15400000099", "朱望舒")


def test_a_channel_is_one_of_those_by_which_one_hears(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    client.force_login(cast.secretary.account)
    body = {"period": "2026-11", f"{journey.ref}-channel": "web"}
    assert client.post(line(cast, journey), body).status_code == 422
    assert not Report.objects.exists()


def test_outsiders_find_none_of_these_pages(cast: Cast, client: Client) -> None:
    journey = member_away(cast)
    for viewer in cast.outsiders:
        client.force_login(viewer.account)
        assert client.get(f"/reports/for/{journey.ref}/").status_code == 404
        assert client.post(f"/reports/for/{journey.ref}/", {}).status_code == 404
        assert client.post(line(cast, journey), {}).status_code == 404
        assert client.get(f"/reports/silent/{cast.shazhou.ref}/").status_code == 404
        assert client.post(f"/reports/silent/{cast.shazhou.ref}/batch/", {}).status_code == 404
        assert client.post(f"/reports/silent/{cast.shazhou.ref}/exports/").status_code == 404
    assert not Report.objects.exists()
