"""Households of the people a roster means, and what a row tells of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from banyan.people.models import Household, Person

FACTS = ("head", "relation", "size", "away", "elders", "children", "left_behind", "family", "needs")
CHUNK = 800


def households_of(people: Sequence[Person]) -> list[Household]:
    """The households that are noted of these people."""
    keys = [person.pk for person in people]
    found: list[Household] = []
    for start in range(0, len(keys), CHUNK):
        rows = Household.objects.filter(person__in=keys[start : start + CHUNK])
        found += rows.select_related("person__home")
    return found


def told_of_household(facts: Mapping[str, Any]) -> Mapping[str, str]:
    """What a row tells of the household, by the facts of one; nothing where it tells nothing."""
    told: Mapping[str, str] = facts.get("household") or {}
    return told
