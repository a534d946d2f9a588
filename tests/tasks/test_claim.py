"""Claiming and withdrawing (D-02, D-09, R-C1, R-C2): rule, action, screen, outsider."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.people.actions import close_stays
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import claim as actions
from banyan.tasks.actions import claim_task, close_task, submit_claim, withdraw_claim
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import miscounted_tasks, own_claims, tasks_open_to
from banyan.tasks.rules import OVER, why_not_claim, why_not_withdraw
from tests.journeys.reports import hosted
from tests.tasks.work import floating_task, published, township_task, village_task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 12, tzinfo=timezone.get_default_timezone())
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"at": NOON - SECOND}, None),
        ({"at": NOON}, "over"),
        ({"at": NOON + SECOND}, "over"),
        ({"is_full": True}, "full"),
        ({"has_claim": True, "is_full": True}, "already_claimed"),
        ({"status": "draft"}, "not_open"),
        ({"status": "closed"}, "not_open"),
        ({"status": "cancelled"}, "not_open"),
    ],
)
def test_a_task_is_claimed_open_in_time_with_room_and_once(changed: dict[str, Any], code: str | None) -> None:
    facts: dict[str, Any] = {
        "status": "open",
        "deadline": NOON,
        "at": NOON - timedelta(days=1),
        "is_full": False,
        "has_claim": False,
    }
    reason = why_not_claim(**{**facts, **changed})
    assert (reason.code if reason else None) == code


def test_one_withdraws_until_the_work_is_handed_in() -> None:
    states = ("claimed", "sent_back", "submitted", "accepted", "withdrawn")
    allowed = [state for state in states if why_not_withdraw(state) is None]
    assert allowed == ["claimed", "sent_back"]


def test_whoever_waited_for_the_counter_past_the_deadline_is_too_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-C2: the time is asked again once the counter is his."""
    task, taken = village_task(cast), actions._taken
    with time_machine.travel(task.deadline - SECOND, tick=False) as clock:
        monkeypatch.setattr(actions, "_taken", lambda *told: taken(*told) and (clock.shift(2) or True))
        with pytest.raises(Refused) as refused:
            claim_task(task, cast.member, by=viewer_of(cast.member))
    assert refused.value.reason == OVER
    task.refresh_from_db()
    assert (task.claimed, Claim.objects.count()) == (0, 0)


def test_a_claim_takes_a_place_and_is_remembered(cast: Cast) -> None:
    task = village_task(cast)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    assert (claim.person, claim.org, claim.status, claim.entered_by) == (
        cast.member,
        cast.shazhou,
        "claimed",
        "",
    )
    assert Task.objects.get().claimed == 1
    entry = Entry.objects.get(act="claim.made")
    assert (entry.subject_ref, entry.actor_label) == (cast.member.ref, "何远山")


def test_the_last_place_goes_to_one(cast: Cast) -> None:
    task = village_task(cast, quota=1)
    stale = Task.objects.select_related("org").get()
    claim_task(task, cast.member, by=viewer_of(cast.member))
    with pytest.raises(Refused) as refusal:
        claim_task(stale, cast.second_member, by=viewer_of(cast.second_member))
    assert refusal.value.reason.code == "full"
    assert (Task.objects.get().claimed, Claim.objects.count()) == (1, 1)


def test_without_a_quota_everybody_may(cast: Cast) -> None:
    task = township_task(cast, quota=None)
    for person in (cast.member, cast.second_member, cast.third_member, cast.baonan_member):
        claim_task(task, person, by=cast.township_officer)
    assert Task.objects.get().claimed == 4


def test_nobody_claims_twice(cast: Cast) -> None:
    task = village_task(cast)
    claim_task(task, cast.member, by=viewer_of(cast.member))
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "already_claimed"
    assert Task.objects.get().claimed == 1


def test_a_claim_at_the_deadline_is_late_even_from_a_page_opened_before(cast: Cast) -> None:
    task = village_task(cast)
    deadline = task.deadline
    with time_machine.travel(deadline - SECOND, tick=False):
        claim_task(task, cast.member, by=viewer_of(cast.member))
    with time_machine.travel(deadline, tick=False), pytest.raises(Refused) as refusal:
        claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    assert refusal.value.reason.code == "over"


def test_a_deadline_moved_forward_meanwhile_counts(cast: Cast) -> None:
    task = village_task(cast)
    Task.objects.filter(pk=task.pk).update(deadline=now() - SECOND)
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "over"
    assert not Claim.objects.exists()


