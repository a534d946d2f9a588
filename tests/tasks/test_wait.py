"""Waiting for a place (ideas 6): the next one hears of it, and has no duty to take it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.notify.models import Outgoing
from banyan.notify.queries import messages_of
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import (
    change_task,
    claim_task,
    close_task,
    join_wait,
    leave_wait,
    offer_free_places,
    withdraw_claim,
)
from banyan.tasks.models import Claim, Task, Wait
from banyan.tasks.queries import waits_for
from tests.tasks.work import facts, township_task, village_task

pytestmark = pytest.mark.django_db


def full(cast: Cast) -> tuple[Task, Claim]:
    """A task of the township with one place, which 何远山 has."""
    task = township_task(cast, quota=1)
    claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    task.refresh_from_db()
    return task, claim


def offers(cast: Cast) -> list[str]:
    found = messages_of(viewer_of(cast.second_member)).filter(kind="task.place_offered")
    return [message.words for message in found]


def test_one_waits_for_what_is_full_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        join_wait(village_task(cast), cast.member, by=viewer_of(cast.member))
    assert refusal.value.reason.code == "not_full"
    task, _claim = full(cast)
    with pytest.raises(Refused):
        join_wait(task, cast.member, by=viewer_of(cast.member))
    first = join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    assert join_wait(task, cast.second_member, by=viewer_of(cast.second_member)) == first
    for viewer in [cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            join_wait(task, cast.third_member, by=viewer)


def test_a_place_given_back_is_offered_to_the_first_and_taken_by_nobody(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    task, claim = full(cast)
    join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    join_wait(task, cast.third_member, by=cast.secretary)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_claim(claim, by=viewer_of(cast.member))
    assert "先到先得" in offers(cast)[0]
    assert not Outgoing.objects.exists()
    assert Task.objects.get().claimed == 0


def test_a_larger_quota_is_offered_too(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    task, _claim = full(cast)
    join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    with django_capture_on_commit_callbacks(execute=True):
        change_task(task, facts(quota=2), by=cast.township_officer)
    assert len(offers(cast)) == 1


def test_after_a_day_the_next_one_hears_of_it(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    task, claim = full(cast)
    for person in (cast.second_member, cast.third_member):
        join_wait(task, person, by=cast.secretary)
    withdraw_claim(claim, by=viewer_of(cast.member))
    for hours, told in ((0, 1), (23, 1), (25, 2)):
        with (
            time_machine.travel(now() + timedelta(hours=hours)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            offer_free_places()
        assert Wait.objects.exclude(offered_at=None).count() == told


def test_who_claims_or_leaves_waits_no_longer(cast: Cast) -> None:
    task, claim = full(cast)
    wait = join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    other = join_wait(task, cast.third_member, by=cast.secretary)
    withdraw_claim(claim, by=viewer_of(cast.member))
    task.refresh_from_db()
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    assert list(waits_for(task)) == [other]
    with pytest.raises(NotAllowed):
        leave_wait(other, by=viewer_of(cast.member))
    leave_wait(other, by=cast.secretary)
    assert not waits_for(task).exists()
    assert wait.ended_at is None


def test_one_queues_and_leaves_on_the_page(cast: Cast, client: Client) -> None:
    task, _claim = full(cast)
    join_wait(task, cast.baonan_member, by=viewer_of(cast.baonan_member))
    client.force_login(cast.second_member.account)
    assert "排队，有名额叫我" in client.get(f"/tasks/{task.ref}/").content.decode()
    page = client.post(f"/tasks/{task.ref}/waits/", follow=True).content.decode()
    assert "前面有1人" in page
    wait = Wait.objects.get(person=cast.second_member)
    client.force_login(cast.member.account)
    assert client.post(f"/claims/waits/{wait.ref}/ends/").status_code == 404
    client.force_login(cast.second_member.account)
    assert client.post(f"/claims/waits/{wait.ref}/ends/").status_code == 302
    assert "排队，有名额叫我" in client.get(f"/tasks/{task.ref}/").content.decode()


def test_who_came_too_late_hears_of_the_next_place_and_who_had_it_waits_no_more(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    task, claim = full(cast)
    join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    join_wait(task, cast.third_member, by=cast.secretary)
    for told in (1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_claim(claim, by=viewer_of(cast.member))
        assert len(offers(cast)) == told
        task.refresh_from_db()
        claim = claim_task(task, cast.member, by=viewer_of(cast.member))
    with django_capture_on_commit_callbacks(execute=True):
        offer_free_places()
    assert len(offers(cast)) == 2
    withdraw_claim(claim, by=viewer_of(cast.member))
    task.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        had = claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
        withdraw_claim(had, by=viewer_of(cast.second_member))
    assert [wait.person for wait in waits_for(task)] == [cast.third_member]
    assert Outgoing.objects.get().words.count("空出了名额") == 1


def test_a_task_that_is_over_keeps_nobody_in_a_queue(cast: Cast, client: Client) -> None:
    task, _claim = full(cast)
    join_wait(task, cast.second_member, by=viewer_of(cast.second_member))
    client.force_login(cast.second_member.account)
    assert "您排在第一个" in client.get(f"/tasks/{task.ref}/").content.decode()
    close_task(task, by=cast.township_officer)
    assert "您排在第一个" not in client.get(f"/tasks/{task.ref}/").content.decode()
