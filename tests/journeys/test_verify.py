"""`banyan verify` sees every row of a journey that cannot be (story.md, States)."""

import pytest
from django.db.models import Model

from banyan.demo.cast import Cast
from banyan.journeys.models import CheckIn, Journey, Receipt, Stop
from banyan.journeys.verify import INVARIANTS
from tests.journeys.scenes import away, confirmed, sent


def differences() -> dict[str, int]:
    found = {invariant.name: len(list(invariant.differences(False))) for invariant in INVARIANTS}
    return {name: count for name, count in found.items() if count}


def test_what_the_actions_leave_behind_is_sound(cast: Cast) -> None:
    confirmed(cast)
    sent(cast, away(cast, cast.second_member))
    assert differences() == {}


@pytest.mark.parametrize(
    ("model", "fault", "name"),
    [
        (Stop, {"until_day": "2026-10-01"}, "journeys.places"),
        (Journey, {"status": "ended", "ended_on": "2026-10-01", "ending": "returned"}, "journeys.places"),
        (CheckIn, {"confirmed_at": None}, "journeys.check_ins"),
        (CheckIn, {"status": "refused"}, "journeys.check_ins"),
        (Receipt, {"check_in": None}, "journeys.receipts"),
        (Receipt, {"status": "archived"}, "journeys.receipts"),
    ],
)
def test_a_row_that_cannot_be_is_named(
    cast: Cast, model: type[Model], fault: dict[str, object], name: str
) -> None:
    confirmed(cast)
    model._default_manager.update(**fault)
    assert differences() == {name: 1}


def test_an_end_that_leaves_somebody_waiting_is_named(cast: Cast) -> None:
    sent(cast)
    Stop.objects.update(until_day="2026-10-01")
    Journey.objects.update(status="ended", ended_on="2026-10-01", ending="returned")
    assert differences() == {"journeys.ends": 1}
