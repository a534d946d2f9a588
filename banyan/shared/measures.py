"""A published figure: never without its words, basis, numerator, denominator and source (requirements 1.19)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from banyan.shared.periods import Period

# What a measure counts for an organisation and a period: rows, so that every figure opens to its list.
Collect = Callable[[Any, Period], "QuerySet[Any]"]


class Basis(StrEnum):
    """Which days of the period a measure looks at."""

    AT_END = "at_end"
    IN_PERIOD = "in_period"
    YEAR_TO_DATE = "year_to_date"


@dataclass(frozen=True)
class Measure:
    """One measure of story.md (What is counted). `of` names the measure that is its denominator.

    `collect` gives the rows counted; `owner` is the lookup from a row to the organisation it counts for.
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

    def count(self, org: Any, period: Period) -> int:
        """How many, for the organisation and all below it."""
        return self.collect(org, period).count()


def percentage(numerator: int, denominator: int) -> float | None:
    """One decimal, in percent; None of nothing."""
    return round(100 * numerator / denominator, 1) if denominator else None
