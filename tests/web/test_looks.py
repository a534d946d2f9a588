"""In a real browser: nothing barred by the content policy, no sideways scroll, no serious fault of access."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = ["/style", "/legal", "/help/", "/help/branch_secretary", "/preferences", "/no-such-page"]


def serious_findings(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def look_at(page: Page, address: str) -> list[str]:
    """What is wrong with a page: console errors, sideways scroll, serious findings of axe."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address)
    needed, given = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size
    if given and needed > given["width"]:
        errors.append(f"{needed} wide in {given['width']}")
    return [error for error in errors if "404 (Not Found)" not in error] + serious_findings(page)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_on_the_phone_is_clean(phone: Page, live_server: LiveServer, address: str) -> None:
    assert look_at(phone, live_server.url + address) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_on_the_desk_is_clean(desk: Page, live_server: LiveServer, address: str) -> None:
    assert look_at(desk, live_server.url + address) == []


@pytest.mark.parametrize(("name", "value"), [("size", "large"), ("theme", "dark")])
def test_every_part_is_clean_large_and_dark(
    phone: Page, live_server: LiveServer, name: str, value: str
) -> None:
    phone.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    assert look_at(phone, live_server.url + "/style") == []


def test_large_type_makes_body_text_22_and_targets_60_pixels(phone: Page, live_server: LiveServer) -> None:
    phone.context.add_cookies([{"name": "size", "value": "large", "url": live_server.url}])
    phone.goto(live_server.url + "/style")
    assert phone.evaluate("getComputedStyle(document.body).fontSize") == "22px"
    heights = phone.evaluate(
        "[...document.querySelectorAll('main .button, main input:not([type=checkbox], [type=radio]), main select,"
        " main .choices label, .bar a')].filter(e => e.offsetHeight).map(e => e.offsetHeight)"
    )
    assert heights
    assert min(heights) >= 60


def test_the_eye_of_the_test_sees_a_fault(phone: Page, live_server: LiveServer) -> None:
    phone.goto(live_server.url + "/legal")
    phone.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')")
    assert any(finding.startswith("label") for finding in serious_findings(phone))
