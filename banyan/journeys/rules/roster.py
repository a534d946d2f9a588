"""A roster's words as the facts of a journey and its place: pure thought (A-02)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from banyan.journeys.states import LeaveReason, Occupation

WORDS_MOST, OCCUPATION_MOST = 120, 60


def journey_facts(facts: Mapping[str, Any], regions: Mapping[str, Any]) -> dict[str, Any]:
    """For the journey's own actions; `regions` are rows by code."""
    told: dict[str, Any] = {"departed_on": facts.get("departed_on"), "employer": facts.get("employer")}
    told["has_certificate"] = facts.get("has_certificate")
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
    """The row's own columns with words cut and reasons chosen as they would be stored, for comparison."""
    told = dict(facts)
    if told.get("destination"):
        place = told["destination"]
        told["destination"] = {"code": place["code"], "words": place["words"][:WORDS_MOST]}
    if told.get("occupation"):
        told["occupation"] = told["occupation"][:OCCUPATION_MOST]
    if told.get("reason"):
        told["reason"] = _choice(LeaveReason, told["reason"], LeaveReason.OTHER)
    return told


@lru_cache(maxsize=1024)
def _choice(choices: Any, words: str, other: str) -> str:
    """The choice whose words the clerk used, or a part of them."""
    return next((value for value in choices.values if value in words or words in value), other)