def test_a_task_closed_meanwhile_is_not_claimed(cast: Cast) -> None:
    task = village_task(cast)
    stale = Task.objects.select_related("org").get()
    close_task(task, by=cast.secretary)
    with pytest.raises(Refused) as refusal:
        claim_task(stale, cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "not_open"


def test_a_task_is_claimed_by_those_it_reaches(cast: Cast) -> None:
    task = village_task(cast)
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.baonan_member, by=viewer_of(cast.baonan_member))
    assert refusal.value.reason.code == "not_in_audience"


def test_a_host_member_claims_during_his_stay_only(cast: Cast) -> None:
    task = floating_task(cast)
    with pytest.raises(Refused):
        claim_task(task, cast.member, by=viewer_of(cast.member))
    hosted(cast, cast.member)
    claim_task(task, cast.member, by=viewer_of(cast.member))
    hosted(cast, cast.second_member)
    close_stays(cast.second_member, by=cast.floating_secretary, until_day=date(2026, 4, 2))
    with pytest.raises(Refused):
        claim_task(task, cast.second_member, by=viewer_of(cast.second_member))


def test_a_branch_claims_for_a_member_and_both_names_are_kept(cast: Cast) -> None:
    claim = claim_task(village_task(cast), cast.third_member, by=cast.secretary)
    assert (claim.person.name, claim.entered_by) == ("邓青", "朱望舒")


def test_nobody_claims_in_the_name_of_another(cast: Cast) -> None:
    task = township_task(cast)
    others = [viewer_of(cast.second_member), cast.baonan_secretary, cast.floating_secretary, *cast.outsiders]
    for viewer in others:
        with pytest.raises(NotAllowed):
            claim_task(task, cast.member, by=viewer)
    assert Task.objects.get().claimed == 0


# Withdrawing.


def test_a_place_given_back_is_free_for_another_and_for_himself(cast: Cast) -> None:
    task = village_task(cast, quota=1)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    withdraw_claim(claim, by=viewer_of(cast.member))
    assert Task.objects.get().claimed == 0
    task.refresh_from_db()
    again = claim_task(task, cast.member, by=viewer_of(cast.member))
    assert again.pk != claim.pk
    assert Claim.objects.get(pk=claim.pk).withdrawn_at is not None


def test_a_claim_is_withdrawn_once(cast: Cast) -> None:
    task = village_task(cast)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    stale = Claim.objects.select_related("task__org", "person").get()
    withdraw_claim(claim, by=viewer_of(cast.member))
    with pytest.raises(Refused):
        withdraw_claim(stale, by=viewer_of(cast.member))
    assert Task.objects.get().claimed == 0


def test_work_handed_in_is_not_withdrawn(cast: Cast) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
    with pytest.raises(Refused):
        withdraw_claim(claim, by=viewer_of(cast.member))
    assert Task.objects.get().claimed == 1


