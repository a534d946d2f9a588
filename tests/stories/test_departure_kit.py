"""The home secretary: the kit of a member's departure at one stroke, out of the browser into the printer."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.documents.models import Paper
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import LETTER_FOR_EVERYONE
from tests.documents.pages import ink_share, margins_mm, pictures_of_pages, words_of_pages
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST_MARGIN_MM = 5
KIT = (
    ("流动党员活动证", ("登记页", "广东省广州市天河区", "年度查验")),
    ("中国共产党党员组织关系介绍信", ("存根", "回执", "骑缝盖章", "中共文明瑶族乡委员会（盖章）")),
    ("流动党员报到回执单", ("一、流出地党组织填写", "二、流入地党组织填写", "反馈至")),
)


def test_a_departure_kit_becomes_one_file_for_the_printer(
    town: Cast, live_server: LiveServer, desk: Page, tmp_path: Path
) -> None:
    set_policy(town.township, LETTER_FOR_EVERYONE, True, by=town.township_officer)
    visit = Visit(desk, live_server)
    visit.sign_in(town.secretary)
    visit.go("/journeys/")
    visit.follow(town.member.name)
    desk.get_by_role("main").get_by_role("link", name="证件", exact=True).click()
    visit.settle()
    visit.look()
    visit.press("一次开齐")
    expect(desk.get_by_text("已开具", exact=True)).to_have_count(len(KIT))
    printed = desk.get_by_role("link", name="打印整套").get_attribute("href")
    answer = desk.context.request.get(f"{live_server.url}{printed}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    check_pages(answer.body(), tmp_path)


def check_pages(pdf: bytes, folder: Path) -> None:
    """Each paper on one page with its title, number and holder; nothing blank, nothing over the edge."""
    numbers = dict(Paper.objects.values_list("kind", "number"))
    pages = words_of_pages(pdf)
    assert len(pages) == len(numbers) == len(KIT)
    for words, (title, said), kind in zip(pages, KIT, ("floating_slip", "letter", "receipt"), strict=True):
        missing = [each for each in (title, "何远山", numbers[kind], *said) if each not in words]
        assert missing == [], title
    for picture, (title, _said) in zip(pictures_of_pages(pdf, folder), KIT, strict=True):
        assert ink_share(picture) > 0.02, title
        assert min(margins_mm(picture)) >= NARROWEST_MARGIN_MM, title
        if kept := os.environ.get("BANYAN_PICTURES"):
            picture.save(Path(kept) / f"kit-{title}.png")
