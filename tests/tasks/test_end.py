"""Tasks long past their last day end by themselves; nothing that was done is lost (decisions/0020)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from banyan.audit.models import Entry
from banyan.config.schedule import SCHEDULE
from banyan.demo.cast import Cast, viewer_of
from banyan.notify.queries import messages_of
from banyan.shared.clock import now
from banyan.tasks import jobs
from banyan.tasks.actions import accept_work, claim_task, submit_claim
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import claims_to_review
from tests.tasks.work import facts, published, village_task

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def statuses_at(moment: datetime, capture: Any) -> dict[str, str]:
    with time_machine.travel(moment, tick=False), capture(execute=True):
        jobs.end_tasks.func("day")
    return dict(Task.objects.values_list("title", "status"))


def words_to(cast: Cast, name: str) -> list[str]:
    member = getattr(cast, name)
    return [each.words for each in messages_of(viewer_of(member)).filter(kind="task.ended")]


def test_a_task_ends_a_month_after_its_last_day_and_its_work_is_still_reviewed(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    task = village_task(cast)
    at_it, handed_in = (
        claim_task(task, member, by=viewer_of(member)) for member in (cast.member, cast.second_member)
    )
    submit_claim(handed_in, "卖了80箱", by=viewer_of(cast.second_member))
    ended = task.deadline + timedelta(days=30)
    assert statuses_at(ended - SECOND, django_capture_on_commit_callbacks) == {task.title: "open"}
    assert statuses_at(ended, django_capture_on_commit_callbacks) == {task.title: "closed"}
    statuses_at(ended, django_capture_on_commit_callbacks)
    assert [(row.actor_label, row.act) for row in Entry.objects.filter(act="task.closed")] == [
        ("系统", "task.closed")
    ]
    assert [len(words_to(cast, name)) for name in ("member", "second_member")] == [1, 0]
    assert "没做成也没关系" in words_to(cast, "member")[0]
    assert list(claims_to_review(cast.secretary)) == [handed_in]
    at_it = Claim.objects.select_related("task__org", "person").get(pk=at_it.pk)
    submit_claim(at_it, "又卖了20箱", by=viewer_of(cast.member))
    for claim in claims_to_review(cast.secretary):
        accept_work(claim, by=cast.secretary)
    assert set(Claim.objects.values_list("status", flat=True)) == {"accepted"}


def test_turns_keep_a_task_open_and_what_was_long_forgotten_ends_without_a_word(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    last = now() + timedelta(days=60)
    published(
        cast.shazhou, by=cast.secretary, **facts(title="值班", slots=[(last - timedelta(hours=4), last, 2)])
    )
    old = village_task(cast, title="卖橙")
    claim_task(old, cast.member, by=viewer_of(cast.member))
    at = old.deadline + timedelta(days=60)
    assert statuses_at(at, django_capture_on_commit_callbacks) == {"值班": "open", "卖橙": "closed"}
    assert words_to(cast, "member") == []
    assert statuses_at(last + timedelta(days=30), django_capture_on_commit_callbacks)["值班"] == "closed"


def test_it_is_done_every_day() -> None:
    assert [timed.cadence for timed in SCHEDULE if timed.task is jobs.end_tasks] == ["day"]
