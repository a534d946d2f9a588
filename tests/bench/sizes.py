"""How much is measured: five pairs on the prefecture, or what a minute allows on the county."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Everything is bounded in number; a run waits for no clock."""

    scenario: str
    pairs: int
    roster_rows: int
    naive_rows: int
    reports: int
    crowd: int
    anchors: int
    pages: int
    plain_pages: int
    race_rounds: int


FULL = Sizes(
    scenario="chenzhou",
    pairs=5,
    roster_rows=16_359,
    naive_rows=400,
    reports=300,
    crowd=1_280,
    anchors=4_000,
    pages=120,
    plain_pages=800,
    race_rounds=10,
)
QUICK = Sizes(
    scenario="rucheng",
    pairs=3,
    roster_rows=1_000,
    naive_rows=100,
    reports=100,
    crowd=256,
    anchors=1_000,
    pages=40,
    plain_pages=200,
    race_rounds=2,
)
