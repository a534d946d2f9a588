"""A kind word after a long silence, then the place goes back; reviewers are reminded (ideas 6)."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from banyan.config.schedule import SCHEDULE
from banyan.demo.cast import Cast, viewer_of
from banyan.notify.queries import messages_of
from banyan.orgs.actions.policy import set_policy
from banyan.orgs.policies import QUIET_DAYS, REVIEW_DAYS
from banyan.shared.clock import now
from banyan.tasks import jobs
from banyan.tasks.actions import add_note, claim_task, submit_claim
from banyan.tasks.models import Claim, Task
from banyan.tasks.rules import is_review_late, is_to_be_nudged, is_to_be_returned
from tests.tasks.work import village_task

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 12, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


def test_the_kind_word_comes_five_days_before_and_never_when_the_policy_says_none() -> None:
    assert [is_to_be_nudged(NOON - days * DAY, NOON, 30) for days in (24, 25)] == [False, True]
    assert not is_to_be_nudged(NOON - 400 * DAY, NOON, 0)
    assert not is_to_be_returned(NOON - 400 * DAY, NOON - 9 * DAY, NOON, 0)


@pytest.mark.parametrize(
    ("quiet", "nudged", "is_returned"), [(30, 5, True), (29, 5, False), (30, 4, False), (90, None, False)]
)
def test_a_place_goes_back_only_after_the_kind_word(
    quiet: int, nudged: int | None, is_returned: bool
) -> None:
    asked = None if nudged is None else NOON - nudged * DAY
    assert is_to_be_returned(NOON - quiet * DAY, asked, NOON, 30) is is_returned


def test_a_review_is_late_by_the_policy_of_days() -> None:
    assert [
        is_review_late(NOON - 7 * DAY + step, NOON, 7) for step in (timedelta(0), timedelta(seconds=1))
    ] == [
        True,
        False,
    ]


def claimed(cast: Cast, **given: Any) -> Claim:
    task = village_task(cast, deadline=now() + 200 * DAY, **given)
    return claim_task(task, cast.member, by=viewer_of(cast.member))


def days_later(days: int, capture: Any) -> None:
    with time_machine.travel(now() + days * DAY), capture(execute=True):
        jobs.tend_claims.func("2026-11-10")


def told(cast: Cast, kind: str) -> int:
    return messages_of(viewer_of(cast.member)).filter(kind=kind).count()


def test_silence_is_asked_about_and_then_the_place_is_free_again(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claimed(cast)
    for days, status, claimed_places in (
        (24, "claimed", 1),
        (26, "claimed", 1),
        (29, "claimed", 1),
        (31, "withdrawn", 0),
    ):
        days_later(days, django_capture_on_commit_callbacks)
        assert (Claim.objects.get().status, Task.objects.get().claimed) == (status, claimed_places)
    assert Claim.objects.get().is_returned
    words = [message.words for message in messages_of(viewer_of(cast.member)).order_by("id")]
    assert any("还顺利吗" in each for each in words)
    assert "没关系" in words[-1]


def test_a_word_ends_the_silence(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    claim = claimed(cast)
    days_later(26, django_capture_on_commit_callbacks)
    with time_machine.travel(now() + 28 * DAY):
        add_note(claim, "还在做", by=viewer_of(cast.member))
    days_later(40, django_capture_on_commit_callbacks)
    assert Claim.objects.get().status == "claimed"


def test_a_policy_of_none_and_a_task_without_limit_leave_the_claim_in_peace(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    claimed(cast, quota=None)
    set_policy(cast.shazhou, QUIET_DAYS, 0, by=cast.township_officer)
    claimed(cast)
    for days in (100, 150):
        days_later(days, django_capture_on_commit_callbacks)
    assert set(Claim.objects.values_list("status", "nudged_at")) == {("claimed", None)}


def test_turns_still_to_come_are_no_silence(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    start = now() + 60 * DAY
    task = village_task(
        cast,
        kind="duty",
        quota=None,
        slots=[(start, start + timedelta(hours=4), 2)],
        deadline=now() + 90 * DAY,
    )
    claim_task(task, cast.member, by=viewer_of(cast.member), slots=list(task.slots.all()))
    for days in (40, 50):
        days_later(days, django_capture_on_commit_callbacks)
    assert Claim.objects.get().status == "claimed"


def test_reviewers_are_reminded_once_a_day_and_the_member_is_not(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    set_policy(cast.township, REVIEW_DAYS, 3, by=cast.township_officer)
    for _each in range(2):
        submit_claim(claimed(cast), "卖了80箱", by=viewer_of(cast.member))
    for days, count in ((2, 0), (4, 1), (4, 1), (5, 2)):
        with time_machine.travel(now() + days * DAY), django_capture_on_commit_callbacks(execute=True):
            jobs.remind_of_reviews.func("2026-11-10")
        late = messages_of(cast.secretary).filter(kind="claim.review_late")
        assert late.count() == count
    assert "有2份成果" in late[0].words
    assert told(cast, "claim.review_late") == 0


def test_both_are_on_the_page_of_timed_jobs() -> None:
    tasks = [timed.task for timed in SCHEDULE]
    assert jobs.tend_claims in tasks
    assert jobs.remind_of_reviews in tasks


def test_a_claim_older_than_the_noting_of_silence_is_quiet_from_the_upgrade_on(cast: Cast) -> None:
    Claim.objects.filter(pk=claimed(cast).pk).update(quiet_since=None)
    import_module("banyan.tasks.migrations.0007_quiet_from_now").count_from_today(apps)
    quiet_since = Claim.objects.get().quiet_since
    assert quiet_since is not None
    assert now() - quiet_since < DAY
