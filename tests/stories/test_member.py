"""The member on a cheap phone: report in one tap, check in, claim; with JavaScript and without."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.models import CheckIn, Report
from banyan.tasks.models import Claim
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_tap_is_a_report(town: Cast, live_server: LiveServer, pocket: Page) -> None:
    visit = Visit(pocket, live_server)
    visit.sign_in(viewer_of(town.member))
    visit.press("本月报平安")
    report = Report.objects.get()
    assert (report.person, report.matter, report.channel, report.entered_by) == (
        town.member,
        "well",
        "web",
        "",
    )


def test_three_taps_check_in_and_the_receipt_shows_its_way(
    town: Cast, live_server: LiveServer, pocket: Page
) -> None:
    visit = Visit(pocket, live_server)
    visit.sign_in(viewer_of(town.member))
    visit.follow("去报到")
    visit.press("汝城县驻广州流动党支部")
    visit.press("提交报到")
    assert CheckIn.objects.get().status == "sent"
    visit.press("撤回报到") if pocket.get_by_role("button", name="撤回报到").count() else visit.go(
        "/journeys/own/"
    )
    expect(pocket.get_by_role("heading", name="外出与报到")).to_be_visible()


def test_a_task_is_claimed_handed_in_and_nothing_is_asked_for(
    town: Cast, live_server: LiveServer, pocket: Page
) -> None:
    visit = Visit(pocket, live_server)
    visit.sign_in(viewer_of(town.member))
    visit.follow("帮村里卖冰糖橙")
    visit.press("我来认领")
    assert Claim.objects.get().status == "claimed"
    visit.go(f"/claims/{Claim.objects.get().ref}/")
    pocket.locator("textarea").first.fill("联系了三家，要四十箱。")
    visit.press("提交")
    assert Claim.objects.get().status == "submitted"


def test_four_taps_take_a_task_from_home_to_handed_in(
    town: Cast, live_server: LiveServer, pocket: Page
) -> None:
    """See it, claim it, write a word, hand it in: the page after the claim is the page that hands in."""
    visit = Visit(pocket, live_server)
    visit.sign_in(viewer_of(town.member))
    visit.follow("帮村里卖冰糖橙")
    visit.press("我来认领")
    box = pocket.get_by_label("完成得怎么样")
    box.click()
    box.fill("联系了三家，要四十箱。")
    pocket.get_by_role("button", name="提交", exact=True).click()
    visit.settle()
    visit.look()
    assert Claim.objects.get().status == "submitted"
    expect(pocket.get_by_text("已经交给组织了")).to_be_visible()
