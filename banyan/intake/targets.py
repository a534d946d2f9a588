"""Where accepted rows go beside people: each story above registers its target, so that intake imports none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from banyan.intake.models import StagedRow
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person


@dataclass
class Line:
    """One row being taken in: its facts, its person, and what each field was before."""

    staged: StagedRow
    facts: Mapping[str, Any]
    person: Person
    is_new: bool
    before: dict[str, Any] = field(default_factory=dict)


class Target(Protocol):
    """What a story does with the fields that are its own."""

    def known(self, people: Iterable[Person]) -> Mapping[int, Mapping[str, Any]]:
        """What the house knows of each person's fields: person id -> field -> plain value."""
        ...

    def told(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row's facts as they would be stored, so that they compare with what is known."""
        ...

    def take(self, lines: Sequence[Line], *, by: Viewer) -> None:
        """Write the fields of accepted lines; note under `before` what undo needs."""
        ...

    def has_more(self, person: Person) -> bool:
        """Has life gone on since: is there more of this person than the import wrote?"""
        ...

    def put_back(self, person: Person, before: Mapping[str, Any], *, by: Viewer) -> bool:
        """Restore what `take` changed; False when somebody changed it since."""
        ...


@lru_cache
def targets() -> tuple[Target, ...]:
    """The registered targets, in the order of the settings."""
    return tuple(import_string(name) for name in settings.BANYAN_INTAKE_TARGETS)
