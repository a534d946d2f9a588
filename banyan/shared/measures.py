"""A published figure: never without its words, basis, numerator, denominator and source (requirements 1.19)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise

from banyan.shared.periods import Period

# What a measure counts for an organisation and a period: rows, so that every figure opens to its list.
Collect = Callable[[Any, Period], "QuerySet[Any]"]
# Several measures that one query counts together: id -> figure.
Family = Callable[[Any, Period], Mapping[str, int]]


class Basis(StrEnum):
    """Which days of the period a measure looks at."""

    AT_END = "at_end"
    IN_PERIOD = "in_period"
    YEAR_TO_DATE = "year_to_date"


@dataclass(frozen=True)
class Measure:
    """One measure of story.md (What is counted). `of` names the measure that is its denominator.

    `collect` gives the rows counted; `owner` is the lookup from a row to the organisation it counts for. With
    `amount` the rows' column of hundredths is added up instead, and published in whole units; `family` counts
    such measures together.
    """

    id: str
    words: str | Promise
    definition: str | Promise
    basis: Basis
    unit: str | Promise
    source: str
    collect: Collect
    owner: str = "org"
    of: str = ""
    variant_of: str = ""
    amount: str = ""
    family: Family | None = None

    @property
    def aggregate(self) -> Count | Sum:
        """What is asked of the rows, grouped or not: how many, or how many hundredths."""
        return Sum(self.amount) if self.amount else Count("pk")

    def published(self, found: int | None) -> int:
        """The figure as it is shown: rows as they are, hundredths rounded to whole units."""
        return whole_units(found or 0) if self.amount else found or 0

    def count(self, org: Any, period: Period) -> int:
        """How many, for the organisation and all below it."""
        rows = self.collect(org, period)
        if not self.amount:
            return rows.count()
        return self.published(rows.aggregate(found=self.aggregate)["found"])


def counts_of(measures: Iterable[Measure], org: Any, period: Period) -> dict[str, int]:
    """Every measure's figure by id; those of one family in one query."""
    listed = list(measures)
    together: dict[str, int] = {}
    for family in {measure.family for measure in listed if measure.family}:
        together |= family(org, period)
    return {
        measure.id: together.get(measure.id, 0) if measure.family else measure.count(org, period)
        for measure in listed
    }


def whole_units(hundredths: int) -> int:
    """Rounded half up, as a reader would."""
    return (hundredths + 50) // 100


def percentage(numerator: int, denominator: int) -> float | None:
    """One decimal, in percent; None of nothing."""
    return round(100 * numerator / denominator, 1) if denominator else None