def test_nobody_withdraws_the_claim_of_another(cast: Cast) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    for viewer in [viewer_of(cast.second_member), cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            withdraw_claim(claim, by=viewer)


def test_a_counter_that_differs_from_the_claims_is_found(cast: Cast) -> None:
    task = village_task(cast)
    first = claim_task(task, cast.member, by=viewer_of(cast.member))
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    withdraw_claim(first, by=viewer_of(cast.member))
    village_task(cast)
    assert not miscounted_tasks().exists()
    Task.objects.filter(pk=task.pk).update(claimed=2)
    assert miscounted_tasks().get() == task


# The screen.


def test_one_tap_claims_a_task(cast: Cast, client: Client) -> None:
    task = village_task(cast)
    client.force_login(cast.member.account)
    assert "我来认领" in client.get(f"/tasks/{task.ref}/").content.decode()
    answer = client.post(f"/tasks/{task.ref}/claims/", follow=True)
    page = answer.content.decode()
    assert "认领好了，谢谢您" in page
    assert "提交完成情况" in page
    assert Claim.objects.get().person == cast.member
    assert task.title in client.get("/tasks/mine/").content.decode()


def test_a_full_task_says_why_it_cannot_be_claimed(cast: Cast, client: Client) -> None:
    task = village_task(cast, quota=1)
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    client.force_login(cast.member.account)
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "名额已经满了" in page
    assert "我来认领" not in page
    answer = client.post(f"/tasks/{task.ref}/claims/")
    assert answer.status_code == 409
    assert "名额已经满了" in answer.content.decode()
    client.force_login(cast.secretary.account)
    desk = client.get("/tasks/").content.decode()
    assert ('">已满</span>' in desk, '">可认领</span>' in desk) == (True, False)


def test_a_no_that_belongs_to_no_field_has_its_own_page(cast: Cast, client: Client) -> None:
    task = village_task(cast)
    close_task(task, by=cast.secretary)
    assert cast.member.account is not None
    client.force_login(cast.member.account)
    answer = client.post(f"/tasks/{task.ref}/claims/")
    assert (answer.status_code, "这一步没有办成" in answer.content.decode()) == (409, True)


def test_home_offers_what_can_still_be_claimed(cast: Cast) -> None:
    full, free = village_task(cast, quota=1), village_task(cast, title="还要人")
    claim_task(full, cast.second_member, by=viewer_of(cast.second_member))
    assert tasks_open_to(viewer_of(cast.member)) == [free]


def test_a_secretary_finds_the_member_and_claims_for_him(cast: Cast, client: Client) -> None:
    task = township_task(cast)
    client.force_login(cast.secretary.account)
    assert "邓青" not in client.get(f"/tasks/{task.ref}/claims/for/").content.decode()
    assert "邓青" in client.get(f"/tasks/{task.ref}/claims/for/?text=dq").content.decode()
    assert "替他认领" not in client.get(f"/tasks/{task.ref}/claims/for/?text=叶知秋").content.decode()
    assert client.post(f"/tasks/{task.ref}/claims/for/{cast.third_member.ref}/").status_code == 302
    assert Claim.objects.get().entered_by == "朱望舒"
    assert client.post(f"/tasks/{task.ref}/claims/for/{cast.baonan_member.ref}/").status_code == 404


def test_one_withdraws_on_the_page_of_the_claim(cast: Cast, client: Client) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    assert "做不了，退出这件任务" in client.get(f"/claims/{claim.ref}/").content.decode()
    assert client.post(f"/claims/{claim.ref}/withdrawals/").status_code == 302
    assert Claim.objects.get().status == "withdrawn"
    assert own_claims(viewer_of(cast.member))[0].withdrawn_at is not None


def test_outsiders_find_no_claim_of_ours(cast: Cast, client: Client) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    for viewer in [viewer_of(cast.second_member), cast.baonan_secretary, *cast.outsiders]:
        client.force_login(viewer.account)
        assert client.get(f"/claims/{claim.ref}/").status_code == 404
        for noun in ("submissions", "withdrawals", "acceptances", "returns"):
            assert (
                client.post(f"/claims/{claim.ref}/{noun}/", {"result": "x", "missing": "x"}).status_code
                == 404
            )
    assert Claim.objects.get().status == "claimed"


@pytest.mark.parametrize("count", [1, 3])
def test_my_claims_cost_the_same_for_one_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    with django_assert_num_queries(5):
        client.get("/tasks/mine/")


# Above the township: that it was done, not the words and pictures of it (trust.md 4.4).


def test_the_county_sees_that_a_village_s_task_is_done_and_reviews_its_own(cast: Cast) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "老人血压高，送了药", by=viewer_of(cast.member))
    own = published(cast.county, by=cast.county_officer)
    other = claim_task(own, cast.member, by=viewer_of(cast.member))
    submit_claim(other, "转发到三个群", by=viewer_of(cast.member))
    desk = Client()
    assert cast.county_officer.account is not None
    desk.force_login(cast.county_officer.account)
    assert "老人血压高" not in desk.get(f"/claims/{claim.ref}/").content.decode()
    assert "老人血压高" not in desk.get(f"/tasks/{claim.task.ref}/").content.decode()
    assert desk.post(f"/claims/{claim.ref}/acceptances/").status_code == 403
    assert desk.post(f"/tasks/{claim.task.ref}/closings/").status_code == 403
    assert "转发到三个群" in desk.get(f"/claims/{other.ref}/").content.decode()
    assert desk.post(f"/claims/{other.ref}/acceptances/").status_code == 302


def test_his_secretary_reads_what_a_member_did_for_the_county(cast: Cast) -> None:
    claim = claim_task(published(cast.county, by=cast.county_officer), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "转发到三个群", by=viewer_of(cast.member))
    desk = Client()
    assert cast.secretary.account is not None
    desk.force_login(cast.secretary.account)
    assert "转发到三个群" in desk.get(f"/claims/{claim.ref}/").content.decode()
