"""The floating branch's secretary in 广州: confirms an arrival, and the receipt travels home by itself."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at
from banyan.journeys.models import CheckIn, Journey, Receipt
from banyan.people.models import Membership
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_arrival_is_confirmed_and_its_receipt_is_home(
    town: Cast, live_server: LiveServer, screen: Page
) -> None:
    journey = Journey.objects.get(person=town.member)
    check_in_at(journey, {}, by=viewer_of(town.member), host=town.floating)
    visit = Visit(screen, live_server)
    visit.sign_in(town.floating_secretary)
    visit.go("/check-ins/")
    visit.press("确认报到")
    expect(screen.get_by_text("已报到").first).to_be_visible()
    assert CheckIn.objects.get().status == "confirmed"
    assert Receipt.objects.get().status == "returned"
    assert Membership.objects.get(kind="host").org == town.floating
    visit.go(f"/people/{town.member.ref}/")
    expect(screen.get_by_role("heading", name=town.member.name).first).to_be_visible()
    assert town.member.phone.open() not in screen.content()
