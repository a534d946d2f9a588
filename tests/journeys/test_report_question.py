"""A quiet question about words two members sent alike: the branch's own secretary sees it, and nothing follows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.report import correct_report, read_report, take_report
from banyan.journeys.models import Report
from banyan.journeys.queries.report import find_report
from banyan.journeys.queries.report_question import likenesses
from banyan.journeys.rules.report import Told
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from tests.journeys.reports import all_away, hosted, reported

pytestmark = pytest.mark.django_db
COPIED = "这个月厂里赶货，天天加班，人都平安，请支部放心，过年回家看望大家。"
SEEN = "这段话和以前报来的一样"
Queries = Callable[[int], AbstractContextManager[None]]


def alike(cast: Cast, words: str = COPIED) -> tuple[Report, Report]:
    """Two members of one branch say the same; the second a little differently in its marks."""
    journeys = all_away(cast)
    first = reported(journeys[cast.member.name], Told(words=words))
    return first, reported(journeys[cast.second_member.name], Told(words=f" {words.replace('，', ', ')}！"))


def asked(viewer: Viewer, *reports: Report) -> list[int]:
    found = [Report.objects.select_related("person", "org").get(pk=report.pk) for report in reports]
    return sorted(likenesses(viewer, found))


def test_words_another_member_sent_are_asked_about_once_and_reading_puts_them_aside(
    cast: Cast, client: Client
) -> None:
    first, second = alike(cast)
    client.force_login(cast.secretary.account)
    page = client.get("/reports/").content.decode()
    assert page.count(SEEN) == page.count("有1份想请您多看一眼") == page.count("一块儿写的") == 1
    assert f'href="/reports/{first.ref}/"' in client.get(f"/reports/{second.ref}/").content.decode()
    assert SEEN not in client.get(f"/reports/{first.ref}/").content.decode()
    assert COPIED[:4] not in str(Report.objects.values_list("words_mark", flat=True))
    read_report(find_report(cast.secretary, second.ref), by=cast.secretary)
    assert SEEN not in client.get("/reports/?all").content.decode()


def test_nobody_but_the_secretary_of_the_branch_sees_it(cast: Cast, client: Client) -> None:
    first, second = alike(cast)
    hosted(cast, cast.second_member)
    others = [cast.township_officer, cast.county_officer, cast.floating_secretary, cast.baonan_secretary]
    for viewer in (*others, *cast.outsiders, viewer_of(cast.member), viewer_of(cast.second_member)):
        assert asked(viewer, first, second) == []
    client.force_login(cast.township_officer.account)
    for address in ("/reports/?all", f"/reports/{second.ref}/"):
        page = client.get(address)
        assert (page.status_code, SEEN in page.content.decode()) == (200, False)
    client.force_login(cast.second_member.account)
    assert SEEN not in client.get(f"/report/{second.ref}/").content.decode()


def test_it_changes_nothing(cast: Cast) -> None:
    _first, second = alike(cast)
    before = Report.objects.filter(pk=second.pk).values().get(), Entry.objects.count()
    assert asked(cast.secretary, second) == [second.pk]
    assert (Report.objects.filter(pk=second.pk).values().get(), Entry.objects.count()) == before
    assert second.status == "received"


@pytest.mark.parametrize("words", ["一切正常", "一切正常，身体健康，请支部放心！"])
def test_what_everybody_would_say_is_never_asked_about(cast: Cast, words: str) -> None:
    first, second = alike(cast, words)
    assert (first.words_mark, asked(cast.secretary, first, second)) == ("", [])


def test_neither_ones_own_words_nor_anothers_branch_nor_what_an_officer_entered_is_asked_about(
    cast: Cast,
) -> None:
    journeys = all_away(cast)
    reported(journeys[cast.member.name], Told(words=COPIED), Period.of(today()).previous())
    again = reported(journeys[cast.member.name], Told(words=COPIED))
    elsewhere = reported(journeys[cast.baonan_member.name], Told(words=COPIED))
    entered = [
        take_report(
            journey, Told(words=COPIED), by=cast.secretary, period=Period.of(today()), channel="phone"
        )
        for journey in (journeys[cast.third_member.name], journeys[cast.second_member.name])
    ]
    assert asked(cast.secretary, again, *entered) == asked(cast.baonan_secretary, elsewhere) == []


def test_words_put_differently_are_asked_about_no_longer_and_old_ones_are_forgotten(cast: Cast) -> None:
    first, second = alike(cast)
    Report.objects.filter(pk=first.pk).update(received_at=now() - timedelta(days=401))
    assert asked(cast.secretary, second) == []
    Report.objects.filter(pk=first.pk).update(received_at=now() - timedelta(days=399))
    assert asked(cast.secretary, second) == [second.pk]
    correct_report(
        second,
        Told(words="换了工地，活不重，月底结工钱，和老乡一起住，都好。"),
        by=viewer_of(cast.second_member),
    )
    assert asked(cast.secretary, second) == []


@pytest.mark.parametrize("count", [1, 3])
def test_questions_about_one_and_about_three_are_one_query(
    cast: Cast, django_assert_num_queries: Queries, count: int
) -> None:
    second = alike(cast)[1]
    for month in range(1, count):
        second.pk, second.ref, second.period = None, uuid4(), f"2025-{month:02}"
        second.save(force_insert=True)
    found = list(Report.objects.filter(person=cast.second_member).select_related("person", "org"))
    viewer = cast.secretary
    with django_assert_num_queries(1):
        assert len(likenesses(viewer, found)) == count
