"""The village secretary: what was said in the group becomes reports, and the silent get their words."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.journeys.models import Report
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHAIN = """#接龙
请在外的同志报平安

1. 何远山 在番禺，一切都好
2. 小满 换到顺德了
3. 王大锤 平安
4. 邓青代老周 平安
"""


def picture(screen: Page, name: str) -> None:
    """For whoever wants to look: BANYAN_PICTURES names a folder."""
    if folder := os.environ.get("BANYAN_PICTURES"):
        width = (screen.viewport_size or {"width": 0})["width"]
        screen.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_chain_list_becomes_reports(town: Cast, live_server: LiveServer, screen: Page) -> None:
    visit = Visit(screen, live_server)
    visit.sign_in(town.secretary)
    picture(screen, "desk")
    screen.get_by_label("贴一段接龙或聊天").fill(CHAIN)
    picture(screen, "box")
    visit.press("读一读")
    expect(screen.get_by_text("能确定 1 人，要您看一眼 1 人，没看懂 2 行")).to_be_visible()
    picture(screen, "review")
    screen.get_by_label("登记第5行").check()
    visit.press("登记打了勾的")
    expect(screen.get_by_text("已登记 2 人。")).to_be_visible()
    expect(screen.get_by_text("该报平安的都有消息了。")).to_be_visible()
    picture(screen, "taken")
    said = Report.objects.order_by("person__name").values_list("person__name", "matter", "channel")
    assert list(said) == [("何远山", "well", "chat"), ("朱小满", "moved", "chat")]
    screen.get_by_text("登记错了？整份撤销").click()
    visit.look()
    picture(screen, "undo")
    screen.get_by_role("button", name="整份撤销").click()
    visit.settle()
    expect(screen.get_by_text("已全部撤销，恢复到登记之前。")).to_be_visible()
    assert Report.objects.count() == 0


def test_by_keyboard_alone(town: Cast, live_server: LiveServer, desk: Page) -> None:
    """From the box to the reports without touching the mouse; Enter in a name never records anything."""
    visit = Visit(desk, live_server)
    visit.sign_in(town.secretary)
    visit.go("/chats/")
    expect(desk.get_by_label("接龙、聊天或表格")).to_be_focused()
    desk.keyboard.insert_text(CHAIN)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    visit.settle()
    asked = desk.get_by_label("第5行是谁")
    expect(asked).to_have_value("朱小满")
    asked.focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(desk.get_by_label("登记第5行")).to_be_checked()
    asked.press("Enter")
    visit.settle()
    expect(desk.get_by_text("已记下您的核对，还没有登记。")).to_be_visible()
    assert Report.objects.count() == 0
    desk.get_by_role("button", name="登记打了勾的").press("Enter")
    visit.settle()
    expect(desk.get_by_text("已登记 2 人。")).to_be_visible()
    picture(desk, "keyboard")


def test_who_is_silent_has_a_text_to_copy(town: Cast, live_server: LiveServer, screen: Page) -> None:
    visit = Visit(screen, live_server)
    visit.sign_in(town.secretary)
    visit.go("/chats/")
    screen.get_by_label("接龙、聊天或表格").fill("报平安\n1. 何远山 平安")
    visit.press("读一读")
    visit.press("登记打了勾的")
    screen.get_by_text("朱小满", exact=True).first.click()
    expect(screen.get_by_text("朱小满同志，您好！")).to_be_visible()
    group = screen.locator("#public-words")
    expect(group).to_contain_text("还有1人没有消息")
    expect(group).not_to_contain_text("朱小满")
    picture(screen, "silent")
    visit.look()


def test_a_session_that_ran_out_loses_neither_the_paste_nor_what_was_ticked(
    town: Cast, live_server: LiveServer, desk: Page
) -> None:
    """Whoever sits too long over a paste signs in again and finds box and review as they were."""
    visit = Visit(desk, live_server)
    visit.sign_in(town.secretary)
    visit.go("/chats/")
    desk.get_by_label("接龙、聊天或表格").fill(CHAIN)
    sign_in_anew(visit, town, "读一读")
    expect(desk.get_by_label("接龙、聊天或表格")).to_have_value(CHAIN)
    visit.press("读一读")
    desk.get_by_label("登记第5行").check()
    sign_in_anew(visit, town, "登记打了勾的")
    expect(desk.get_by_label("登记第5行")).to_be_checked()
    visit.press("登记打了勾的")
    expect(desk.get_by_text("已登记 2 人。")).to_be_visible()


def sign_in_anew(visit: Visit, town: Cast, button: str) -> None:
    """The session ran out meanwhile; the door leads back to the page that was open."""
    here = visit.page.url
    visit.page.context.clear_cookies(name=re.compile("session"))
    visit.page.get_by_role("button", name=button).click()
    visit.page.wait_for_url("**/login?**")
    visit.sign_in_here(town.secretary)
    assert visit.page.url == here
