"""Row d1: what a member's own place costs in a closed period of everybody, beside one row by its key."""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from banyan.demo.figures import CITY_CODE
from banyan.ledger.models import Closing, Standing
from banyan.ledger.queries.closings import own_place, own_standing
from banyan.ledger.states import EntryKind
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.bulk import insert_many
from banyan.shared.clock import now, today
from banyan.shared.prepared import prepared
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

# One closing, then ten times as many rows: the place may not cost more for it.
YEARS = range(2001, 2011)
ASKED = 400


def measure_places(sizes: Sizes) -> list[Measured]:
    """d1: both are asked as the product asks, by a prepared question that gives one row of one table."""
    people = list(Person.objects.filter(ended_on=None).order_by("pk"))
    closing = _close(people, YEARS[0])
    # Whoever is over seventy has none.
    asked = [each for each in people[:: max(1, len(people) // ASKED)] if own_place(each, closing)]
    few, _few_ratios = _measure(asked, closing, sizes.pairs)
    for year in YEARS[1:]:
        _close(people, year)
    many, ratios = _measure(asked, closing, sizes.pairs)
    rows = len(people)
    words = f"{1000 * few:.2f} ms of {rows} rows, {1000 * many:.2f} ms of {rows * len(YEARS)}"
    return [Measured("d1", ratios, words)]


def _measure(asked: Sequence[Person], closing: Closing, pairs: int) -> tuple[float, list[float]]:
    """Seconds of one place, and the ratio of each pair."""
    wanted = [(person.pk, closing.pk, today()) for person in asked]
    keys = list(Standing.objects.filter(closing=closing).values_list("pk", flat=True)[: len(asked)])
    _seconds(own_standing, wanted)
    ratios, times = [], []
    for _pair in range(pairs):
        floor = _seconds(_standing_with_key, [(key,) for key in keys])
        seconds = _seconds(own_standing, wanted)
        ratios.append(seconds / floor)
        times.append(seconds)
    return sorted(times)[len(times) // 2], ratios


def _seconds(ask: Callable[..., Any], wanted: Sequence[tuple[Any, ...]]) -> float:
    """Of the middle one of so many questions. ValueError when one of them finds nothing."""
    times = []
    for each in wanted:
        started = time.perf_counter()
        found = ask(*each)
        times.append(time.perf_counter() - started)
        if not found:
            raise ValueError(f"{ask} found nothing: what is measured is another question")
    return statistics.median(times)


@prepared
def _standing_with_key(pk: int) -> "QuerySet[Standing]":
    return Standing.objects.filter(pk=pk)


def _close(people: Sequence[Person], year: int) -> Closing:
    """A year in which everybody has a sum, closed long ago."""
    org, at = Organisation.objects.get(code=CITY_CODE), now()
    closing = Closing(org=org, kind=EntryKind.POINTS, period=str(year), as_of=0, made_at=at)
    closing.until, closing.made_by = at - timedelta(days=1), "bench"
    closing.save(force_insert=True)
    insert_many(
        [
            Standing(closing=closing, person=person, amount=place, place=place, counted_place=place)
            for place, person in enumerate(people, 1)
        ]
    )
    return closing
