"""Every page an office's menu leads to, looked at in a real browser by somebody who holds that office."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import send_report
from banyan.journeys.rules.report import Told
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from banyan.tasks.actions import draft_task, open_task
from banyan.web import menu
from tests.web.test_looks import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy_cast(cast: Cast) -> Cast:
    """A cast with something on every desk: two away, one to be confirmed, one asking for help, one task."""
    here = {"departed_on": "2025-10-12", "place_words": "广东省广州市"}
    journey = record_departure(cast.member, here, by=cast.secretary)
    record_departure(cast.third_member, here, by=cast.secretary)
    check_in_at(journey, {}, by=viewer_of(cast.member), host=cast.floating)
    told = Told(matter="need_help", words="孩子上学要什么材料")
    send_report(journey, told, by=viewer_of(cast.member), period=Period.of(today()))
    facts: dict[str, object] = {"title": "帮老人挂号", "words": "", "place": "广州", "needs": "", "quota": 3}
    task = draft_task(cast.shazhou, facts | {"deadline": now() + timedelta(days=9)}, by=cast.secretary)
    open_task(task, by=cast.secretary)
    return cast


def sign_in(page: Page, live_server: LiveServer, viewer: Viewer) -> None:
    assert viewer.account
    client = Client()
    client.force_login(viewer.account)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def addresses_of(viewer: Viewer) -> list[str]:
    groups = [*menu.menu_for(viewer, path="/"), menu.Group("", (*menu.MEMBER_BAR, *menu.OWN))]
    entries = [entry for group in groups for entry in group.entries]
    return sorted({entry.address for entry in menu.entries_for(viewer, entries, path="/")})


def faults_on_the_walk(page: Page, live_server: LiveServer, viewer: Viewer) -> dict[str, list[str]]:
    sign_in(page, live_server, viewer)
    found = {address: look_at(page, live_server.url + address) for address in addresses_of(viewer)}
    return {address: faults for address, faults in found.items() if faults}


def test_a_member_walks_on_the_phone(phone: Page, live_server: LiveServer, busy_cast: Cast) -> None:
    assert faults_on_the_walk(phone, live_server, viewer_of(busy_cast.member)) == {}


@pytest.mark.parametrize("office", ["secretary", "floating_secretary", "township_officer"])
def test_an_office_walks_on_the_phone(
    phone: Page, live_server: LiveServer, busy_cast: Cast, office: str
) -> None:
    assert faults_on_the_walk(phone, live_server, getattr(busy_cast, office)) == {}


@pytest.mark.parametrize("office", ["township_officer", "county_officer", "city_officer", "auditor"])
def test_an_office_walks_at_the_desk(
    desk: Page, live_server: LiveServer, busy_cast: Cast, office: str
) -> None:
    assert faults_on_the_walk(desk, live_server, getattr(busy_cast, office)) == {}


def test_a_member_walks_in_large_dark_type(phone: Page, live_server: LiveServer, busy_cast: Cast) -> None:
    phone.context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in (("size", "large"), ("theme", "dark"))
        ]
    )
    assert faults_on_the_walk(phone, live_server, viewer_of(busy_cast.member)) == {}
