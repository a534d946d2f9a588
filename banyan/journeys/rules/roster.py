"""A roster's words as the facts of a journey and its place: pure thought (A-02)."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from banyan.journeys.states import LeaveReason, Occupation
from banyan.shared.dates import earliest_day

WORDS_MOST, OCCUPATION_MOST = 120, 60
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
