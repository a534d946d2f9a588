"""The member reports: rule, action, screen, outsider."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.report import send_report
from banyan.journeys.models import Report
from banyan.journeys.rules.report import Told
from banyan.notify.models import Message, Outgoing
from banyan.notify.queries import messages_of
from banyan.orgs.actions.policy import set_policy
from banyan.orgs.policies import REPORT_CADENCE, REPORT_DUE_DAY
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from tests.journeys.reports import all_away, away, member_away, reported
from tests.web.test_weight import LIGHT_PAGE_BYTES, first_load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_november")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORT_QUERIES = 14
NOVEMBER, OCTOBER = Period(2026, 11), Period(2026, 10)


@pytest.fixture
def _in_november() -> object:
    with time_machine.travel(datetime(2026, 11, 10, 9, 30, tzinfo=SHANGHAI), tick=False):
        yield


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_report_says_who_for_which_month_and_until_when(cast: Cast) -> None:
    report = reported(member_away(cast), Told(words=" 厂里一切都好 "))
    assert (report.person, report.org, report.period) == (cast.member, cast.shazhou, "2026-11")
    assert (report.words, report.matter, report.channel, report.entered_by) == (
        "厂里一切都好",
        "well",
        "web",
        "",
    )
    assert str(report.due_on) == "2026-11-30"
    entry = Entry.objects.get(act="report.received")
    assert (entry.subject_ref, entry.org_ref) == (cast.member.ref, cast.shazhou.ref)
    assert "厂里" not in str(entry.details)


def test_a_second_report_for_the_same_month_is_refused_kindly(cast: Cast) -> None:
    journey = member_away(cast)
    reported(journey)
    with pytest.raises(Refused) as refusal:
        reported(journey, Told(words="再报一次"))
    assert refusal.value.reason.code == "already_reported"
    assert "不用再报" in str(refusal.value)
    assert Report.objects.count() == 1


def test_a_late_report_is_for_the_month_it_names(cast: Cast) -> None:
    journey = member_away(cast)
    late = reported(journey, period=OCTOBER)
    present = reported(journey)
    assert (late.period, present.period) == ("2026-10", "2026-11")
    assert str(late.due_on) == "2026-10-31"


def test_a_month_before_the_last_is_closed_to_the_member(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        reported(member_away(cast), period=Period(2026, 9))
    assert refusal.value.reason.code == "period_closed"


def test_a_month_at_home_is_not_reported(cast: Cast) -> None:
    journey = away(cast.member, by=cast.secretary, departed_on="2026-11-02")
    with pytest.raises(Refused) as refusal:
        reported(journey, period=OCTOBER)
    assert refusal.value.reason.code == "not_away"


def test_nobody_reports_as_another_member(cast: Cast) -> None:
    journey = member_away(cast)
    for viewer in [viewer_of(cast.second_member), cast.secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            send_report(journey, Told(), by=viewer, period=NOVEMBER)


@pytest.mark.parametrize(
    ("at", "is_timely"),
    [
        ("2026-11-25T23:59:59", True),
        ("2026-11-26T00:00:00", False),
        ("2026-11-26T00:00:01", False),
    ],
)
def test_the_flag_of_being_on_time_turns_at_midnight_in_shanghai(
    cast: Cast, at: str, is_timely: bool
) -> None:
    from banyan.journeys.stats import reported_on_time

    set_policy(cast.township, REPORT_DUE_DAY, 25, by=cast.township_officer)
    journey = member_away(cast)
    with time_machine.travel(moment(at), tick=False):
        reported(journey)
    assert reported_on_time(cast.shazhou, NOVEMBER).exists() is is_timely


def test_a_quarterly_cadence_asks_once_a_quarter(cast: Cast) -> None:
    set_policy(cast.township, REPORT_CADENCE, "quarter", by=cast.township_officer)
    journey = member_away(cast)
    report = reported(journey, period=Period(2026, 4, "quarter"))
    assert (report.period, str(report.due_on)) == ("2026-Q4", "2026-12-31")
    with pytest.raises(Refused):
        reported(journey, period=NOVEMBER)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            Told(matter="moved", new_place="佛山南海"),
            "何远山在2026年11月的报告里说换了地方，请核对外出登记。",
        ),
        (
            Told(matter="new_phone", new_phone="15400000099"),
            "何远山在2026年11月的报告里说换了电话，请核对后更新。",
        ),
        (Told(matter="need_help", words="工资拖欠"), "何远山在2026年11月的报告里说需要帮助，请尽快联系。"),
    ],
)
def test_the_home_secretary_hears_when_a_report_asks_for_something(
    cast: Cast, django_capture_on_commit_callbacks: object, told: Told, words: str
) -> None:
    journey = member_away(cast)
    Message.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        report = reported(journey, told)
    message = messages_of(cast.secretary).get()
    assert (message.words, message.link) == (words, f"/reports/{report.ref}/")
    assert message.is_asking
    assert set(Message.objects.values_list("recipient__label", flat=True)) == {"朱望舒"}


def test_nobody_is_disturbed_when_all_is_well(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    journey = member_away(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        reported(journey)
    assert not messages_of(cast.secretary).exists()
    assert not Outgoing.objects.exists()


# The screen.


def member(cast: Cast, client: Client) -> Client:
    client.force_login(cast.member.account)
    return client


def test_one_tap_is_a_report(cast: Cast, client: Client) -> None:
    member_away(cast)
    page = member(cast, client).get("/report/").content.decode()
    assert "一切照旧，报平安" in page
    assert "2026年11月30日当天和之前报都算按时" in page
    answer = client.post("/report/", {"period": "2026-11", "matter": "well"})
    report = Report.objects.get()
    assert answer.headers["Location"] == f"/report/{report.ref}/"
    assert (report.period, report.matter) == ("2026-11", "well")
    thanks = client.get(answer.headers["Location"]).content.decode()
    assert "2026年11月的平安收到了，谢谢您。" in thanks
    assert "书记会看到您的平安" in thanks


def test_the_page_is_filled_in_from_last_time(cast: Cast, client: Client) -> None:
    reported(member_away(cast), Told(words="在厂里上班"), period=OCTOBER)
    page = member(cast, client).get("/report/").content.decode()
    assert "您上次报的是：一切照旧" in page
    assert ">\n在厂里上班</textarea>" in page
    assert 'value="广东省广州市天河区"' in page


def test_a_month_that_was_missed_can_still_be_chosen(cast: Cast, client: Client) -> None:
    member_away(cast)
    page = member(cast, client).get("/report/").content.decode()
    assert "2026年10月还没有报。" in page
    late = client.get("/report/?period=2026-10").content.decode()
    assert '<input type="hidden" name="period" value="2026-10">' in late
    assert "截止日是2026年10月31日，现在报也一样算报告。" in late


def test_a_page_left_open_over_midnight_writes_the_month_it_was_drawn_for(cast: Cast, client: Client) -> None:
    member_away(cast)
    with time_machine.travel(moment("2026-12-01T00:05:00"), tick=False):
        member(cast, client).post("/report/", {"period": "2026-11", "matter": "well"})
    assert Report.objects.get().period == "2026-11"


def test_a_page_left_open_for_two_months_writes_nothing(cast: Cast, client: Client) -> None:
    member_away(cast)
    answer = member(cast, client).post("/report/", {"period": "2026-09", "matter": "well"})
    assert answer.status_code == 409
    assert "这一期不能再报了" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_second_tap_from_a_second_page_is_told_kindly(cast: Cast, client: Client) -> None:
    reported(member_away(cast))
    answer = member(cast, client).post("/report/", {"period": "2026-11", "matter": "well"})
    assert answer.status_code == 409
    assert "已经报过平安了" in answer.content.decode()
    assert Report.objects.count() == 1


def test_the_same_form_sent_twice_answers_the_same(cast: Cast, client: Client) -> None:
    member_away(cast)
    body = {"period": "2026-11", "matter": "well", "idempotency_key": "one-form-one-effect"}
    answers = [member(cast, client).post("/report/", body) for _again in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Report.objects.count() == 1


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    member_away(cast)
    body = {"period": "2026-11", "matter": "new_phone", "new_phone": "154000", "words": "换号了"}
    answer = member(cast, client).post("/report/", body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "手机号应为11位数字" in page
    assert 'value="154000"' in page
    assert "换号了</textarea>" in page
    assert '<details class="card" name="matter" open>' in page


def test_a_new_phone_is_sealed_and_shown_masked(cast: Cast, client: Client) -> None:
    member_away(cast)
    body = {"period": "2026-11", "matter": "new_phone", "new_phone": "154 0000 0099"}
    answer = member(cast, client).post("/report/", body)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "154****0099" in page
    assert "15400000099" not in page
    assert Report.objects.get().new_phone.open() == "15400000099"


def test_whoever_is_at_home_is_not_asked(cast: Cast, client: Client) -> None:
    page = member(cast, client).get("/report/").content.decode()
    assert "现在不用报平安" in page
    assert client.post("/report/", {"period": "2026-11", "matter": "well"}).status_code == 200
    assert not Report.objects.exists()


def test_opening_the_pages_changes_nothing(cast: Cast, client: Client) -> None:
    reported(member_away(cast), period=OCTOBER)
    before = (Report.objects.count(), Entry.objects.count())
    for address in [
        "/report/",
        "/report/?period=2026-10",
        "/report/mine/",
        f"/report/{Report.objects.get().ref}/",
    ]:
        assert member(cast, client).get(address).status_code == 200
    assert (Report.objects.count(), Entry.objects.count()) == before


def test_my_reports_are_mine_alone(cast: Cast, client: Client) -> None:
    journeys = all_away(cast)
    report = reported(journeys["何远山"], Told(words="只给支部看的话"))
    for viewer in [viewer_of(cast.second_member), cast.secretary, *cast.outsiders]:
        client.force_login(viewer.account)
        assert client.get(f"/report/{report.ref}/").status_code == 404
        assert client.post(f"/report/{report.ref}/corrections/", {"matter": "well"}).status_code == 404
        assert "只给支部看的话" not in client.get("/report/mine/").content.decode()


def test_the_page_answers_a_member_without_script(cast: Cast, client: Client) -> None:
    member_away(cast)
    page = member(cast, client).get("/report/").content.decode()
    assert "<script" not in page
    assert "icons.svg" not in page


def test_the_page_and_its_thanks_stay_under_20_kilobytes(cast: Cast, client: Client) -> None:
    member_away(cast)
    asking = first_load(member(cast, client).get("/report/").content.decode())
    answer = client.post("/report/", {"period": "2026-11", "matter": "well"}, follow=True)
    thanks = first_load(answer.content.decode())
    assert sum(asking.values()) < LIGHT_PAGE_BYTES
    assert sum(thanks.values()) < LIGHT_PAGE_BYTES


def test_a_report_asks_the_database_for_no_more_than_it_needs(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Who he is, his journey, two settings; the key of the form, the report, its row in the record."""
    member_away(cast)
    client.force_login(cast.member.account)
    sent = {"period": str(NOVEMBER), "matter": "well", "idempotency_key": "k" * 24}
    with django_assert_num_queries(REPORT_QUERIES - (connection.vendor == "postgresql")):
        assert client.post(reverse("journeys:report"), sent).status_code == 302
