"""The county officer answers "how many, who, since when": a figure, its list, a person; and takes it along."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_figure_to_the_person(town: Cast, live_server: LiveServer, screen: Page) -> None:
    visit = Visit(screen, live_server)
    visit.sign_in(town.county_officer)
    visit.go("/figures/")
    visit.follow("文明瑶族乡")
    visit.follow("沙洲瑶族村党支部")
    visit.follow("看名单")
    visit.follow(town.member.name)
    expect(screen.get_by_role("heading", name=town.member.name).first).to_be_visible()
    expect(screen.get_by_text("入党时间").first).to_be_visible()


def test_what_is_shown_is_what_is_exported(town: Cast, live_server: LiveServer, screen: Page) -> None:
    visit = Visit(screen, live_server)
    visit.sign_in(town.county_officer)
    visit.go("/figures/")
    with screen.expect_download() as download:
        screen.get_by_role("button", name="导出表格").click()
    assert download.value.suggested_filename.startswith("汝城县-")
