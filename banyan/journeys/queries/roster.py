"""What the house knows of people's journeys, in the plain values of a roster (A-02)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from banyan.intake.queries.surroundings import gazetteer_now
from banyan.intake.reading.places import Gazetteer
from banyan.journeys.models import CheckIn, Journey, Receipt, Report, Stop
from banyan.journeys.rules.roster import told_occupation
from banyan.journeys.states import CheckInStatus, Ending, JourneyStatus
from banyan.people.models import Person

FIELDS = (
    "departed_on", "destination", "employer", "occupation", "reason", "has_certificate", "arrived_on",
    "host_organisation", "host_head", "host_phone",
)  # fmt: skip
CHUNK = 800
TOLD = (
    "journey__person_id", "journey__departed_on", "region_id", "place_words", "employer", "occupation_words",
    "occupation", "journey__leave_reason", "journey__has_certificate", "arrived_on", "host_name", "host_head",
    "from_day", "second", "hosted_by", "hosted_since",
)  # fmt: skip


def journeys_as_told(people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
    """The open journey of each person, else the one on which contact was lost: person id -> field -> plain value.

    Beside the fields `since` when he stands at the present place, `second` when he came to the second one (empty
    where there is none), `whole` the names of the regions and the words of the place, `hosted_by` and `hosted_since`
    where and since what day the check-in that counts was confirmed, `left_before` the departures of journeys that are
    over. Only no departure where there is no journey.
    """
    places = gazetteer_now()
    second = Stop.objects.filter(journey=OuterRef("journey")).order_by("from_day", "pk")
    listed = list(people)
    present: dict[int, dict[str, Any]] = {person.pk: {"departed_on": ""} for person in listed}
    for found in (*_lost(listed), *_present(listed)):
        moved = found.annotate(second=Subquery(second.values("from_day")[1:2]), **_host())
        for person, *told in moved.values_list(*TOLD):
            present[person] = _as_told(told, places)
        # A sealed value is bound to its row; few rosters name the host's telephone.
        for stop in found.exclude(host_phone=b"").select_related("journey"):
            present[stop.journey.person_id]["host_phone"] = stop.host_phone.open()
    for person, departed_on in _past(listed):
        present[person].setdefault("left_before", []).append(departed_on)
    return present


def _host() -> dict[str, Subquery]:
    """The confirmed check-in that counts, as the list of journeys shows it."""
    arrivals = CheckIn.objects.filter(journey=OuterRef("journey"), status=CheckInStatus.CONFIRMED)
    latest = arrivals.order_by("-confirmed_at", "-pk")
    return {
        "hosted_by": Subquery(latest.values("host__name")[:1]),
        "hosted_since": Subquery(latest.values("confirmed_at")[:1]),
    }


def _past(people: Sequence[Person]) -> Iterator[tuple[int, str]]:
    """The departures of journeys that are over, of whom contact was lost the last one left out."""
    for start in range(0, len(people), CHUNK):
        over = Journey.objects.filter(person__in=people[start : start + CHUNK], status=JourneyStatus.ENDED)
        yield from over.values_list("person_id", "departed_on")


def present_stops(people: Sequence[Person]) -> list[Stop]:
    """Where people who are away or about to leave stand."""
    related = "journey__person", "journey__org", "region"
    return [stop for found in _present(people) for stop in found.select_related(*related)]


def _present(people: Sequence[Person]) -> "Iterator[QuerySet[Stop]]":
    found = Stop.objects.filter(until_day=None).exclude(journey__status=JourneyStatus.ENDED)
    for start in range(0, len(people), CHUNK):
        yield found.filter(journey__person__in=people[start : start + CHUNK])


def _lost(people: Sequence[Person]) -> "Iterator[QuerySet[Stop]]":
    """The last places of people whose last journey ended because contact was lost."""
    later = Journey.objects.filter(person=OuterRef("journey__person"), pk__gt=OuterRef("journey"))
    last = Stop.objects.filter(journey__ending=Ending.LOST_CONTACT, until_day=F("journey__ended_on"))
    found = last.exclude(Exists(later))
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        yield found.filter(journey__person__in=some).order_by("pk")


def lost_journeys(people: Sequence[Person]) -> dict[int, Journey]:
    """By person the journey on which contact was lost, where it is his last."""
    found: dict[int, Journey] = {}
    for stops in _lost(people):
        for stop in stops.select_related("journey__person", "journey__org"):
            found[stop.journey.person_id] = stop.journey
    return found


def _as_told(told: Sequence[Any], places: Gazetteer) -> dict[str, Any]:
    departed_on, region, words, employer, occupation_words, occupation, reason, has_certificate, *host = told
    arrived_on, host_name, host_head, since, second, hosted_by, hosted_since = host
    names = places.place(region[:6])[:3] if region else ()
    return {
        "departed_on": departed_on,
        "destination": {"code": region or "", "words": words},
        "employer": employer,
        "occupation": told_occupation(occupation_words, occupation),
        "reason": reason,
        "has_certificate": has_certificate,
        "arrived_on": arrived_on,
        "host_organisation": host_name,
        "host_head": host_head,
        "host_phone": "",
        "since": since,
        "second": second or "",
        "whole": "".join(filter(None, (*names, words))),
        "hosted_by": hosted_by or "",
        "hosted_since": timezone.localdate(hosted_since).isoformat() if hosted_since else "",
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
