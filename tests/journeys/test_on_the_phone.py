"""A check-in on the phone, with script and without, at most three taps from home (design.md, Principles 3)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast, build_cast, viewer_of
from banyan.journeys.models import CheckIn
from banyan.orgs.viewers import Viewer
from tests.conftest import PHONE
from tests.journeys.scenes import away, sent, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> Cast:
    return build_cast()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def pocket(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def sign_in(page: Page, server: LiveServer, viewer: Viewer) -> None:
    session = signed_in(viewer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])


def test_three_taps_from_home_to_a_check_in(town: Cast, live_server: LiveServer, pocket: Page) -> None:
    away(town)
    sign_in(pocket, live_server, viewer_of(town.member))
    pocket.goto(live_server.url)
    pocket.get_by_role("link", name="去报到").click()
    pocket.get_by_role("button", name="汝城县驻广州流动党支部").click()
    pocket.get_by_role("button", name="提交报到").click()
    expect(pocket.get_by_text("报到已发出，等汝城县驻广州流动党支部确认。")).to_be_visible()
    expect(pocket.get_by_text("等待确认")).to_be_visible()
    assert CheckIn.objects.get().status == "sent"


def test_the_host_confirms_and_refuses_in_place(town: Cast, live_server: LiveServer, desk: Page) -> None:
    sent(town, away(town))
    sent(town, away(town, town.second_member))
    sign_in(desk, live_server, town.floating_secretary)
    desk.goto(f"{live_server.url}/check-ins/")
    rows = desk.locator("[data-item]")
    rows.filter(has_text="何远山").get_by_role("button", name="确认报到").click()
    expect(rows.filter(has_text="何远山")).to_contain_text("已报到")
    rows.filter(has_text="朱小满").get_by_role("link", name="退回").click()
    dialog = desk.locator("#dialog")
    dialog.get_by_label("原因").fill("他在佛山，请到佛山支部")
    dialog.get_by_role("button", name="退回").click()
    expect(desk.get_by_text("已退回，老家支部和本人都会收到原因。")).to_be_visible()
    assert sorted(CheckIn.objects.values_list("status", flat=True)) == ["confirmed", "refused"]


def test_a_place_is_picked_step_by_step(town: Cast, live_server: LiveServer, pocket: Page) -> None:
    sign_in(pocket, live_server, town.secretary)
    pocket.goto(f"{live_server.url}/journeys/person/{town.member.ref}/departures/")
    pocket.get_by_label("外出时间").fill("2026-09")
    for label, choice in (("省（自治区", "广东省"), ("市（州）", "佛山市"), ("县（市、区）", "南海区")):
        pocket.get_by_label(label).select_option(choice)
        expect(pocket.locator(".htmx-request, .htmx-settling, .htmx-added")).to_have_count(0)
        more = pocket.get_by_role("button", name="选好了，显示下一级")
        if more.is_visible():
            more.click()
    pocket.get_by_role("button", name="登记外出").click()
    expect(pocket.get_by_text("何远山的外出已登记。")).to_be_visible()
    expect(pocket.get_by_text("广东省佛山市南海区")).to_be_visible()
