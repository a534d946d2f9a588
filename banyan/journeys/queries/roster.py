"""What the house knows of people's journeys, in the plain values of a roster (A-02)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from banyan.journeys.models import CheckIn, Receipt, Report, Stop
from banyan.journeys.states import JourneyStatus
from banyan.people.models import Person

FIELDS = ("departed_on", "destination", "employer", "occupation", "reason", "has_certificate")
CHUNK = 800


def journeys_as_told(people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
    """The open journey of each person: person id -> field -> plain value; only no departure where there is none."""
    listed = list(people)
    present: dict[int, Mapping[str, Any]] = {person.pk: {"departed_on": ""} for person in listed}
    for stop in present_stops(listed):
        present[stop.journey.person_id] = _as_told(stop)
    return present


def present_stops(people: Sequence[Person]) -> list[Stop]:
    """Where people who are away or about to leave stand."""
    found = Stop.objects.filter(until_day=None).exclude(journey__status=JourneyStatus.ENDED)
    found = found.select_related("journey__person", "journey__org", "region")
    chunks = [people[start : start + CHUNK] for start in range(0, len(people), CHUNK)]
    return [stop for chunk in chunks for stop in found.filter(journey__person__in=chunk)]


def _as_told(stop: Stop) -> dict[str, Any]:
    journey = stop.journey
    return {
        "departed_on": journey.departed_on,
        "destination": {"code": stop.region_id or "", "words": stop.place_words},
        "employer": stop.employer,
        "occupation": stop.occupation_words or stop.occupation,
        "reason": journey.leave_reason,
        "has_certificate": journey.has_certificate,
    }


def has_gone_on(person: Person) -> bool:
    """Has he checked in, reported, moved or been given a receipt since his journey was entered?"""
    of_him = {"journey__person": person}
    return (
        CheckIn.objects.filter(**of_him).exists()
        or Report.objects.filter(**of_him).exists()
        or Receipt.objects.filter(**of_him).exists()
        or Stop.objects.filter(**of_him).count() > 1
    )
