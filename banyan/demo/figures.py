"""The sizes the scenarios are laid out to, from the articles (story.md, What is counted). These say how many
rows to invent; the figures on a page are computed from those rows alone."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """How many of each a scenario invents, and in which month it stands."""

    away: int
    checked_in: int
    reported: int
    both: int
    tasks: int
    claims: int
    claimers: int
    finishers: int
    period: str = "2021-10"


PREFECTURE = Layout(
    away=16_359,
    checked_in=4_221,
    reported=12_460,
    both=3_000,
    tasks=10_137,
    claims=26_040,
    claimers=9_800,
    finishers=6_860,
)
# The county alone: its own figures from the second article, the rest in the prefecture's proportion.
COUNTY = Layout(
    away=1_990,
    checked_in=513,
    reported=1_516,
    both=365,
    tasks=1_233,
    claims=3_168,
    claimers=1_192,
    finishers=834,
)
CITY_CODE = "4310"
COUNTY_CODE = "431026"
TOWNSHIP_CODE = "431026217"
TOWNSHIP_AWAY = 207
INFLOW: Mapping[str, int] = {COUNTY_CODE: 1_798}
FIXED_AWAY: Mapping[str, int] = {COUNTY_CODE: COUNTY.away}
