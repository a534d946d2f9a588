"""A task kept as a pattern (D-01): its organisation and those below begin with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from banyan.demo.cast import Cast, viewer_of
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import end_pattern, keep_pattern
from banyan.tasks.models import Pattern
from banyan.tasks.queries import patterns_listed
from banyan.tasks.rules import deadline_like
from tests.tasks.work import township_task, village_task

pytestmark = pytest.mark.django_db


def test_the_deadline_lies_as_many_days_ahead_at_its_time_of_day() -> None:
    made = now().replace(hour=8, minute=0)
    deadline = made + timedelta(days=10, hours=10)
    at = made + timedelta(days=40, hours=1)
    assert deadline_like(made, deadline, at) == made + timedelta(days=50, hours=10)
    assert deadline_like(made, made + timedelta(hours=1), at) - at == timedelta(days=1)


def test_the_tree_inherits_a_pattern_and_nobody_else_has_it(cast: Cast) -> None:
    above = keep_pattern(township_task(cast), by=cast.township_officer)
    own = keep_pattern(village_task(cast), by=cast.secretary)
    assert patterns_listed(cast.secretary) == [own, above]
    assert [each.is_kept_by_me for each in patterns_listed(cast.secretary)] == [True, False]  # type: ignore[attr-defined]
    assert patterns_listed(cast.baonan_secretary) == [above]
    assert patterns_listed(cast.other_secretary) == patterns_listed(viewer_of(cast.member)) == []
    end_pattern(above, by=cast.township_officer)
    assert patterns_listed(cast.baonan_secretary) == []


def test_who_publishes_there_keeps_and_ends_it_once(cast: Cast) -> None:
    task = township_task(cast)
    for viewer in (cast.secretary, viewer_of(cast.member), cast.other_township_officer):
        with pytest.raises(NotAllowed):
            keep_pattern(task, by=viewer)
    pattern = keep_pattern(task, by=cast.township_officer)
    with pytest.raises(Refused):
        keep_pattern(task, by=cast.township_officer)
    with pytest.raises(NotAllowed):
        end_pattern(pattern, by=cast.secretary)
    end_pattern(pattern, by=cast.township_officer)
    with pytest.raises(Refused):
        end_pattern(pattern, by=cast.township_officer)


def test_a_village_begins_with_what_the_township_keeps(cast: Cast, client: Client) -> None:
    task = township_task(cast, kind="sales", details={"product": "冰糖橙"}, title="帮镇里卖橙", minutes=20)
    client.force_login(cast.township_officer.account)
    assert "已存为模板" in client.post(f"/tasks/{task.ref}/patterns/", follow=True).content.decode()
    assert "/patterns/" not in client.get(f"/tasks/{task.ref}/").content.decode()
    pattern = Pattern.objects.get()
    client.force_login(cast.secretary.account)
    page = client.get("/tasks/new/").content.decode()
    assert f"?kind=sales&amp;pattern={pattern.ref}" in page
    assert "停用这个模板" not in page
    begun = client.get(f"/tasks/new/?kind=sales&pattern={pattern.ref}").content.decode()
    assert 'value="帮镇里卖橙"' in begun
    assert 'value="冰糖橙"' in begun
    assert f'value="{localtime(now() + timedelta(days=10)):%Y-%m-%dT}' in begun
    client.force_login(cast.township_officer.account)
    assert "停用这个模板" in client.get("/tasks/new/").content.decode()
    assert client.post(f"/tasks/patterns/{pattern.ref}/ends/").status_code == 302
    assert client.get(f"/tasks/new/?kind=sales&pattern={pattern.ref}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_patterns_cost_the_same_for_one_and_for_three(
    cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    for _each in range(count):
        keep_pattern(village_task(cast), by=cast.secretary)
    with django_assert_num_queries(1):
        told = [
            (each.org.name, each.task.title, each.task.org.name) for each in patterns_listed(cast.secretary)
        ]
    assert len(told) == count
