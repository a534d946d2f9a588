"""What runs, waits and failed: to whoever asked for it, and all of it to whoever keeps the house."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.jobs.models import Job
from banyan.jobs.worker import Worker
from banyan.orgs.viewers import Viewer
from tests.jobs.work import be_refused, break_down, deliver


def page_for(viewer: Viewer) -> Client:
    assert viewer.account is not None
    client = Client()
    client.force_login(viewer.account)
    return client


def ask(viewer: Viewer, number: int = 1) -> Job:
    deliver.for_owner(viewer.audit_ref, link="/rosters/7").enqueue(number)
    return Job.objects.latest("pk")


def address(name: str, job: Job) -> str:
    return reverse(f"web:{name}", args=[job.ref])


def test_whoever_asked_for_it_sees_how_far_it_is_and_where_the_result_stands(cast: Cast) -> None:
    job = ask(cast.township_officer)
    client = page_for(cast.township_officer)
    Job.objects.update(state="running", done=3, total=10, words="正在写入")
    assert "已办 3 / 10" in client.get(address("job", job)).content.decode()
    Job.objects.update(state="waiting", done=0, total=0)
    Worker().run_waiting()
    assert '<a class="button primary" href="/rosters/7">' in client.get(address("job", job)).content.decode()


def test_the_fragment_asks_again_while_the_job_is_open_and_then_stops(cast: Cast) -> None:
    job = ask(cast.township_officer)
    client, htmx = page_for(cast.township_officer), {"HX-Request": "true"}
    waiting = client.get(address("job", job), headers=htmx).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "<html" not in waiting
    Worker().run_waiting()
    assert "hx-trigger" not in client.get(address("job", job), headers=htmx).content.decode()


def test_nobody_else_sees_a_job_but_whoever_keeps_the_house(cast: Cast) -> None:
    job = ask(cast.township_officer)
    for viewer in (cast.secretary, cast.county_officer, cast.auditor, *cast.outsiders):
        client = page_for(viewer)
        assert client.get(address("job", job)).status_code == 404
        assert client.post(address("job-retry", job)).status_code == 404
    assert page_for(cast.city_officer).get(address("job", job)).status_code == 200


def test_the_list_shows_ones_own_jobs_and_at_the_root_all(cast: Cast) -> None:
    ask(cast.township_officer)
    ask(cast.county_officer)
    deliver.enqueue(3)
    seen = {
        name: len(page_for(viewer).get(reverse("web:jobs")).context["found"].rows)
        for name, viewer in (
            ("township", cast.township_officer),
            ("other", cast.other_township_officer),
            ("city", cast.city_officer),
        )
    }
    assert seen == {"township": 1, "other": 0, "city": 3}


def test_the_list_is_for_whoever_keeps_organisations(cast: Cast) -> None:
    assert page_for(cast.secretary).get(reverse("web:jobs")).status_code == 403
    assert Client().get(reverse("web:jobs")).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        ask(cast.township_officer, number)
    client = page_for(cast.township_officer)
    client.get(reverse("web:jobs"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("web:jobs"))


# Session, account, offices, jobs; unread messages and the rest of the menu's counts.
LIST_QUERIES = 5


def test_a_failed_job_says_why_and_can_be_tried_again(cast: Cast) -> None:
    be_refused.for_owner(cast.secretary.audit_ref).enqueue(1)
    Worker().run_waiting()
    job, client = Job.objects.get(), page_for(cast.secretary)
    assert "该组织已经撤销。" in client.get(address("job", job)).content.decode()
    assert client.post(address("job-retry", job))["Location"] == address("job", job)
    job.refresh_from_db()
    assert job.state == "waiting"
    assert Entry.objects.latest("seq").act == "job.retried"
    assert client.post(address("job-retry", job)).status_code == 409


def test_what_broke_is_told_in_plain_words_with_its_place(cast: Cast) -> None:
    break_down.for_owner(cast.secretary.audit_ref).enqueue(1)
    Job.objects.update(max_tries=1)
    Worker().run_waiting()
    text = page_for(cast.secretary).get(address("job", Job.objects.get())).content.decode()
    assert "办理时出了错" in text
    assert "ValueError" in text
    assert "13800138000" not in text


def test_the_list_can_be_narrowed_to_what_failed(cast: Cast) -> None:
    ask(cast.county_officer)
    be_refused.for_owner(cast.county_officer.audit_ref).enqueue(1)
    Worker().run_waiting()
    client = page_for(cast.county_officer)
    states = {
        state: [job.state for job in client.get(reverse("web:jobs"), {"state": state}).context["found"].rows]
        for state in ("", "open", "failed", "done")
    }
    assert states == {"": ["failed", "done"], "open": [], "failed": ["failed"], "done": ["done"]}
