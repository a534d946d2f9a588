"""A roster's words as the facts of a journey and its place: pure thought (A-02)."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from banyan.intake.rules import changed_fields, says_no_more
from banyan.journeys.states import LeaveReason, Occupation
from banyan.shared.dates import earliest_day, latest_day

WORDS_MOST, OCCUPATION_MOST = 120, 60
CAME = ("departed_on", "since")
WHEN_MOVED = (
    "表里换了地方，这个时间可能是外出的时间，也可能是到新地方的时间，请确认到新地方的时间，不清楚就空着"
)
OLDER_PLACE = "名单上后来又换了地方，表里写的可能是以前的，请确认现在在哪里"
HOST_COLUMNS = {
    "arrived_on": ("arrived_on", 10), "host_organisation": ("host_name", 120), "host_head": ("host_head", 60),
    "host_phone": ("host_phone", 40),
}  # fmt: skip


def journey_facts(facts: Mapping[str, Any], regions: Mapping[str, Any]) -> dict[str, Any]:
    """For the journey's own actions; `regions` are rows by code."""
    told: dict[str, Any] = {"departed_on": facts.get("departed_on"), "employer": facts.get("employer")}
    told["has_certificate"] = facts.get("has_certificate")
    for name, (column, most) in HOST_COLUMNS.items():
        told[column] = facts[name][:most] if facts.get(name) else None
    if facts.get("destination"):
        told["region"] = regions.get(facts["destination"]["code"])
        told["place_words"] = facts["destination"]["words"][:WORDS_MOST]
    if facts.get("occupation"):
        told["occupation"] = _choice(Occupation, facts["occupation"], Occupation.OTHER)
        told["occupation_words"] = facts["occupation"][:OCCUPATION_MOST]
    if facts.get("reason"):
        told["leave_reason"] = _choice(LeaveReason, facts["reason"], LeaveReason.OTHER)
    return {name: value for name, value in told.items() if value is not None}


def as_stored(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row's own columns with words cut and reasons chosen as they would be stored, for comparison.

    Of whom the roster calls lost nothing is compared: his journey is over.
    """
    if facts.get("lost") is True:
        return {}
    told = dict(facts)
    if told.get("destination"):
        place = told["destination"]
        told["destination"] = {"code": place["code"], "words": place["words"][:WORDS_MOST]}
    if told.get("occupation"):
        told["occupation"] = told["occupation"][:OCCUPATION_MOST]
    if told.get("reason"):
        told["reason"] = _choice(LeaveReason, told["reason"], LeaveReason.OTHER)
    for name, (_column, most) in HOST_COLUMNS.items():
        if told.get(name):
            told[name] = told[name][:most]
    return told


def news(told: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """What a row tells anew of a journey: a coarser place or date that agrees is known, and stays as it is.

    A date after the departure, of somebody who moved since or stands elsewhere now, is no other departure. Where and
    since when the host confirmed him is known; of a journey that is over nothing is told anew.
    """
    if is_over(told, known):
        return []
    known_already = {
        "destination": _is_known_place,
        "departed_on": _is_of_a_place,
        "host_organisation": _is_his_host,
        "arrived_on": _is_his_arrival,
    }
    return [
        name
        for name in changed_fields(told, known)
        if not (name in known_already and known_already[name](told, known))
    ]


def is_over(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Is the departure told that of a journey which ended, and not of the one he is on? An older list read again."""
    departed_on = told.get("departed_on", "")
    if not departed_on or _agrees(departed_on, known.get("departed_on", "")):
        return False
    return departed_on in known.get("left_before", ())


def _is_his_host(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return bool(told["host_organisation"] == known.get("hosted_by"))


def _is_his_arrival(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return bool(told["arrived_on"]) and _agrees(told["arrived_on"], known.get("hosted_since", ""))


def doubt(told: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, str] | None:
    """Another city with a date that may be older than the present place, or that of the departure."""
    date, since = told.get("departed_on", ""), known.get("since", "")
    if not date or not is_elsewhere(told, known) or any(_agrees(date, known[name]) for name in CAME):
        return None
    if len(since) == len("2026") and date.startswith(since):
        return "departed_on", WHEN_MOVED
    is_between = known["departed_on"] < date and earliest_day(date) <= latest_day(since)
    return ("destination", OLDER_PLACE) if is_between and known["second"] else None


def is_elsewhere(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Is the place told in another city, or another province, than the one known?"""
    there, here = (str((facts.get("destination") or {}).get("code", ""))[:4] for facts in (told, known))
    return bool(there and here and not there.startswith(here) and not here.startswith(there))


def moved_on(told: Mapping[str, Any], known: Mapping[str, Any], day: date) -> str:
    """From when somebody stands in another city: the month told, where he came to the last one before; else `day`."""
    date, since = str(told.get("departed_on", "")), str(known["since"])
    is_known = any(_agrees(date, known[name]) for name in CAME)
    is_finer = date.startswith(since) and len(since) > len("2026")
    is_later = date > since and not is_finer and earliest_day(date) <= day
    return date if is_later and not is_known else day.isoformat()


def keeps_region(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Is the place told the one known, or less exact?"""
    return str(known["destination"]["code"]).startswith(told["destination"]["code"])


def _is_known_place(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return keeps_region(told, known) and says_no_more(told["destination"]["words"], known["whole"])


def _agrees(date: str, known: str) -> bool:
    return known.startswith(date)


def _is_of_a_place(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    date, left, second = told["departed_on"], known["departed_on"], known.get("second", "")
    if not second and not is_elsewhere(told, known):
        return False
    is_earlier = latest_day(date) < earliest_day(left)
    is_finer = date.startswith(left) and len(left) > len("2026")
    if not is_elsewhere(told, known):
        is_finer = date.startswith(left) and not any(_agrees(date, known[name]) for name in CAME)
    return not (is_earlier or (is_finer and (not second or date < second)))


def lost_on(facts: Mapping[str, Any], day: date) -> date | None:
    """The day from which a roster says that contact is lost, not before he left; None when it does not say so."""
    if facts.get("lost") is not True:
        return None
    since = earliest_day(facts["lost_since"]) if facts.get("lost_since") else day
    left = earliest_day(facts["departed_on"]) if facts.get("departed_on") else since
    return min(max(since, left), day)


def told_occupation(words: str, choice: str) -> str:
    """As a roster tells it: the clerk's words, else those of the choice, in the language of rosters."""
    with override(settings.LANGUAGE_CODE):
        return words or (str(Occupation(choice).label) if choice in Occupation.values else choice)


def in_words(name: str, value: Any) -> Any:
    """A choice by its words; anything else as it is."""
    choices = {"reason": LeaveReason, "occupation": Occupation}.get(name)
    return str(choices(value).label) if choices is not None and value in choices.values else value


@lru_cache(maxsize=1024)
def _choice(choices: Any, words: str, other: str) -> str:
    """The choice whose words the clerk used, or a part of them."""
    return next((value for value in choices.values if value in words or words in value), other)
