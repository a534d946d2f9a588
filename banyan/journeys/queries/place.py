"""Places as a form offers them: the cities of the country under their provinces."""

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from banyan.journeys.models import Stop
from banyan.journeys.queries.journey import NO_PLACE_NAMES
from banyan.journeys.states import JourneyStatus
from banyan.orgs.models import Region
from banyan.orgs.states import RegionLevel
from banyan.people.models import Person

Choices = list[tuple[str, list[tuple[str, str | Promise]]]]


def region_choices() -> Choices:
    """Province by province, each with its cities."""
    found = Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY]).order_by("code")
    cities: dict[str, list[tuple[str, str | Promise]]] = {}
    names: dict[str, str] = {}
    for code, name in found.values_list("code", "name"):
        if len(code) == 2:
            names[code] = name
        is_no_place = name in NO_PLACE_NAMES and len(name) < len(names.get(code[:2], ""))
        cities.setdefault(code[:2], []).append((code, names[code[:2]] + name if is_no_place else name))
    return [(names[province], listed) for province, listed in cities.items() if province in names]


def people_in(region: Region) -> "QuerySet[Person]":
    """Members whose present journey stands in a region today: whom a task may ask first (BANYAN_PLACES)."""
    inside = Q(region=region) | Q(region__pk__startswith=str(region.pk))
    stops = Stop.objects.filter(inside, until_day=None, journey__status=JourneyStatus.AWAY)
    return Person.objects.filter(pk__in=stops.values("journey__person"))


def region_of(person: Person) -> str:
    """The code of the region where a member is now; empty when he is at home or nobody knows."""
    stops = Stop.objects.filter(
        journey__person=person, journey__status=JourneyStatus.AWAY, until_day=None
    ).exclude(region=None)
    return str(stops.values_list("region", flat=True).first() or "")
