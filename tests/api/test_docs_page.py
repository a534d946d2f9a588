"""The description of the API works in a real browser under our content policy."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_description_draws_itself_without_a_complaint(desk: Page, live_server: LiveServer) -> None:
    complaints: list[str] = []
    desk.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    desk.on(
        "request", lambda asked: complaints.append(asked.url) if live_server.url not in asked.url else None
    )
    desk.goto(f"{live_server.url}/api/v1/docs")
    operation = desk.locator("#operations-党员-add_person, [id*=add_person]").first
    operation.wait_for()
    operation.click()
    desk.get_by_text("添加一名党员").first.wait_for()
    assert [each for each in complaints if not each.startswith("data:")] == []
