"""What home needs becomes a task, last year's season comes again, and service at the host is confirmed (D-05, D-08)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from banyan.demo.cast import Cast, viewer_of
from banyan.insight.measures import MEASURES
from banyan.notify.queries import messages_of
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period
from banyan.tasks.actions import accept_work, end_need, note_need, record_service
from banyan.tasks.forms import repeated_facts
from banyan.tasks.models import Claim, Need, Task
from banyan.tasks.queries import miscounted_tasks, needs_listed, needs_told, undated_claims
from banyan.tasks.rules import why_not_service
from tests.journeys.reports import hosted
from tests.tasks.work import village_task

pytestmark = pytest.mark.django_db


def test_a_need_is_kept_by_its_office_and_read_by_its_members(cast: Cast) -> None:
    need = note_need(cast.shazhou, "村口路灯坏了", by=cast.secretary)
    assert needs_listed(cast.secretary) == [need]
    assert needs_listed(cast.baonan_secretary) == []
    assert needs_told(cast.member) == [need]
    assert needs_told(cast.baonan_member) == []
    for viewer in [viewer_of(cast.member), cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            note_need(cast.shazhou, "别的", by=viewer)
        with pytest.raises(NotAllowed):
            end_need(need, by=viewer)
    with pytest.raises(Refused):
        note_need(cast.shazhou, " ", by=cast.secretary)
    end_need(need, by=cast.secretary)
    with pytest.raises(Refused):
        end_need(need, by=cast.secretary)
    assert needs_told(cast.member) == []


def test_a_need_turns_into_a_task(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    body = {"org": str(cast.shazhou.ref), "words": "村小想要20本书", "kind": "wish"}
    assert client.post("/tasks/needs/", body).status_code == 302
    need = Need.objects.get()
    page = client.get("/tasks/needs/").content.decode()
    assert f"?kind=wish&amp;need={need.ref}" in page
    address = f"/tasks/new/?kind=wish&need={need.ref}"
    assert 'value="村小想要20本书"' in client.get(address).content.decode()
    task_body = {
        "org": str(cast.shazhou.ref),
        "kind": "wish",
        "title": "20本书",
        "deadline": "2099-11-30T18:00",
    }
    client.post(address, task_body)
    need.refresh_from_db()
    assert need.task == Task.objects.get()
    assert "村小想要20本书" not in client.get("/tasks/needs/").content.decode()
    client.force_login(cast.other_secretary.account)
    assert client.get(address).status_code == 404
    assert client.post(f"/tasks/needs/{need.ref}/ends/").status_code == 404


def test_members_read_what_home_needs(cast: Cast, client: Client) -> None:
    note_need(cast.shazhou, "村口路灯坏了", by=cast.secretary)
    client.force_login(cast.member.account)
    assert "村口路灯坏了" in client.get("/tasks/").content.decode()
    assert client.get("/tasks/needs/").status_code == 403


def test_last_year_s_season_comes_again_with_its_dates_moved_on(cast: Cast, client: Client) -> None:
    task = village_task(
        cast, kind="sales", quota=200, share_unit="箱", details={"product": "冰糖橙"}, minutes=20
    )
    Task.objects.filter(pk=task.pk).update(deadline=now() - timedelta(days=400))
    task.refresh_from_db()
    again = repeated_facts(task, now())
    assert now() < again["deadline"] < now() + timedelta(days=367)
    local, before = timezone.localtime(again["deadline"]), timezone.localtime(task.deadline)
    assert (local.month, local.day) == (before.month, before.day)
    client.force_login(cast.secretary.account)
    answer = client.get(f"/tasks/new/?like={task.ref}", follow=True)
    page = answer.content.decode()
    assert 'value="冰糖橙"' in page
    assert 'value="200"' in page
    assert "照样再来一次" in client.get(f"/tasks/{task.ref}/").content.decode()
    client.force_login(cast.other_secretary.account)
    assert client.get(f"/tasks/new/?like={task.ref}", follow=True).status_code == 404


# Service at the host.


def served(cast: Cast, **given: Any) -> Claim:
    did = {"title": "核酸检测志愿者", "day": today(), "hundredths": 450, **given}
    return record_service(cast.member, cast.floating, did, by=viewer_of(cast.member))


def test_service_is_some_hours_of_a_day_that_has_come() -> None:
    assert why_not_service("帮忙", today(), today(), 2400) is None
    assert why_not_service(" ", today(), today(), 100) is not None
    assert why_not_service("帮忙", today() + timedelta(days=1), today(), 100) is not None
    assert why_not_service("帮忙", today() - timedelta(days=366), today(), 100) is None
    assert why_not_service("帮忙", today().replace(year=1926), today(), 100) is not None
    assert why_not_service("帮忙", today(), today(), 0) is not None
    assert why_not_service("帮忙", today(), today(), 2401) is not None


def test_service_of_another_day_is_never_late(cast: Cast, client: Client) -> None:
    claim = served(cast, day=today() - timedelta(days=3))
    assert cast.member.account is not None
    client.force_login(cast.member.account)
    page = client.get(f"/claims/{claim.ref}/").content.decode()
    assert ("晚于截止时间" in page, "<dt>截止</dt>" in page, "<dt>哪一天</dt>" in page) == (
        False,
        False,
        True,
    )


def test_service_he_recorded_counts_once_the_host_confirms(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    period = Period.of(today())
    with django_capture_on_commit_callbacks(execute=True):
        claim = served(cast)
    assert messages_of(cast.floating_secretary).filter(is_asking=True).count() == 1
    assert MEASURES["service_hours"].count(cast.county, period) == 0
    with pytest.raises(NotAllowed):
        accept_work(claim, by=cast.secretary)
    accept_work(claim, by=cast.floating_secretary)
    assert MEASURES["service_hours"].count(cast.county, period) == 5
    assert [MEASURES[name].count(cast.county, period) for name in ("tasks", "claims", "finishers")] == [
        0,
        0,
        0,
    ]
    assert not miscounted_tasks().exists()
    assert not undated_claims().exists()


def test_a_member_records_service_on_his_page_and_chooses_who_confirms(cast: Cast, client: Client) -> None:
    hosted(cast, cast.member)
    client.force_login(cast.member.account)
    page = client.get("/tasks/service/").content.decode()
    assert cast.floating.name in page
    assert cast.shazhou.name in page
    body = {"title": "社区志愿者", "day": today().isoformat(), "hours": "2.5", "host": str(cast.floating.ref)}
    assert client.post("/tasks/service/", body | {"hours": "25"}).status_code == 422
    assert client.post("/tasks/service/", body | {"host": str(cast.other_village.ref)}).status_code == 422
    early = client.post("/tasks/service/", body | {"day": (today() + timedelta(days=1)).isoformat()})
    assert early.status_code == 409
    assert "这一天还没到" in early.content.decode()
    assert 'value="社区志愿者"' in early.content.decode()
    client.post("/tasks/service/", body)
    claim = Claim.objects.get()
    assert (claim.task.org, claim.status, claim.outcomes.get().hundredths) == (
        cast.floating,
        "submitted",
        250,
    )
    assert "等待审核" in client.get(f"/claims/{claim.ref}/").content.decode()
    client.force_login(cast.floating_secretary.account)
    assert "社区志愿者" not in client.get("/tasks/").content.decode()
    assert "社区志愿者" in client.get("/tasks/review/").content.decode()
