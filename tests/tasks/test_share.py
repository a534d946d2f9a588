"""Claiming by share of a quantity and by turns, and not more than one can do (D-04, D-07, R-C1)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.orgs.actions.policy import set_policy
from banyan.orgs.policies import OPEN_CLAIMS
from banyan.shared.errors import Refused
from banyan.tasks.actions import change_task, claim_task, submit_claim, withdraw_claim
from banyan.tasks.models import Claim, Slot, Task
from banyan.tasks.queries import miscounted_slots, miscounted_tasks
from banyan.tasks.rules import why_not_share, why_not_slots
from tests.tasks.work import facts, village_task

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
MORNING = datetime(2099, 12, 1, 8, tzinfo=ZONE)


def boxes(cast: Cast, quota: int | None = 200) -> Task:
    return village_task(cast, kind="sales", quota=quota, share_unit="箱")


def turns(cast: Cast, days: int = 2, places: int = 1) -> Task:
    mornings = [MORNING + timedelta(days=number) for number in range(days)]
    return village_task(
        cast, kind="duty", quota=None, slots=[(at, at + timedelta(hours=4), places) for at in mornings]
    )


def slots(task: Task) -> list[Slot]:
    return list(task.slots.order_by("starts_at"))


@pytest.mark.parametrize(
    ("free", "share", "is_shared", "code"),
    [
        (50, 50, True, None),
        (50, 51, True, "too_much"),
        (0, 1, True, "full"),
        (None, 900, True, None),
        (9, 0, True, "bad_share"),
        (9, 2, False, "bad_share"),
        (9, 1, False, None),
    ],
)
def test_a_share_is_at_least_one_and_at_most_what_is_left(
    free: int | None, share: int, is_shared: bool, code: str | None
) -> None:
    reason = why_not_share(free, share, is_shared=is_shared)
    assert (reason.code if reason else None) == code


def test_a_turn_ends_after_it_begins_is_not_over_and_has_room() -> None:
    later = MORNING + timedelta(hours=4)
    assert why_not_slots([(MORNING, later, 1)], MORNING) is None
    for wrong in [(MORNING, MORNING, 1), (MORNING, later, 0)]:
        assert why_not_slots([wrong], MORNING) is not None
    assert why_not_slots([(MORNING, later, 1)], later) is not None
    assert why_not_slots([(MORNING, later, 1)] * 121, MORNING) is not None


def test_shares_add_up_to_the_quantity_and_no_further(cast: Cast) -> None:
    task = boxes(cast)
    stale = Task.objects.select_related("org").get()
    claim = claim_task(task, cast.member, by=viewer_of(cast.member), share=150)
    with pytest.raises(Refused) as refusal:
        claim_task(stale, cast.second_member, by=viewer_of(cast.second_member), share=51)
    assert refusal.value.reason.code == "too_much"
    claim_task(stale, cast.second_member, by=viewer_of(cast.second_member), share=50)
    assert (Task.objects.get().claimed, claim.share) == (200, 150)
    withdraw_claim(claim, by=viewer_of(cast.member))
    assert Task.objects.get().claimed == 50
    assert not miscounted_tasks().exists()


def test_a_quantity_never_falls_below_what_is_claimed(cast: Cast) -> None:
    task = boxes(cast)
    claim_task(task, cast.member, by=viewer_of(cast.member), share=150)
    with pytest.raises(Refused) as refusal:
        change_task(task, facts(quota=149), by=cast.secretary)
    assert refusal.value.reason.code == "below_claimed"
    change_task(task, facts(quota=150), by=cast.secretary)


def test_nobody_takes_two_places_of_a_task_by_people(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        claim_task(village_task(cast), cast.member, by=viewer_of(cast.member), share=2)
    assert refusal.value.reason.code == "bad_share"


def test_turns_are_taken_one_by_one_and_given_back(cast: Cast) -> None:
    task = turns(cast)
    first, second = slots(task)
    assert Task.objects.get().quota == 2
    claim = claim_task(task, cast.member, by=viewer_of(cast.member), slots=[first])
    task.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.second_member, by=viewer_of(cast.second_member), slots=[first])
    assert refusal.value.reason.code == "slot_full"
    assert Task.objects.get().claimed == 1
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member), slots=[second])
    withdraw_claim(claim, by=viewer_of(cast.member))
    assert [slot.claimed for slot in slots(task)] == [0, 1]
    assert not miscounted_slots().exists()
    Slot.objects.filter(pk=first.pk).update(claimed=1)
    assert miscounted_slots().get() == first


def test_a_turn_has_to_be_chosen_and_belongs_to_the_task(cast: Cast) -> None:
    task, other = turns(cast), turns(cast)
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "no_slot"
    with pytest.raises(Refused):
        claim_task(task, cast.member, by=viewer_of(cast.member), slots=slots(other)[:1])
    assert not Claim.objects.exists()


def test_a_change_leaves_the_turns_as_they_are(cast: Cast) -> None:
    task = turns(cast)
    change_task(task, facts(quota=1), by=cast.secretary)
    assert (Task.objects.get().quota, Task.objects.get().is_slotted) == (2, True)


def test_who_has_enough_in_hand_does_one_thing_first(cast: Cast) -> None:
    set_policy(cast.township, OPEN_CLAIMS, 3, by=cast.township_officer)
    claims = [claim_task(village_task(cast), cast.member, by=viewer_of(cast.member)) for _each in range(3)]
    task = village_task(cast)
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "too_many_open"
    client = Client()
    client.force_login(cast.member.account)
    assert "先做完一件再认领" in client.get(f"/tasks/{task.ref}/").content.decode()
    submit_claim(claims[0], "做好了", by=viewer_of(cast.member))
    claim_task(task, cast.member, by=viewer_of(cast.member))
    assert Claim.objects.count() == 4


def test_claiming_costs_no_more_for_asking_whether_one_has_enough(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    task = village_task(cast)
    viewer = viewer_of(cast.member)
    with django_assert_num_queries(7 if connection.vendor == "postgresql" else 8):
        claim_task(task, cast.member, by=viewer)


# The screen.


def test_a_share_is_asked_and_taken(cast: Cast, client: Client) -> None:
    task = boxes(cast)
    client.force_login(cast.member.account)
    assert "我认多少（箱）" in client.get(f"/tasks/{task.ref}/").content.decode()
    assert client.post(f"/tasks/{task.ref}/claims/", {"share": "0"}).status_code == 422
    page = client.post(f"/tasks/{task.ref}/claims/", {"share": "50"}, follow=True).content.decode()
    assert "50箱" in page
    assert "已认领50箱 / 共200箱" in client.get(f"/tasks/{task.ref}/").content.decode()


def test_more_than_is_left_is_said_at_the_field_and_nothing_typed_is_lost(cast: Cast, client: Client) -> None:
    task = boxes(cast)
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member), share=150)
    for account, tail in ((cast.member.account, ""), (cast.secretary.account, f"for/{cast.member.ref}/")):
        client.force_login(account)
        answer = client.post(f"/tasks/{task.ref}/claims/{tail}", {"share": "51"})
        page = answer.content.decode()
        assert (answer.status_code, "只剩50了，请少认一些。" in page, 'value="51"' in page) == (
            409,
            True,
            True,
        )
        assert "is-wrong" in page
    assert Entry.objects.filter(act="web.refused", reason="too_much").count() == 2
    assert client.post(f"/tasks/{task.ref}/claims/for/{cast.member.ref}/", {"share": "0"}).status_code == 422


def test_the_home_of_a_member_says_what_is_left_in_its_own_unit(cast: Cast, client: Client) -> None:
    boxes(cast), turns(cast)
    client.force_login(cast.member.account)
    page = client.get("/").content.decode()
    assert "还剩200箱" in page
    assert "分时段" in page
    assert "人 · " not in page


def test_turns_are_laid_down_day_by_day_and_ticked(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    body = {"org": str(cast.shazhou.ref), "kind": "duty", "title": "路口值守", "deadline": "2099-11-30T18:00"}
    days = {
        "slot_first": "2099-12-01",
        "slot_last": "2099-12-03",
        "slot_from": "22:00",
        "slot_until": "02:00",
    }
    wrong = client.post("/tasks/new/", body | days)
    assert wrong.status_code == 422
    assert "这五项都要填" in wrong.content.decode()
    backwards = client.post("/tasks/new/", body | days | {"slot_places": "2", "slot_last": "2099-11-30"})
    assert "最后一天早于第一天" in backwards.content.decode()
    client.post("/tasks/new/", body | days | {"slot_places": "2"})
    task = Task.objects.get()
    assert (task.quota, task.slots.count()) == (6, 3)
    assert slots(task)[0].ends_at - slots(task)[0].starts_at == timedelta(hours=4)
    client.force_login(cast.member.account)
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "12月1日 22:00–02:00，还要2人" in page
    assert client.post(f"/tasks/{task.ref}/claims/").status_code == 422
    client.post(f"/tasks/{task.ref}/claims/", {"slots": [str(slot.ref) for slot in slots(task)[:2]]})
    assert [slot.claimed for slot in slots(task)] == [1, 1, 0]
    assert "12月1日 22:00–02:00" in client.get(f"/claims/{Claim.objects.get().ref}/").content.decode()


def test_boxes_without_a_limit_are_counted_as_boxes_and_stay_boxes(cast: Cast, client: Client) -> None:
    task = boxes(cast, None)
    claim_task(task, cast.member, by=viewer_of(cast.member), share=50)
    task.refresh_from_db()
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    assert "已认领50箱，不限数量" in client.get(f"/tasks/{task.ref}/").content.decode()
    assert "正在做的1人" in client.get(f"/tasks/{task.ref}/closings/").content.decode()
    assert "没完成的1人" in client.get(f"/tasks/{task.ref}/cancellations/").content.decode()
    with pytest.raises(Refused) as refusal:
        change_task(task, facts(kind="sales", quota=None, share_unit="单"), by=cast.secretary)
    assert refusal.value.reason.code == "unit_claimed"
    change_task(task, facts(kind="sales", quota=60, share_unit="箱"), by=cast.secretary)


def test_a_turn_that_is_over_is_not_offered(cast: Cast, client: Client) -> None:
    task = turns(cast)
    over, ahead = slots(task)
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member), slots=[ahead])
    client.force_login(cast.member.account)
    Slot.objects.filter(pk=over.pk).update(
        starts_at=timezone.now() - timedelta(hours=8), ends_at=timezone.now() - timedelta(hours=4)
    )
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "剩下的时段都满了或者过了" in page
    assert str(over.ref) not in page


def test_turns_at_the_end_of_time_are_asked_about(cast: Cast, client: Client) -> None:
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    typed = {"kind": "duty", "org": cast.shazhou.ref, "title": "守路口", "deadline": "9999-12-30T08:00"}
    turn = {
        "slot_first": "9999-12-31",
        "slot_last": "9999-12-31",
        "slot_from": "22:00",
        "slot_until": "06:00",
    }
    answer = client.post("/tasks/new/?kind=duty", {**typed, **turn, "slot_places": "1"})
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()


def test_no_more_is_handed_over_than_was_taken_on(cast: Cast, client: Client) -> None:
    claim = claim_task(boxes(cast), cast.member, by=viewer_of(cast.member), share=50)
    client.force_login(cast.member.account)
    address = f"/claims/{claim.ref}/notes/"
    assert client.post(address, {"delivered": "20"}).status_code == 302
    answer = client.post(address, {"delivered": "300", "words": "第二批"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "还没交的是30" in page
    assert "第二批" in page
