"""How people are put into classes for the structure of a page (A-03, A-05)."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.journeys.states import Standing
from banyan.people.rules import age_on

UNKNOWN = ""


@dataclass(frozen=True)
class AgeBand:
    """From `least` to `most` years, both included."""

    key: str
    words: str | Promise
    least: int
    most: int


AGE_BANDS = (
    AgeBand("0-30", _("30岁及以下"), 0, 30),
    AgeBand("31-40", _("31—40岁"), 31, 40),
    AgeBand("41-50", _("41—50岁"), 41, 50),
    AgeBand("51-60", _("51—60岁"), 51, 60),
    AgeBand("61-", _("61岁及以上"), 61, 200),
)


def age_band(birth: str, day: date) -> str:
    """The key of the band on a day; empty when the birth date is not known."""
    age = age_on(birth, day)
    if age is None:
        return UNKNOWN
    return next((band.key for band in AGE_BANDS if band.least <= age <= band.most), UNKNOWN)


@dataclass(frozen=True)
class StandingIndicator:
    """A count of away people by what the one rule says of them."""

    id: str
    words: str | Promise
    standings: frozenset[Standing]
    definition: str | Promise
    source: str


STANDING_INDICATORS = (
    StandingIndicator(
        "short",
        _("短期外出"),
        frozenset({Standing.SHORT}),
        _("外出（含预计）不满6个月，开党员证明信。"),
        "B-09",
    ),
    StandingIndicator(
        "floating",
        _("流动党员"),
        frozenset({Standing.FLOATING}),
        _("外出6个月以上，地点不固定或经常变动。"),
        "B-06",
    ),
    StandingIndicator(
        "should_transfer",
        _("应转组织关系"),
        frozenset({Standing.SHOULD_TRANSFER}),
        _("外出6个月以上且地点固定，应当转接组织关系。"),
        "B-08",
    ),
    StandingIndicator(
        "floating_2024",
        _("流动党员（2024年口径）"),
        frozenset({Standing.FLOATING, Standing.SHOULD_TRANSFER}),
        _("外出6个月以上且组织关系未转出，不含短期外出。"),
        "rules 2.1",
    ),
)


def destination_key(province_code: str, city_code: str, home_province: str) -> str:
    """Province and city mixed, as the articles show them: the own province by city, the others whole (A-03)."""
    return city_code if province_code == home_province and city_code else province_code
