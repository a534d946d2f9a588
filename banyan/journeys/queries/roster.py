"""What the house knows of people's journeys, in the plain values of a roster (A-02)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from banyan.journeys.models import CheckIn, Receipt, Report, Stop
from banyan.journeys.states import JourneyStatus
from banyan.people.models import Person

FIELDS = ("departed_on", "destination", "employer", "occupation", "reason", "has_certificate")
CHUNK = 800
TOLD = (
    "journey__person_id", "journey__departed_on", "region_id", "place_words", "employer", "occupation_words",
    "occupation", "journey__leave_reason", "journey__has_certificate",
)  # fmt: skip


def journeys_as_told(people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
    """The open journey of each person: person id -> field -> plain value; only no departure where there is none."""
    listed = list(people)
    present: dict[int, Mapping[str, Any]] = {person.pk: {"departed_on": ""} for person in listed}
    for found in _present(listed):
        for person, *told in found.values_list(*TOLD):
            present[person] = _as_told(told)
    return present


def present_stops(people: Sequence[Person]) -> list[Stop]:
    """Where people who are away or about to leave stand."""
    related = "journey__person", "journey__org", "region"
    return [stop for found in _present(people) for stop in found.select_related(*related)]


def _present(people: Sequence[Person]) -> "Iterator[QuerySet[Stop]]":
    found = Stop.objects.filter(until_day=None).exclude(journey__status=JourneyStatus.ENDED)
    for start in range(0, len(people), CHUNK):
        yield found.filter(journey__person__in=people[start : start + CHUNK])


def _as_told(told: Sequence[Any]) -> dict[str, Any]:
    departed_on, region, words, employer, occupation_words, occupation, reason, has_certificate = told
    return {
        "departed_on": departed_on,
        "destination": {"code": region or "", "words": words},
        "employer": employer,
        "occupation": occupation_words or occupation,
        "reason": reason,
        "has_certificate": has_certificate,
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
