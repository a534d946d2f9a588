"""What things are worth, from a day on (I-01, R-L4): rule, action, outsider."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.demo.cast import Cast, viewer_of
from banyan.ledger.actions.worth import end_worth, set_worth
from banyan.ledger.models import Worth
from banyan.ledger.queries.entries import find_worth
from banyan.ledger.rules import Booked, WorthFact, why_not_worth, would_be
from banyan.ledger.states import Activity, Grade
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.ledger.worths import county_worth, worth_at

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda problem: problem.reason.code == code)


def said(org: Organisation, amount: int, *, by: Viewer, days: int = 0) -> Worth:
    day = today() + timedelta(days=days)
    return set_worth(org, Activity.TASK, Grade.PLAIN, amount=amount, ceiling=None, from_day=day, by=by)


def held(org: Organisation, days: int = 0) -> int | None:
    found = find_worth(org, Activity.TASK, Grade.PLAIN, today() + timedelta(days=days))
    return found.amount if found else None


@pytest.mark.parametrize(
    ("amount", "ceiling", "day", "code"),
    [
        (200, None, DAY, None),
        (200, 200, DAY, None),
        (200, 199, DAY, "ceiling"),
        (10001, None, DAY, "amount"),
        (200, None, DAY - timedelta(days=1), "reaches_back"),
    ],
)
def test_a_word_never_reaches_back(amount: int, ceiling: int | None, day: date, code: str | None) -> None:
    reason = why_not_worth(amount=amount, ceiling=ceiling, from_day=day, today=DAY)
    assert (reason.code if reason else None) == code


def test_what_it_would_have_been() -> None:
    worth = WorthFact(1, "task", "plain", 300, 500, DAY, None)
    booked = [
        Booked(7, "task", "plain", 200, "2026-01"),
        Booked(7, "task", "plain", 200, "2026-01"),
        Booked(7, "task", "plain", 200, "2026-02"),
        Booked(7, "task", "good", 400, "2026-02"),
        Booked(8, "charity", "plain", 900, "2026-02"),
    ]
    assert would_be(booked, worth) == {7: (1000, 300 + 200 + 300 + 400)}


def test_a_new_word_ends_the_old_one_on_its_day(cast: Cast) -> None:
    county_worth(cast, 200)
    said(cast.county, 300, days=3, by=cast.county_officer)
    assert [held(cast.shazhou, days) for days in (0, 2, 3, 30)] == [200, 200, 300, 300]
    with refused("later_set"):
        said(cast.county, 400, days=1, by=cast.county_officer)


def test_the_nearest_word_holds_until_it_ends(cast: Cast) -> None:
    county_worth(cast, 200)
    own = said(cast.township, 500, by=cast.township_officer)
    assert (held(cast.shazhou), held(cast.other_village)) == (500, None)
    end_worth(own, by=cast.township_officer)
    assert held(cast.shazhou) == 200
    with pytest.raises(Refused):
        end_worth(own, by=cast.township_officer)


def test_one_that_has_not_begun_never_does(cast: Cast) -> None:
    later = said(cast.county, 300, days=9, by=cast.county_officer)
    end_worth(later, by=cast.county_officer)
    assert [held(cast.shazhou, days) for days in (0, 9, 90)] == [None] * 3


def test_those_above_decide_for_those_below_and_nobody_else(cast: Cast) -> None:
    for outsider in (*cast.outsiders, cast.secretary, cast.floating_secretary, viewer_of(cast.member)):
        with pytest.raises(NotAllowed):
            said(cast.township, 200, by=outsider)
    worth = worth_at(cast.township, 200, by=cast.county_officer)
    with pytest.raises(NotAllowed):
        end_worth(worth, by=cast.other_county_officer)


def test_a_quarter_without_such_deeds_is_said_to_have_none(cast: Cast) -> None:
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    typed = {"activity": "study", "grade": "plain", "amount": "2", "from_day": str(today()), "try": "1"}
    page = client.post(reverse("ledger:worth-of", args=[cast.township.ref]), typed).content.decode()
    assert "没有记过这一类的事" in page
    assert "0人会多" not in page


def test_a_word_that_cannot_be_set_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    typed = {"activity": "charity", "grade": "good", "amount": "4", "ceiling": "2", "from_day": str(today())}
    answer = client.post(reverse("ledger:worth-of", args=[cast.township.ref]), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "每月最多要不少于一次记的分" in page
    assert 'value="4"' in page
