"""What a host's list says of a guest, as it is stored: pure thought (A-06)."""

from collections.abc import Mapping
from typing import Any

# The roster's field and the column of an arrival that keeps it; the rest of a row are facts of the person.
KEPT_AS = {
    "arrived_on": "arrived_on",
    "departed_on": "departed_on",
    "origin": "origin_words",
    "home_organisation": "home_words",
    "destination": "place",
    "phone": "phone",
    "employer": "employer",
    "occupation": "occupation",
    "reason": "reason",
    "has_certificate": "has_certificate",
    "note": "note",
}
LONGEST = {"origin_words": 120, "home_words": 120, "employer": 120, "occupation": 60, "reason": 60}
NAMELESS = "（党组织名称不详）"


def arrival_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A row's facts by the columns of an arrival, cut as they are stored; `origin_id` is the region's code."""
    told = {column: _plain(facts[name]) for name, column in KEPT_AS.items() if facts.get(name) is not None}
    told = {
        name: value[: LONGEST[name]] if isinstance(value, str) and name in LONGEST else value
        for name, value in told.items()
    }
    if isinstance(facts.get("origin"), Mapping):
        told["origin_id"] = facts["origin"]["code"] or None
    return told


def _plain(value: Any) -> Any:
    """Of a place the words as they were written."""
    return value["words"] if isinstance(value, Mapping) else value


def home_named(facts: Mapping[str, Any]) -> str:
    """The name of the home organisation outside our tree: as written, else by the place he came from."""
    told = arrival_facts(facts)
    name = told.get("home_words") or f"{told.get('origin_words', '')}{NAMELESS}"
    return str(name)[: LONGEST["home_words"]]
