"""What a list tells of members' households (A-02, G-06)."""

from collections.abc import Mapping, Sequence

from banyan.audit.record import Actor, act, remember
from banyan.people.models import Household, Person
from banyan.shared.bulk import insert_many
from banyan.shared.clock import today

HOUSEHOLD_FACTS = ("head", "relation", "size", "away", "elders", "children", "left_behind", "family", "needs")


def household_facts(household: Household) -> dict[str, str]:
    """The facts of a household in plain words; callers stand on a side that may see the family."""
    told = {name: getattr(household, name) for name in HOUSEHOLD_FACTS}
    return {name: value.open() if hasattr(value, "open") else value for name, value in told.items()}


@act
def note_households(told: Sequence[tuple[Person, Mapping[str, str]]], *, by: Actor) -> None:
    """Store the households of members who have none noted yet, many at once. Audited as household.noted."""
    rows = []
    for person, facts in told:
        household = Household(person=person, told_on=today())
        for name, value in facts.items():
            setattr(household, name, value)
        rows.append(household)
        remember(by, "household.noted", person, org=person.home, subject=person.ref)
    insert_many(rows)


@act
def correct_household(household: Household, facts: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Write what a newer list tells; returns what the changed facts said before. Audited as household.corrected."""
    known = household_facts(household)
    former = {name: known[name] for name in facts if facts[name] != known[name]}
    for name in former:
        setattr(household, name, facts[name])
    if former:
        household.told_on = today()
        household.save(update_fields=[*former, "told_on"])
        person = household.person
        remember(by, "household.corrected", person, org=person.home, subject=person.ref, fields=list(former))
    return former


@act
def forget_household(household: Household, *, by: Actor) -> None:
    """Take a household off again; nothing of it is kept. Audited as household.forgotten."""
    person = household.person
    remember(by, "household.forgotten", person, org=person.home, subject=person.ref)
    household.delete()
