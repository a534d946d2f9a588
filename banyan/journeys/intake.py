"""The journey's target for accepted rosters; intake finds it by name in the settings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from banyan.intake.targets import Line
from banyan.journeys.actions.roster import put_back, take_lines
from banyan.journeys.queries.roster import FIELDS, has_gone_on, journeys_as_told
from banyan.journeys.rules.roster import as_stored
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person


class Departures:
    """The roster's columns of going away, kept as journeys and stops."""

    def known(self, people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
        return journeys_as_told(people)

    def told(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        return as_stored({name: facts[name] for name in FIELDS if name in facts})

    def take(self, lines: Sequence[Line], *, by: Viewer) -> None:
        take_lines(lines, by=by)

    def has_more(self, person: Person) -> bool:
        return has_gone_on(person)

    def put_back(self, person: Person, before: Mapping[str, Any], *, by: Viewer) -> bool:
        return put_back(person, before, by=by)


DEPARTURES = Departures()
