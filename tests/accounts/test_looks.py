"""The door in a real browser, on phone and desk: nothing barred, nothing sideways, no serious fault of access."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import PASSWORD, Cast
from banyan.people.actions import invite_member
from tests.web.test_looks import look_at, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = ["/me/password", "/me/second-factor", "/me/sign-ins", "/me/proof"]
NEW = "二十四桥明月夜-3"


def sign_in(page: Page, live_server: LiveServer, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{live_server.url}/login")
    page.get_by_label("手机号或账号").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(f"{live_server.url}/")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_pages_of_the_door_are_clean(
    request: pytest.FixtureRequest, live_server: LiveServer, cast: Cast, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    token = invite_member(cast.third_member, by=cast.secretary).token
    for address in ("/login", f"/links/{token}", "/links/spent"):
        assert [each for each in look_at(page, live_server.url + address) if "410 (Gone)" not in each] == []
    sign_in(page, live_server, "zhu")
    for address in OWN:
        assert look_at(page, live_server.url + address) == []
    page.goto(f"{live_server.url}/me/second-factor")
    page.get_by_role("button", name="开始设置").click()
    expect(page.get_by_alt_text("动态口令二维码")).to_be_visible()
    assert serious_findings(page) == []


def test_a_member_comes_from_his_slip_to_his_home(phone: Page, live_server: LiveServer, cast: Cast) -> None:
    token = invite_member(cast.third_member, by=cast.secretary).token
    phone.goto(f"{live_server.url}/links/{token}")
    assert token not in phone.url
    phone.get_by_label("新密码", exact=True).fill(NEW)
    phone.get_by_label("再填一遍新密码").fill(NEW)
    phone.get_by_role("button", name="设好密码并登录").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("邓青")
    phone.goto(f"{live_server.url}/me")
    phone.get_by_role("button", name="退出登录").click()
    sign_in(phone, live_server, "15400000003", NEW)
