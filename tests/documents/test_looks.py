"""The pages of papers in a real browser: clean on the phone and at the desk."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.documents.models import Paper
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from tests.web.test_looks import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_member_finds_his_papers_on_the_phone_and_opens_one(
    cast: Cast, paper: Paper, live_server: LiveServer, phone: Page
) -> None:
    sign_in(phone, live_server, cast.member)
    assert look_at(phone, f"{live_server.url}/papers/own/") == []
    with phone.expect_response("**/paper.png") as response:
        phone.get_by_role("link", name="看图片").click()
    assert response.value.headers["content-type"] == "image/png"


def test_a_secretary_voids_a_paper_at_the_desk(
    cast: Cast, paper: Paper, live_server: LiveServer, desk: Page
) -> None:
    sign_in(desk, live_server, cast.secretary)
    assert look_at(desk, f"{live_server.url}/papers/") == []
    desk.get_by_role("link", name=paper.number).click()
    assert look_at(desk, desk.url) == []
    desk.get_by_text("这份证件有误，要作废").click()
    desk.get_by_label("作废原因").fill("姓名有误，已重开")
    desk.get_by_role("button", name="作废这份证件").click()
    desk.get_by_text("编号保留；扫码核验会显示").wait_for()
    assert desk.locator("#state .badge").inner_text() == "已作废"


def test_anybody_checks_a_paper_on_the_phone(paper: Paper, live_server: LiveServer, phone: Page) -> None:
    assert look_at(phone, f"{live_server.url}/v/{paper.code}?s={paper.signature}") == []
    assert phone.locator("main .badge").inner_text() == "有效"
    assert look_at(phone, f"{live_server.url}/v/nothing") == []


def sign_in(page: Page, live_server: LiveServer, who: Viewer | Person) -> None:
    client = Client()
    client.force_login(who.account)  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
