"""What the figures page of an organisation shows: headlines, structure, and the table of those below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.insight.measures import COLUMNS, MEASURES
from banyan.insight.queries.indicators import Indicator, counts_by_child, indicators_of
from banyan.insight.queries.snapshot import Snapshot, snapshot_of
from banyan.insight.rules import AGE_BANDS
from banyan.journeys.states import Occupation
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import children_of
from banyan.people.states import Education, Sex
from banyan.shared.measures import percentage
from banyan.shared.periods import Period

FACET_WORDS: Mapping[str, str | Promise] = {
    "sex": _("性别"),
    "age": _("年龄"),
    "education": _("学历"),
    "destination": _("去向"),
    "occupation": _("职业"),
}
NOT_KNOWN: Mapping[str, str | Promise] = {"destination": _("不掌握流向")}


@dataclass(frozen=True)
class Slice:
    """One class of a facet: how many of all away, and the key that opens its list."""

    key: str
    words: str | Promise
    count: int
    total: int

    @property
    def share(self) -> float | None:
        return percentage(self.count, self.total)


@dataclass(frozen=True)
class Facet:
    """One way to divide the people away."""

    name: str
    words: str | Promise
    slices: list[Slice]


@dataclass(frozen=True)
class Cell:
    """One count of the table, with the words of its column for a phone's card."""

    words: str | Promise
    count: int


@dataclass(frozen=True)
class ChildRow:
    """One organisation below, with its count for each column."""

    org: Organisation
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """The page's whole content, computed on read from the rows."""

    org: Organisation
    period: Period
    indicators: Mapping[str, Indicator]
    facets: list[Facet]
    columns: list[str | Promise]
    children: list[ChildRow]


def board_of(org: Organisation, period: Period) -> Board:
    """A fixed number of queries, whatever the size of the organisation."""
    snapshot = snapshot_of(org, period)
    columns = [MEASURES[name] for name in COLUMNS]
    return Board(
        org,
        period,
        indicators_of(org, period, snapshot),
        facets_of(snapshot),
        [measure.words for measure in columns],
        _children(org, period),
    )


def facets_of(snapshot: Snapshot) -> list[Facet]:
    """The structure of the people away, each facet with its classes; those not known last."""
    names = {facet: _names(snapshot, facet) for facet in FACET_WORDS}
    return [
        Facet(facet, words, _slices(snapshot, facet, names[facet])) for facet, words in FACET_WORDS.items()
    ]


def _slices(snapshot: Snapshot, facet: str, names: Mapping[str, str | Promise]) -> list[Slice]:
    counts, total = snapshot.structure(facet), len(snapshot.rows)
    keys: Iterable[str] = [key for key in names if key in counts]
    if facet in {"destination", "occupation"}:
        keys = sorted(keys, key=lambda key: -counts[key])
    found = [Slice(key, names[key], counts[key], total) for key in keys]
    if counts[""]:
        found.append(Slice("", NOT_KNOWN.get(facet, _("未登记")), counts[""], total))
    return found


def _names(snapshot: Snapshot, facet: str) -> Mapping[str, str | Promise]:
    """Key -> words of every class, in the order shown."""
    if facet == "destination":
        codes = [code for code in snapshot.structure(facet) if code]
        return {str(region.pk): region.name for region in Region.objects.filter(pk__in=codes)}
    if facet == "age":
        return {band.key: band.words for band in AGE_BANDS}
    choices = {"sex": Sex, "education": Education, "occupation": Occupation}[facet].choices
    return {str(key): words for key, words in choices}


def _children(org: Organisation, period: Period) -> list[ChildRow]:
    if org.is_branch:
        return []
    counted = [(MEASURES[name].words, counts_by_child(MEASURES[name], org, period)) for name in COLUMNS]
    return [
        ChildRow(child, [Cell(words, counts[child.pk]) for words, counts in counted])
        for child in children_of(org)
    ]
