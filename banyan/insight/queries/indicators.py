"""Indicators of an organisation and a period: numbers with all that is needed to check them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from banyan.insight.measures import MEASURES
from banyan.insight.queries.snapshot import Snapshot, snapshot_of
from banyan.insight.rules import STANDING_INDICATORS
from banyan.insight.words import origin_of
from banyan.journeys.models import Report
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import below
from banyan.shared.clock import today
from banyan.shared.measures import Basis, Measure, counts_of, percentage
from banyan.shared.periods import Period


@dataclass(frozen=True)
class Indicator:
    """One published number: numerator, denominator (None for a plain count), value and where it comes from."""

    id: str
    name: str
    basis: str
    first_day: date
    last_day: date
    numerator: int
    denominator: int | None
    unit: str
    definition: str
    source: str

    @property
    def value(self) -> float | None:
        """The count itself, or the rate in percent with one decimal (None when nothing is the denominator)."""
        if self.denominator is None:
            return self.numerator
        return percentage(self.numerator, self.denominator)

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return origin_of(self.source)

    def to_json(self) -> dict[str, Any]:
        """The shape `banyan indicators --json` and the API print (docs/commands.md)."""
        return {
            "id": self.id,
            "name": self.name,
            "basis": self.basis,
            "from": self.first_day.isoformat(),
            "to": self.last_day.isoformat(),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "unit": self.unit if self.denominator is None else "%",
            "definition": self.definition,
            "source": self.source,
        }


def indicators_of(
    org: Organisation, period: Period, snapshot: Snapshot | None = None
) -> dict[str, Indicator]:
    """Every indicator, computed from the rows as they stand, by id."""
    counts = counts_of(MEASURES.values(), org, period)
    found = {
        name: _indicator(measure, period, counts[name], counts[measure.of] if measure.of else None)
        for name, measure in MEASURES.items()
    }
    return found | _by_standing(snapshot or snapshot_of(org, period), period)


def indicator_of(org: Organisation, period: Period, name: str) -> Indicator:
    """One indicator alone: a measure with its denominator, or a standing."""
    measure = MEASURES.get(name)
    if measure is None:
        return _by_standing(snapshot_of(org, period), period)[name]
    denominator = MEASURES[measure.of].count(org, period) if measure.of else None
    return _indicator(measure, period, measure.count(org, period), denominator)


def _indicator(measure: Measure, period: Period, numerator: int, denominator: int | None) -> Indicator:
    first_day, last_day = days_of(measure.basis, period)
    return Indicator(
        measure.id,
        str(measure.words),
        str(measure.basis),
        first_day,
        last_day,
        numerator,
        denominator,
        str(measure.unit),
        str(measure.definition),
        measure.source,
    )


def _by_standing(snapshot: Snapshot, period: Period) -> dict[str, Indicator]:
    """Short, floating, should transfer: the parts of `away`; and the 2024 definition (rules 2.5b)."""
    counts = Counter(row.standing for row in snapshot.rows)
    last_day = period.last_day
    return {
        wanted.id: Indicator(
            wanted.id,
            str(wanted.words),
            str(Basis.AT_END),
            last_day,
            last_day,
            sum(counts[standing] for standing in wanted.standings),
            None,
            str(MEASURES["away"].unit),
            str(wanted.definition),
            wanted.source,
        )
        for wanted in STANDING_INDICATORS
    }


def days_of(basis: Basis, period: Period) -> tuple[date, date]:
    """From which day to which a measure looks."""
    last_day = period.last_day
    if basis == Basis.AT_END:
        return last_day, last_day
    if basis == Basis.YEAR_TO_DATE:
        return date(last_day.year, 1, 1), last_day
    return period.first_day, last_day


def latest_period(org: Organisation) -> Period:
    """The newest month with a report from here: at the start of a month that is the month before."""
    this_month = Period.of(today())
    monthly = Report.objects.filter(
        below(org.path), period__regex=r"^\d{4}-\d{2}$", period__lte=str(this_month)
    )
    newest = monthly.aggregate(newest=Max("period"))["newest"]
    return Period.parse(newest) if newest else this_month


def counts_by_child(measure: Measure, org: Organisation, period: Period) -> Counter[int]:
    """The same measure for each organisation directly below, in one query: child id -> count."""
    owner_path = f"{measure.owner}__path"
    grouped = measure.collect(org, period).order_by().values_list(owner_path).annotate(n=measure.aggregate)
    found: Counter[int] = Counter()
    for path, count in grouped:
        found[child_in(path, org.path)] += count
    return Counter({child: measure.published(count) for child, count in found.items()})


def child_in(path: str, above: str) -> int:
    """The id of the child of `above` on the way to `path`; 0 for `above` itself."""
    rest = path[len(above) :]
    return int(rest.split("/", 1)[0], 16) if rest else 0
