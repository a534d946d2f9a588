"""Where accepted rows and chats go: each story above registers its target, so that intake imports none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from banyan.intake.models import StagedRow
from banyan.orgs.models import Organisation
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


@dataclass
class Guest:
    """One row of somebody who came to take part at `host`: his facts, his person, what was before."""

    staged: StagedRow
    facts: Mapping[str, Any]
    person: Person
    host: Organisation
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

    def news(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
        """The fields a row tells anew: what agrees with what is known, less precisely, is not among them."""
        ...

    def doubt(self, told: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, str] | None:
        """A field to ask about, and why, where a row can mean two things beside what is known."""
        ...

    def words(self, name: str, value: Any) -> Any:
        """A stored value as a screen says it; a place stays a code with its words."""
        ...

    def take(self, lines: Sequence[Line], *, by: Viewer) -> None:
        """Write the fields of accepted lines; note under `before` what undo needs."""
        ...

    def welcome(self, guests: Sequence[Guest], *, by: Viewer) -> None:
        """Members of our tree whom a host writes down as arrived; note under `before` what undo needs."""
        ...

    def leave(self, person: Person, *, by: Viewer, is_mistake: bool) -> None:
        """He leaves the roll by a superior's decision: transferred, or never here but by mistake."""
        ...

    def has_more(self, person: Person) -> bool:
        """Has life gone on since: is there more of this person than the import wrote?"""
        ...

    def put_back(self, person: Person, before: Mapping[str, Any], *, by: Viewer) -> Sequence[str]:
        """Restore what `take` changed; returns the fields (as a roster names them) somebody changed since."""
        ...


@dataclass(frozen=True)
class Subject:
    """What a paste may be about: a period, a task. `key` finds it again, `words` name it on the screen."""

    key: str
    words: str


@dataclass(frozen=True)
class Answer:
    """One accepted record on its way to a story; `said` as it was written, `by` whoever spoke for him."""

    person: Person
    status: str
    said: str
    by: str = ""


@dataclass(frozen=True)
class Taken:
    """What a story made of an answer: the ref of what it stored, or why it stored nothing."""

    ref: UUID | None = None
    why: str = ""


@dataclass(frozen=True)
class Stored:
    """What `take` stored of an answer, on its way back: its ref, what had been said, and since when it stands."""

    ref: UUID
    status: str
    since: datetime


@dataclass(frozen=True)
class Quiet:
    """Somebody not heard from, with a ready text to him alone."""

    person: Person
    words: str


class ChatTarget(Protocol):
    """What a story does with what members said in a pasted chat."""

    kind: str

    def subjects(self, by: Viewer, org: Organisation) -> list[Subject]:
        """What a paste of this kind may be about now, the likeliest first."""
        ...

    def awaited(self, org: Organisation, subject: str) -> "QuerySet[Person] | None":
        """Of whom an answer is still wanted; None when of everybody. The subject may not be known yet (empty)."""
        ...

    def take(self, answers: Sequence[Answer], subject: str, *, by: Viewer) -> list[Taken]:
        """Store accepted answers, each or its reason why not; in the order given."""
        ...

    def put_back(self, stored: Stored, *, by: Viewer) -> bool:
        """Take one back that `take` stored; False when life has gone on since."""
        ...

    def quiet(self, by: Viewer, org: Organisation, subject: str) -> list[Quiet]:
        """Who has not been heard from, the longest silent first."""
        ...

    def public_words(self, by: Viewer, org: Organisation, subject: str) -> str:
        """A text for the group that names nobody; empty when nobody is missing."""
        ...


@lru_cache
def chat_targets() -> Mapping[str, ChatTarget]:
    """The registered targets of chats by kind; a kind without one can be read, not taken in."""
    found: list[ChatTarget] = [import_string(name) for name in settings.BANYAN_CHAT_TARGETS]
    return {target.kind: target for target in found}


@lru_cache
def targets() -> tuple[Target, ...]:
    """The registered targets, in the order of the settings."""
    return tuple(import_string(name) for name in settings.BANYAN_INTAKE_TARGETS)
