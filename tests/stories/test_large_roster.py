"""A roster too large to wait for: the page shows how far it is, and turns into the review when it is read."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.intake import rules
from banyan.jobs.worker import Worker
from banyan.people.models import Person
from tests.conftest import DESK, PHONE
from tests.intake.townships import person, roster
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["phone", "desk", "no script"])
def counter(request: pytest.FixtureRequest, browser: Browser) -> object:
    """At 390 px, at 1440 px, and where no script runs."""
    size = DESK if request.param == "desk" else PHONE
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale="zh-CN",
        java_script_enabled=request.param != "no script",
    )
    yield context.new_page()
    context.close()


def picture(screen: Page, name: str) -> None:
    if folder := os.environ.get("BANYAN_PICTURES"):
        width = (screen.viewport_size or {"width": 0})["width"]
        screen.screenshot(path=Path(folder) / f"large-{name}-{width}.png", full_page=True)


def test_the_clerk_sees_how_far_a_large_roster_is_and_confirms_it(
    town: Cast, live_server: LiveServer, counter: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "READ_AT_ONCE_BYTES", 0)
    monkeypatch.setattr(rules, "TAKE_AT_ONCE_ROWS", 0)
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(roster([person(1), person(2)]))
    people = Person.objects.count()
    visit = Visit(counter, live_server)
    visit.sign_in(town.township_officer)
    visit.go("/imports/")
    counter.get_by_label("花名册文件").set_input_files(path)
    visit.press("读一读这份表")
    expect(counter.get_by_role("heading", name="正在读这份表")).to_be_visible()
    picture(counter, "reading")
    work_and_look(visit)
    visit.press("确认导入 2 人")
    expect(counter.get_by_role("heading", name="正在导入")).to_be_visible()
    picture(counter, "taking")
    assert Person.objects.count() == people
    work_and_look(visit)
    expect(counter.get_by_role("heading", name="已导入")).to_be_visible()
    assert Person.objects.count() == people + 2


def work_and_look(visit: Visit) -> None:
    """The worker does what waits; the page follows by itself, or where no script runs when it is asked."""
    Worker().run_waiting()
    if not visit.has_script:
        visit.page.get_by_role("link", name="看看好了没有").click()
    expect(visit.page.locator("#progress")).to_have_count(0)
    visit.look()
