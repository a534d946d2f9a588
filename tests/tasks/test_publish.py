"""Publishing: draft, open, change, close, cancel (D-01, D-05); rule, action, screen, outsider."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.notify.models import Message, Outgoing
from banyan.notify.queries import messages_of
from banyan.orgs.actions.policy import set_policy
from banyan.orgs.policies import REQUESTS_PER_MONTH
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import cancel_task, change_task, claim_task, close_task, draft_task, open_task
from banyan.tasks.models import Task
from banyan.tasks.queries import offers_to, tasks_seen_by
from banyan.tasks.rules import why_not_change, why_not_draft, why_not_quota
from tests.journeys.reports import hosted
from tests.tasks.work import facts, floating_task, published, township_task, village_task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 12, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("deadline", "quota", "code"),
    [
        (NOON + timedelta(seconds=1), 5, None),
        (NOON, 5, "deadline_past"),
        (NOON - timedelta(seconds=1), None, "deadline_past"),
        (NOON + timedelta(days=1), 0, "no_quota"),
        (NOON + timedelta(days=1), None, None),
    ],
)
def test_a_task_ends_in_the_future_and_has_room(
    deadline: datetime, quota: int | None, code: str | None
) -> None:
    reason = why_not_draft(deadline, NOON, quota)
    assert (reason.code if reason else None) == code


def test_what_is_over_stays_as_people_knew_it() -> None:
    allowed = {status: why_not_change(status) is None for status in ("draft", "open", "closed", "cancelled")}
    assert allowed == {"draft": True, "open": True, "closed": False, "cancelled": False}


def test_a_quota_never_falls_below_what_is_claimed() -> None:
    assert why_not_quota(3, 3) is None
    assert why_not_quota(None, 3) is None
    assert why_not_quota(2, 3) is not None


def titles(viewer: Viewer) -> set[str]:
    return {offer.task.title for offer in offers_to(viewer)}


def test_a_draft_is_seen_by_its_office_alone(cast: Cast) -> None:
    draft_task(cast.township, facts(), by=cast.township_officer)
    assert tasks_seen_by(cast.township_officer).exists()
    assert not tasks_seen_by(cast.secretary).exists()
    assert titles(viewer_of(cast.member)) == set()


def test_an_open_task_reaches_the_subtree_and_no_further(cast: Cast) -> None:
    township_task(cast, title="全乡")
    village_task(cast, title="本村")
    assert titles(viewer_of(cast.member)) == {"全乡", "本村"}
    assert titles(viewer_of(cast.baonan_member)) == {"全乡"}
    assert titles(viewer_of(cast.other_member)) == set()


def test_a_floating_branch_reaches_its_host_members_and_nobody_at_home(cast: Cast) -> None:
    hosted(cast, cast.member)
    floating_task(cast, title="驻穗支部")
    assert titles(viewer_of(cast.member)) == {"驻穗支部"}
    assert titles(viewer_of(cast.second_member)) == set()


def test_the_county_speaks_to_its_members_at_home_and_abroad(cast: Cast) -> None:
    hosted(cast, cast.member)
    published(cast.county, by=cast.county_officer, title="全县")
    assert titles(viewer_of(cast.member)) == {"全县"}
    assert titles(viewer_of(cast.other_member)) == set()


@pytest.mark.parametrize("name", ["baonan_secretary", "floating_secretary", "auditor", "other_secretary"])
def test_only_an_office_that_reaches_there_publishes(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        draft_task(cast.shazhou, facts(), by=getattr(cast, name))


def test_members_with_an_account_hear_of_it_and_nobody_is_asked_to_pass_it_on(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        task = township_task(cast)
    told = set(Message.objects.filter(kind="task.published").values_list("recipient__label", flat=True))
    assert told == {"何远山", "朱小满", "叶知秋"}
    assert messages_of(viewer_of(cast.member)).get().link == f"/tasks/{task.ref}/"
    assert not Outgoing.objects.exists()


def test_nobody_is_asked_more_often_than_the_policy_allows(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    set_policy(cast.township, REQUESTS_PER_MONTH, 2, by=cast.township_officer)
    for number in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            township_task(cast, title=f"第{number}件")
    assert messages_of(viewer_of(cast.member)).count() == 2
    assert len(titles(viewer_of(cast.member))) == 4


def test_how_often_one_is_asked_is_the_word_of_his_own_branch_whoever_asks(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    set_policy(cast.shazhou, REQUESTS_PER_MONTH, 1, by=cast.township_officer)
    for number in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            township_task(cast, title=f"第{number}件")
    told = [messages_of(viewer_of(each)).count() for each in (cast.member, cast.baonan_member)]
    assert told == [1, 2]


def test_each_step_is_dated_and_remembered(cast: Cast) -> None:
    task = village_task(cast)
    close_task(task, by=cast.secretary)
    task.refresh_from_db()
    assert task.opened_at is not None
    assert task.closed_at is not None
    acts = list(Entry.objects.filter(act__startswith="task.").values_list("act", flat=True))
    assert acts == ["task.drafted", "task.opened", "task.closed"]


def test_a_task_opens_once_and_ends_once(cast: Cast) -> None:
    task = village_task(cast)
    with pytest.raises(Refused):
        open_task(task, by=cast.secretary)
    close_task(task, by=cast.secretary)
    for again in (close_task, cancel_task, open_task):
        with pytest.raises(Refused):
            again(task, by=cast.secretary)


def test_those_who_have_it_in_hand_hear_of_a_cancellation(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    task = village_task(cast)
    claim_task(task, cast.member, by=viewer_of(cast.member))
    claim_task(task, cast.third_member, by=cast.secretary)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_task(task, by=cast.secretary)
    assert "已经取消" in messages_of(viewer_of(cast.member)).get().words
    assert Outgoing.objects.get().person == cast.third_member


def test_a_quota_below_what_is_claimed_is_refused_and_nothing_changes(cast: Cast) -> None:
    task = village_task(cast)
    for person in (cast.member, cast.second_member):
        claim_task(task, person, by=cast.secretary)
    stale = Task.objects.select_related("org").get()
    with pytest.raises(Refused) as refusal:
        change_task(stale, facts(title="改名", quota=1), by=cast.secretary)
    assert refusal.value.reason.code == "below_claimed"
    assert Task.objects.get().title == "帮村里卖200箱冰糖橙"
    change_task(stale, facts(title="改名", quota=2), by=cast.secretary)
    assert (Task.objects.get().title, Task.objects.get().quota) == ("改名", 2)


# The screen.


def written(**given: str) -> dict[str, str]:
    return {"title": "卖橙子", "deadline": "2099-11-30T18:00", "quota": "", **given}


def test_a_task_is_published_from_the_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.township_officer.account)
    page = client.get("/tasks/new/?kind=free").content.decode()
    assert "文明瑶族乡及下属各支部的党员" in page
    assert "沙洲瑶族村党支部的党员" in page
    answer = client.post("/tasks/new/", written(org=str(cast.shazhou.ref), quota="3"))
    task = Task.objects.get()
    assert answer.headers["Location"] == f"/tasks/{task.ref}/"
    assert (task.org, task.quota, task.status) == (cast.shazhou, 3, "open")
    assert timezone.localtime(task.deadline).isoformat() == "2099-11-30T18:00:00+08:00"


def test_a_draft_is_kept_changed_and_published(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    client.post("/tasks/new/", written(org=str(cast.shazhou.ref), draft="1"))
    task = Task.objects.get()
    assert task.status == "draft"
    client.post(f"/tasks/{task.ref}/change/", written(title="改好的任务"))
    client.post(f"/tasks/{task.ref}/openings/")
    task.refresh_from_db()
    assert (task.title, task.status) == ("改好的任务", "open")


def test_closing_and_cancelling_ask_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    for noun, status, words in [
        ("closings", "closed", "结束任务"),
        ("cancellations", "cancelled", "取消任务"),
    ]:
        task = village_task(cast)
        assert words in client.get(f"/tasks/{task.ref}/{noun}/").content.decode()
        assert Task.objects.get(pk=task.pk).status == "open"
        assert client.post(f"/tasks/{task.ref}/{noun}/").status_code == 302
        assert Task.objects.get(pk=task.pk).status == status


def test_a_deadline_in_the_past_is_refused_with_its_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    answer = client.post("/tasks/new/", written(org=str(cast.shazhou.ref), deadline="2020-01-01T00:00"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "截止时间要在现在之后" in page
    assert "is-wrong" in page
    assert written()["title"] in page
    assert not Task.objects.exists()


def test_a_task_for_an_organisation_out_of_reach_is_not_published(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    for org in (cast.baonan, cast.township, cast.other_village):
        assert client.post("/tasks/new/", written(org=str(org.ref))).status_code == 422
    assert not Task.objects.exists()


def test_the_branch_sees_what_the_township_asks_and_cannot_change_it(cast: Cast, client: Client) -> None:
    task = township_task(cast)
    client.force_login(cast.secretary.account)
    assert task.title in client.get("/tasks/").content.decode()
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "发到群里的话" in page
    assert "取消任务" not in page
    assert client.post(f"/tasks/{task.ref}/closings/").status_code == 403


def test_a_member_publishes_nothing(cast: Cast, client: Client) -> None:
    task = village_task(cast)
    client.force_login(cast.member.account)
    assert client.get("/tasks/new/").status_code == 403
    for noun in ("change", "openings", "closings", "cancellations"):
        assert client.post(f"/tasks/{task.ref}/{noun}/", written()).status_code == 403
    assert Task.objects.get().status == "open"


def test_outsiders_find_no_task_of_ours(cast: Cast, client: Client) -> None:
    task = village_task(cast, title="外县看不到的任务")
    for viewer in cast.outsiders:
        client.force_login(viewer.account)
        assert client.get(f"/tasks/{task.ref}/").status_code == 404
        for noun in ("change", "openings", "closings", "cancellations", "claims"):
            assert client.post(f"/tasks/{task.ref}/{noun}/", written()).status_code == 404
        for address in ("/tasks/", "/tasks/offers/", "/tasks/mine/", "/tasks/?text=外县"):
            assert "外县看不到的任务" not in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_of_the_database_for_one_task_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        village_task(cast)
    client.force_login(cast.secretary.account)
    with django_assert_num_queries(8):
        client.get("/tasks/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_member_is_offered_one_task_or_three_at_the_same_cost(
    cast: Cast, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        village_task(cast)
    client.force_login(cast.member.account)
    with django_assert_num_queries(17):
        client.get("/tasks/")


def test_a_task_that_has_ended_is_not_offered(cast: Cast) -> None:
    task = village_task(cast)
    Task.objects.filter(pk=task.pk).update(deadline=now())
    assert titles(viewer_of(cast.member)) == set()
