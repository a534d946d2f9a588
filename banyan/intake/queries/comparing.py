"""A row beside the person it means: what stands now, what the file says, and by what he was recognised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from banyan.intake.models import Batch, StagedRow
from banyan.intake.queries.batches import MASKS, ReviewRow, in_words, rows_page
from banyan.intake.queries.matching import known_facts
from banyan.intake.queries.surroundings import gazetteer_now
from banyan.intake.reading.places import Gazetteer
from banyan.intake.reading.results import Verdict
from banyan.intake.rules import HOUSEHOLD, Recognised, changed_fields, has_come, recognised_by
from banyan.intake.targets import targets
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.people.models import Person
from banyan.shared.masking import mask_text
from banyan.shared.paging import Page

HOUSEHOLD_FIELDS = {fact: field for field, fact in HOUSEHOLD.items()}
CLOSED = frozenset(("note", "address", "head", "elders", "children", "left_behind", "family", "needs"))


@dataclass(frozen=True)
class Difference:
    """One field: what stands now, what the file says, and the cell as it was written; sensitive ones masked."""

    field: str
    now: str
    told: str
    raw: str


@dataclass(frozen=True)
class Compared:
    """A row that would change somebody: by what he was recognised, how surely (of 100), and every difference."""

    row: ReviewRow
    recognised: Recognised
    differences: Sequence[Difference]


def changes_page(batch: Batch, mark: str = "") -> Page:
    """The rows that change somebody, each beside him. The same few queries whatever the page holds."""
    page = rows_page(batch, str(Verdict.CHANGED), mark)
    people = [row.staged.person for row in page.rows if row.staged.person is not None]
    told = [row.staged.reading()["facts"] for row in page.rows]
    homes = {facts["branch"] for facts in told if facts.get("branch")}
    side = _Side(
        [target.known(people) for target in targets()],
        {str(org.ref): org for org in subtree_of(batch.org).filter(ref__in=homes)},
        gazetteer_now(),
    )
    return Page([side.compared(row) for row in page.rows], page.next_mark, page.is_first)


@dataclass(frozen=True)
class _Side:
    """What a page of rows needs to be compared."""

    stories: Sequence[Mapping[int, Mapping[str, Any]]]
    homes: Mapping[str, Organisation]
    places: Gazetteer

    def compared(self, row: ReviewRow) -> Compared:
        staged, person = row.staged, row.staged.person
        assert person is not None
        stored = staged.reading()
        facts, known = stored["facts"], known_facts(person)
        found = recognised_by(stored.get("ref", "") == person.ref.hex, facts, known)
        return Compared(row, found, list(self._differences(staged, person, facts, known)))

    def _differences(
        self, staged: StagedRow, person: Person, facts: Mapping[str, Any], known: Mapping[str, Any]
    ) -> Iterator[Difference]:
        values = staged.reading()["values"]
        raws = {name: str(reading["raw"]) for name, reading in values.items()}
        for name in changed_fields(facts, known):
            yield self._difference(name, known[name], facts[name], raws)
        home = self.homes.get(facts.get("branch", ""))
        if home is not None and home.pk != person.home_id and not has_come(facts):
            yield Difference("branch", person.home.name, home.name, raws.get("branch", ""))
        for target, story in zip(targets(), self.stories, strict=True):
            told, stands = target.told(facts), story.get(person.pk, {})
            for name in [] if has_come(facts) else target.news(told, stands):
                now, said = target.words(name, stands[name]), target.words(name, told[name])
                yield self._difference(name, now, said, raws)

    def _difference(self, name: str, now: Any, told: Any, raws: Mapping[str, str]) -> Difference:
        mask = MASKS.get(name, str)
        # What a note or a household holds now is opened on the person's own page, with a trace of who looked.
        stands = mask_text(str(now)) if name in CLOSED else mask(self._words(now))
        field = HOUSEHOLD_FIELDS.get(name, name)
        return Difference(field, stands, mask(self._words(told)), mask(raws.get(field, "")))

    def _words(self, value: Any) -> str:
        """A place by its region and the words beside it."""
        if isinstance(value, dict) and "code" in value:
            place = self.places.place(value["code"]) if value["code"] else None
            whole = "".join(filter(None, place[:3])) if place is not None else ""
            both = {"whole": whole, "part": value["words"]}
            return _("%(whole)s（%(part)s）") % both if whole and value["words"] else whole or value["words"]
        return "" if value is None else in_words(value)
