"""The target for what a list tells of households: kept with each member's own record (A-02, G-06)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from banyan.intake.queries.households import FACTS, households_of, told_of_household
from banyan.intake.rules import HOUSEHOLD, changed_fields
from banyan.intake.targets import Guest, Line
from banyan.orgs.viewers import Viewer
from banyan.people.actions import correct_household, forget_household, household_facts, note_households
from banyan.people.models import Household, Person

FIELDS_OF_FACTS = {fact: field for field, fact in HOUSEHOLD.items()}


class Households:
    """户主, 与户主关系, who stayed behind and what is needed."""

    def known(self, people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
        listed = list(people)
        found = {each.person_id: household_facts(each) for each in households_of(listed)}
        return {person.pk: {**dict.fromkeys(FACTS, ""), **found.get(person.pk, {})} for person in listed}

    def told(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return told_of_household(facts)

    def news(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
        return changed_fields(told, known)

    def doubt(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, str] | None:
        return None

    def words(self, name: str, value: Any) -> Any:
        return value

    def take(self, lines: Sequence[Line], *, by: Viewer) -> None:
        telling = [line for line in lines if told_of_household(line.facts)]
        known = {each.person_id: each for each in households_of([line.person for line in telling])}
        fresh = [line for line in telling if line.person.pk not in known]
        note_households([(line.person, told_of_household(line.facts)) for line in fresh], by=by)
        for line in fresh:
            line.before["household"] = None
        for line in telling:
            if line.person.pk in known:
                _correct(line, known[line.person.pk], by=by)

    def welcome(self, guests: Sequence[Guest], *, by: Viewer) -> None:
        """A host keeps nothing of a guest's family at home."""

    def leave(self, person: Person, *, by: Viewer, is_mistake: bool) -> None:
        """A household stays with the record that ends."""

    def has_more(self, person: Person) -> bool:
        return False

    def put_back(self, person: Person, before: Mapping[str, Any], *, by: Viewer) -> Sequence[str]:
        if "household" not in before:
            return []
        household = next(iter(households_of([person])), None)
        if household is None:
            return []
        return _put_back(household, before["household"], by=by)


def _correct(line: Line, household: Household, *, by: Viewer) -> None:
    told = told_of_household(line.facts)
    former = correct_household(household, told, by=by)
    if former:
        line.before["household"] = {"former": former, "told": {name: told[name] for name in former}}


def _put_back(household: Household, kept: Mapping[str, Any] | None, *, by: Viewer) -> list[str]:
    """Fact by fact as it was, unless somebody wrote something else since; returns what stays so."""
    if kept is None:
        forget_household(household, by=by)
        return []
    known = household_facts(household)
    since = [name for name, value in kept["told"].items() if known[name] != value]
    back = {name: value for name, value in kept["former"].items() if name not in since}
    if back:
        correct_household(household, back, by=by)
    return [FIELDS_OF_FACTS[name] for name in since]


HOUSEHOLDS = Households()
