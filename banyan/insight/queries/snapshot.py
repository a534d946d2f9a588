"""Everybody away at a period's end, once, with the facts a structure is made of."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from banyan.insight.rules import age_band, destination_key
from banyan.journeys.models import Stop
from banyan.journeys.rules.standing import Absence, Limits, in_city_since, standing_of
from banyan.journeys.states import Standing
from banyan.journeys.stats import away
from banyan.orgs.models import Organisation
from banyan.orgs.policies import FLOATING_MONTHS, SETTLED_MONTHS
from banyan.orgs.queries import policies_of, subtree_of
from banyan.shared.periods import Period

FACTS = (
    "pk",
    "org_id",
    "departed_on",
    "expected_until",
    "person__sex",
    "person__birth",
    "person__education",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person away, in classes."""

    journey_id: int
    sex: str
    age: str
    education: str
    destination: str
    occupation: str
    standing: Standing


@dataclass(frozen=True)
class Snapshot:
    """The rows of one organisation and period."""

    org: Organisation
    period: Period
    rows: list[Row]

    def structure(self, facet: str) -> Counter[str]:
        """How many in each class of a facet (sex, age, education, destination, occupation, standing)."""
        return Counter(str(getattr(row, facet)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a journey stood at the period's end."""

    province_code: str
    city_code: str
    occupation: str
    is_fixed: bool
    since: str


NOWHERE = Place("", "", "", False, "")


def snapshot_of(org: Organisation, period: Period) -> Snapshot:
    """Four queries, whatever the size of the organisation."""
    return Snapshot(org, period, list(_rows(org, period)))


def _rows(org: Organisation, period: Period) -> Iterator[Row]:
    last_day, home_province = period.last_day, (org.region_id or "")[:2]
    places, limits = _places(org, period), _limits(org)
    for pk, org_id, departed_on, expected_until, sex, birth, education in away(org, period).values_list(
        *FACTS
    ):
        place = places.get(pk, NOWHERE)
        absence = Absence(departed_on, place.since or departed_on, place.is_fixed, expected_until)
        yield Row(
            pk,
            sex,
            age_band(birth, last_day),
            education,
            destination_key(place.province_code, place.city_code, home_province),
            place.occupation,
            standing_of(absence, last_day, limits[org_id]),
        )


def _places(org: Organisation, period: Period) -> dict[int, Place]:
    """The last stop of each journey by the period's end, with the time its city has lasted."""
    facts = ("journey_id", "from_day", "city_code", "province_code", "occupation", "is_fixed")
    stops = Stop.objects.filter(
        journey__in=away(org, period).values("pk"), from_day__lte=period.last_day.isoformat()
    ).order_by("journey_id", "from_day", "pk")
    places: dict[int, Place] = {}
    trail: list[tuple[str, str]] = []
    for journey_id, from_day, city_code, province_code, occupation, is_fixed in stops.values_list(*facts):
        trail = [*trail, (from_day, city_code)] if journey_id in places else [(from_day, city_code)]
        places[journey_id] = Place(province_code, city_code, occupation, bool(is_fixed), in_city_since(trail))
    return places


def _limits(org: Organisation) -> dict[int, Limits]:
    """What each branch below goes by."""
    orgs = list(subtree_of(org).only("pk", "path"))
    floating, settled = policies_of(orgs, FLOATING_MONTHS), policies_of(orgs, SETTLED_MONTHS)
    return {each.pk: Limits(int(floating[each.pk]), int(settled[each.pk])) for each in orgs}
