"""What a first visit carries over a weak network, compressed, headers included (design.md, Member's phone)."""

import re
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.test import Client

from banyan.demo.cast import Cast
from banyan.journeys.actions.departure import record_departure
from banyan.shared.clock import now
from banyan.tasks.actions import draft_task, open_task

STATIC = Path("banyan/web")
LINKED = re.compile(r'(?:<link rel="(?:stylesheet|icon)"[^>]*href|<script src|<use href|<img src)="([^"#]+)')
PAGE_HEADER_BYTES = 1000
FILE_HEADER_BYTES = 400
MEMBER_PAGE_BYTES = 50 * 1024
LIGHT_PAGE_BYTES = 20 * 1024


def transferred(file: Path) -> int:
    """Static files travel compressed by brotli, as whitenoise lays them out."""
    return len(brotli.compress(file.read_bytes())) + FILE_HEADER_BYTES


def first_load(html: str) -> dict[str, int]:
    """Address -> bytes for the page, which nobody compresses, and for everything it names."""
    linked = {address: transferred(STATIC / address.strip("/")) for address in LINKED.findall(html)}
    return {"page": len(html.encode()) + PAGE_HEADER_BYTES} | linked


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def member(client: Client, cast: Cast) -> Client:
    assert cast.member.account
    record_departure(
        cast.member, {"departed_on": "2025-10-12", "place_words": "广东省广州市"}, by=cast.secretary
    )
    client.force_login(cast.member.account)
    return client


@pytest.mark.parametrize("address", ["/", "/me", "/tasks/", "/messages/", "/journeys/own/"])
def test_a_members_page_stays_under_50_kilobytes(member: Client, address: str) -> None:
    load = first_load(page(member, address))
    assert "/static/web/js/htmx.min.js" in load
    assert "/static/web/icons.svg" in load
    assert sum(load.values()) < MEMBER_PAGE_BYTES


def test_a_task_one_may_claim_stays_under_50_kilobytes(member: Client, cast: Cast) -> None:
    facts: dict[str, object] = {"title": "帮老人挂号", "words": "", "place": "广州", "needs": "", "quota": 3}
    facts["deadline"] = now() + timedelta(days=9)
    task = draft_task(cast.shazhou, facts, by=cast.secretary)
    open_task(task, by=cast.secretary)
    html = page(member, f"/tasks/{task.ref}/")
    assert f'action="/tasks/{task.ref}/claims/"' in html
    assert sum(first_load(html).values()) < MEMBER_PAGE_BYTES


@pytest.mark.parametrize("address", ["/report/", "/legal", "/help/member", "/preferences"])
def test_a_light_page_stays_under_20_kilobytes(member: Client, address: str) -> None:
    assert sum(first_load(page(member, address)).values()) < LIGHT_PAGE_BYTES


@pytest.mark.parametrize("address", ["/report/", "/legal", "/help/member", "/preferences"])
def test_a_light_page_loads_no_script_and_no_sprite(member: Client, address: str) -> None:
    load = first_load(page(member, address))
    assert [name for name in load if name.endswith((".js", "icons.svg"))] == []


def test_a_page_leaves_in_one_wave_of_six_connections(member: Client) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href', page(member, "/legal"))
    assert len(sheets) == 5
