"""What each row of the bench is held to: ratios taken in one run, never figures of two runs."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """On which side of its limit a ratio has to lie."""

    AT_MOST = "<="
    AT_LEAST = ">="
    EXACTLY = "="


@dataclass(frozen=True)
class Target:
    """One row: what is divided by what, and where the ratio has to lie."""

    op: str
    words: str
    side: Side
    limit: float

    @property
    def held_to(self) -> str:
        return f"{self.side.value} {_shown(self.limit)}"

    def is_met(self, value: float) -> bool:
        if self.side is Side.AT_MOST:
            return value <= self.limit
        if self.side is Side.AT_LEAST:
            return value >= self.limit
        return value == self.limit

    def shortfall(self, value: float) -> float:
        """How many times its limit a ratio is on the wrong side: 1 at the limit, 2 at twice (or half) of it."""
        if self.side is Side.AT_MOST:
            return value / self.limit
        return self.limit / value if value else float("inf")


TARGETS = {
    target.op: target
    for target in (
        Target("a1", "first import / (calamine read + raw COPY)", Side.AT_MOST, 3.0),
        Target("a2", "import of the same file again / (calamine read + raw COPY)", Side.AT_MOST, 1.9),
        Target("a3", "import of a row / Django update_or_create of a row", Side.AT_MOST, 1 / 20),
        Target("b1", "reports per second / reads of one row per second", Side.AT_LEAST, 0.15),
        Target("b2", "reports per second at 64 at once / at 8 at once", Side.AT_LEAST, 0.95),
        Target("b2w", "the slowest hundredth of 64 at once / the middle one", Side.AT_MOST, 2.0),
        Target("b3", "claims per second on one task / each on a task of its own", Side.AT_LEAST, 0.85),
        Target("b4", "share of rounds in which 200 asked for 20 places and 20 had one", Side.EXACTLY, 1.0),
        Target("b5", "claims per second / reads of one row per second", Side.AT_LEAST, 0.19),
        Target("d1", "a member's own place / one row by its key, SQL", Side.AT_MOST, 2.0),
        Target("e1", "roster pages per second / values_list pages per second", Side.AT_LEAST, 0.5),
        Target(
            "g1", "certificates per second, a file each / bare typst with a kept compiler", Side.AT_LEAST, 0.7
        ),
        Target("g1s", "seconds for 2,000 certificates, a file each, on 2 processes", Side.AT_MOST, 6.0),
        Target("f1", "export / bare xlsxwriter writing the same cells", Side.AT_MOST, 1.5),
    )
}


@dataclass(frozen=True)
class Measured:
    """A row as it came out: the ratio of each pair, and the two sides in words."""

    op: str
    ratios: Sequence[float]
    detail: str

    @property
    def target(self) -> Target:
        return TARGETS[self.op]

    @property
    def value(self) -> float:
        return statistics.median(self.ratios)

    @property
    def is_met(self) -> bool:
        return self.target.is_met(self.value)

    def line(self) -> str:
        """One line: op, ratio with its range, target, verdict, and what stands behind it."""
        spread = f"{_shown(min(self.ratios))} to {_shown(max(self.ratios))}, n={len(self.ratios)}"
        verdict = "met" if self.is_met else "MISSED"
        figures = f"{self.op:<3} {_shown(self.value):>6}  {self.target.held_to:<8} {verdict:<7}"
        return f"{figures} {self.target.words} ({spread}; {self.detail})"


def last_line(rows: Sequence[Measured]) -> str:
    """How many targets were met, and the row that is furthest from its own."""
    worst = max(rows, key=lambda row: row.target.shortfall(row.value))
    met = sum(row.is_met for row in rows)
    place = f"{worst.op} at {_shown(worst.value)}, target {worst.target.held_to}"
    return f"{met} of {len(rows)} targets met; worst: {place}"


def _shown(ratio: float) -> str:
    """Three digits, as far as they say something."""
    return f"{ratio:.3g}" if ratio < 100 else f"{ratio:.0f}"
