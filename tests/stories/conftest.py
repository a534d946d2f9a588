"""The house as a visitor finds it: the cast, two of whom are away, signed in to through the real door."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import PASSWORD, Cast
from banyan.journeys.actions.departure import record_departure
from banyan.orgs.queries import region_with_code
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now, today
from banyan.tasks.actions import draft_task, open_task
from tests.conftest import DESK, PHONE
from tests.web.test_looks import serious_findings


@pytest.fixture
def town(cast: Cast) -> Cast:
    """何远山 and 朱小满 are away in 广州; home asks for two things."""
    left = (today() - timedelta(days=300)).isoformat()
    for person in (cast.member, cast.second_member):
        facts = {"departed_on": left, "region": region_with_code("440106"), "employer": "远成电子厂"}
        record_departure(person, facts, by=cast.secretary)
    wanted = {
        "title": "帮村里卖冰糖橙",
        "words": "问问食堂和邻居。",
        "place": "广州",
        "needs": "一部手机",
        "quota": 3,
    }
    open_task(
        draft_task(cast.shazhou, wanted | {"deadline": now() + timedelta(days=20)}, by=cast.secretary),
        by=cast.secretary,
    )
    return cast


@pytest.fixture(params=["phone", "desk"])
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """The same story at 390 px and at 1440 px."""
    context = browser.new_context(viewport=PHONE if request.param == "phone" else DESK, locale="zh-CN")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(params=["script", "no script"])
def pocket(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A telephone, with JavaScript and without."""
    context = browser.new_context(
        viewport=PHONE,
        locale="zh-CN",
        java_script_enabled=request.param == "script",  # type: ignore[arg-type]
    )
    yield context.new_page()
    context.close()


class Visit:
    """One person at one browser; every page he sees is looked at."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server
        # Without script nothing of axe would ever come back.
        self.has_script = bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))

    def sign_in(self, viewer: Viewer) -> None:
        self.go("/login")
        self.sign_in_here(viewer)

    def sign_in_here(self, viewer: Viewer) -> None:
        assert viewer.account is not None
        self.page.fill("input[name=name]", viewer.account.name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda address: "/login" not in address)

    def go(self, path: str) -> None:
        self.page.goto(self.server.url + path)
        self.look()

    def press(self, name: str) -> None:
        """A button, then a look at what comes."""
        self.page.get_by_role("button", name=name).first.click()
        self.settle()
        self.look()

    def follow(self, name: str) -> None:
        """A link, then a look at what comes."""
        self.page.get_by_role("link", name=name).first.click()
        self.settle()
        self.look()

    def settle(self) -> None:
        """Until the next page stands, or htmx has put its fragment in and the fading is over."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        self.page.wait_for_timeout(200)

    def look(self) -> None:
        """No serious finding of axe, no sideways scroll."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= (self.page.viewport_size or {"width": 0})["width"], self.page.url
        assert not self.has_script or serious_findings(self.page) == [], self.page.url
