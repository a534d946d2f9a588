"""Eight at once at one ledger (R-L1): booked once each, undone once each, ceilings kept, every sum right.

The full count (200 runs of 1,000 steps) with --long; else one smaller run on either database.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

import pytest
from django.db.models import Sum

from banyan.demo.cast import Cast, build_cast
from banyan.ledger.actions.booking import award, reverse_entry
from banyan.ledger.models import Entry
from banyan.ledger.queries.entries import sums_adrift, unbalanced_people, wrong_reversals
from banyan.ledger.states import Activity
from banyan.shared.clock import today
from banyan.shared.errors import Refused
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.ledger.worths import county_worth

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WRITERS = 8
RUNS, STEPS = (200, 1000) if IS_LONG else (1, 160)
CEILING = 1500


def steps_of(cast: Cast, seed: int, steps: int) -> list[Callable[[], object]]:
    """Awards of few sources to few members, so that they meet, and every fifth step an undoing."""
    chance = Random(seed)
    people = [cast.member, cast.second_member, cast.third_member]
    found: list[Callable[[], object]] = []
    for _step in range(steps):
        person, source = chance.choice(people), f"claim:{seed}-{chance.randrange(steps // 4)}"
        if chance.random() < 0.2:
            found.append(partial(undo, cast, person.pk, source))
        else:
            day = today()
            found.append(partial(award, person, Activity.TASK, source=source, day=day, by=cast.secretary))
    return found


def undo(cast: Cast, person: int, source: str) -> None:
    entry = Entry.objects.filter(person=person, source=source).select_related("person__home").first()
    if entry is not None:
        reverse_entry(entry, "记错了", by=cast.secretary)


def worked_off(steps: list[Callable[[], object]]) -> int:
    """Every step in turn; how many were refused by a rule. Anything else is raised."""
    refusals = 0
    for step in steps:
        try:
            step()
        except Refused:
            refusals += 1
    return refusals


@pytest.mark.parametrize("seed", range(RUNS))
def test_eight_writers_leave_every_sum_right(db: None, seed: int) -> None:
    cast = build_cast()
    county_worth(cast, 200, ceiling=CEILING)
    steps = steps_of(cast, seed, STEPS)
    answers = all_at_once([partial(worked_off, steps[start::WRITERS]) for start in range(WRITERS)])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert_every_sum_is_right()


def assert_every_sum_is_right() -> None:
    assert not sums_adrift().exists()
    assert not unbalanced_people().exists()
    assert not wrong_reversals().exists()
    once = Counter(Entry.objects.values_list("activity", "source", "person"))
    assert max(once.values()) == 1
    undone = Counter(Entry.objects.exclude(reverses=None).values_list("reverses", flat=True))
    assert max(undone.values(), default=1) == 1
    months = Entry.objects.values("person", "period").annotate(total=Sum("amount"))
    assert all(0 <= month["total"] <= CEILING for month in months)
