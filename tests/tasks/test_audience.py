"""Whom a task asks, who may claim it, and how much is asked of members (ideas 6, ideas 18)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import record_departure
from banyan.notify.models import Message
from banyan.orgs.queries import region_with_code
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import claim_task, draft_task, open_task, say_ready
from banyan.tasks.models import Readiness, Task
from banyan.tasks.queries import (
    asked_of_members,
    asked_this_month,
    is_reached,
    offers_to,
    people_asked,
    tasks_for,
)
from tests.journeys.reports import hosted
from tests.tasks.work import facts, floating_task, published, township_task, village_task

pytestmark = pytest.mark.django_db


def away(cast: Cast, person: Person, code: str = "440106") -> None:
    left = {"departed_on": "2025-03-01", "region": region_with_code(code)}
    record_departure(person, left, by=cast.secretary)


def names(found: Any) -> set[str]:
    return {person.name for person in found}


def reasons(person: Person) -> dict[str, list[str]]:
    return {offer.task.title: offer.reasons for offer in offers_to(viewer_of(person))}


def test_a_city_is_asked_first_and_everybody_may_claim(cast: Cast) -> None:
    away(cast, cast.member)
    task = township_task(cast, city=region_with_code("4401"))
    assert names(people_asked(task)) == {"何远山"}
    assert reasons(cast.member)[task.title] == ["您就在广州市"]
    assert reasons(cast.second_member)[task.title] == []
    claim_task(task, cast.second_member, by=viewer_of(cast.second_member))


def test_only_those_asked_are_told(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    away(cast, cast.member)
    with django_capture_on_commit_callbacks(execute=True):
        township_task(cast, city=region_with_code("44"))
    told = Message.objects.filter(kind="task.published").values_list("recipient__label", flat=True)
    assert list(told) == ["何远山"]


def test_who_can_do_it_is_asked_and_sees_why(cast: Cast) -> None:
    say_ready(cast.member, ["selling"], None, by=viewer_of(cast.member))
    task = village_task(cast, skills=["selling", "law"], minutes=10)
    assert names(people_asked(task)) == {"何远山"}
    assert reasons(cast.member)[task.title] == ["您会卖货、找销路", "只要10分钟"]


def test_who_is_busy_is_not_asked_until_then(cast: Cast) -> None:
    task = village_task(cast)
    say_ready(cast.member, [], today() + timedelta(days=1), by=viewer_of(cast.member))
    assert "何远山" not in names(people_asked(task))
    say_ready(cast.member, [], today(), by=viewer_of(cast.member))
    assert "何远山" in names(people_asked(task))
    assert Readiness.objects.count() == 1


def test_a_skill_nobody_knows_is_refused_and_nobody_speaks_for_another(cast: Cast) -> None:
    with pytest.raises(Refused):
        say_ready(cast.member, ["flying"], None, by=viewer_of(cast.member))
    with pytest.raises(Refused):
        draft_task(cast.shazhou, facts(skills=["flying"]), by=cast.secretary)
    for viewer in [viewer_of(cast.second_member), cast.baonan_secretary, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            say_ready(cast.member, [], None, by=viewer)


def test_a_task_that_names_people_is_theirs_alone(cast: Cast, client: Client) -> None:
    task = published(cast.shazhou, by=cast.secretary, people=[cast.member])
    assert task.is_named
    assert reasons(cast.member)[task.title] == ["点名请您"]
    assert reasons(cast.second_member) == {}
    client.force_login(cast.second_member.account)
    assert client.get(f"/tasks/{task.ref}/").status_code == 404
    with pytest.raises(Refused) as refusal:
        claim_task(task, cast.second_member, by=viewer_of(cast.second_member))
    assert refusal.value.reason.code == "not_in_audience"
    claim_task(task, cast.member, by=viewer_of(cast.member))


def test_the_minutes_asked_this_month_are_those_put_before_him(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for minutes in (30, 90):
            village_task(cast, minutes=minutes)
    asked = asked_this_month(cast.member)
    assert (asked.times, asked.at_most, asked.words) == (2, 4, "2小时")
    of_branch = asked_of_members(cast.shazhou)
    assert (of_branch.times, of_branch.minutes) == (2, 120)
    assert asked_of_members(cast.baonan).times == 0


# The screen.


def test_a_name_that_is_nobody_s_is_told_and_nothing_is_published(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    body = {"org": str(cast.shazhou.ref), "title": "看望老人", "deadline": "2099-11-30T18:00"}
    answer = client.post("/tasks/new/", body | {"people": "何远山\n叶知秋"})
    assert answer.status_code == 422
    assert "没有找到或有同名：叶知秋" in answer.content.decode()
    client.post("/tasks/new/", body | {"people": "何远山\n何远山", "city": "4401", "skills": ["law"]})
    task = Task.objects.get()
    assert names(task.people.all()) == {"何远山"}
    assert (str(task.city_id), task.skills) == ("4401", ["law"])
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "在广州市的同志" in page
    assert "写明的几位同志" in page


def test_whom_it_is_for_is_folded_away_until_somebody_is_named(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    page = client.get("/tasks/new/?kind=free").content.decode()
    assert "<details><summary>特别想请谁，或只请几个人</summary>" in page
    body = {"org": str(cast.shazhou.ref), "title": "", "deadline": "2099-11-30T18:00", "people": "何远山"}
    assert "<details open><summary>" in client.post("/tasks/new/", body).content.decode()


def test_where_no_time_was_asked_none_is_named(cast: Cast, client: Client) -> None:
    open_task(draft_task(cast.shazhou, facts(), by=cast.secretary), by=cast.secretary)
    client.force_login(cast.secretary.account)
    page = client.get("/tasks/").content.decode()
    assert "请党员做1件事；" in page
    assert "0分钟" not in page


def test_the_pages_say_how_much_is_asked(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        task = draft_task(cast.shazhou, facts(minutes=10), by=cast.secretary)
        open_task(task, by=cast.secretary)
    client.force_login(cast.member.account)
    page = client.get("/tasks/").content.decode()
    assert "本月家乡请您看了1件事（最多4件），约10分钟" in page
    assert "只要10分钟" in page
    client.force_login(cast.secretary.account)
    assert "请党员做1件事，每人全做约10分钟" in client.get("/tasks/").content.decode()


def test_a_member_says_what_he_can_do(cast: Cast, client: Client) -> None:
    client.force_login(cast.member.account)
    assert client.post("/tasks/ready/", {"skills": ["flying"]}).status_code == 422
    client.post("/tasks/ready/", {"skills": ["law"], "quiet_until": "2099-01-01"})
    assert Readiness.objects.values_list("skills", "quiet_until").get() == (["law"], date(2099, 1, 1))
    assert 'value="law"' in client.get("/tasks/ready/").content.decode()
    client.force_login(cast.auditor.account)
    assert client.get("/tasks/ready/").status_code == 404


def test_a_list_of_tasks_and_one_task_at_hand_reach_the_same_people(cast: Cast) -> None:
    hosted(cast, cast.member)
    tasks = [village_task(cast), township_task(cast), floating_task(cast)]
    tasks.append(village_task(cast, is_named=True, people=[cast.second_member]))
    people = list(Person.objects.select_related("home"))
    listed = {(person.pk, task.pk) for person in people for task in tasks_for(person)}
    assert listed == {(person.pk, task.pk) for person in people for task in tasks if is_reached(task, person)}
    assert 3 < len(listed) < len(people) * len(tasks)
