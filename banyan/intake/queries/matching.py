"""Who a row is: by id number; else phone and name; else name, birth and branch; anything less is a question."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.intake.queries.guests import Guests, guests_known_to, guests_meant, match_guest
from banyan.intake.reading.results import Row, Verdict
from banyan.intake.rules import (
    CATEGORIES,
    COLUMNS,
    PERSON_FIELDS,
    changed_fields,
    has_come,
    may_be,
    settled,
    why_whom,
)
from banyan.intake.targets import targets
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import below
from banyan.people.models import Membership, Person
from banyan.people.states import MembershipKind
from banyan.shared.fields import Sealed, keyring

CHUNK = 800
ASK_SUPERIOR = "名单里原来有这个身份证号的党员，已不在册；要重新登记，请先报上一级党组织核对"
GUESTS_ALONE = "流动党支部只登记流入的党员，请确认是流入还是流出"
CATEGORY_WORDS = {kept: words for words, kept in CATEGORIES.items()}
NOBODY_YET = "new"  # stands for a 编号 where the officer said that a row is nobody of those it may mean


@dataclass
class Known:
    """The people a roster may mean, found in a few queries whatever its length."""

    by_id: dict[str, Person] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    by_ref: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], dict[int, Person]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[str, dict[int, Person]] = field(default_factory=lambda: defaultdict(dict))
    branches: dict[str, int] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    stories: list[Mapping[int, Mapping[str, Any]]] = field(default_factory=list)
    indexes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    guests: Guests = field(default_factory=lambda: Guests({}, 0))

    def index(self, name: str, told: Iterable[Mapping[str, Any]]) -> set[str]:
        """The blind indexes of a fact of these rows, worked out once for each value."""
        values = {facts[name] for facts in told if facts.get(name)}
        for value in values:
            if (name, value) not in self.indexes:
                self.indexes[name, value] = keyring().indexes(name, value)
        return {index for value in values for index in self.indexes[name, value]}

    def with_number(self, facts: Mapping[str, Any]) -> Person | None:
        """Whoever has this row's id number on the importer's own roll; of others nothing is asked (T7)."""
        found = self.indexes.get(("id_number", facts.get("id_number", "")), [])
        return next((self.by_id[index] for index in found if index in self.by_id), None)

    def has_left(self, facts: Mapping[str, Any]) -> bool:
        """Was the number on the importer's own roll, and is no longer?"""
        return any(
            index in self.left for index in self.indexes.get(("id_number", facts.get("id_number", "")), [])
        )

    def people(self) -> list[Person]:
        several = [*self.by_phone.values(), *self.by_name.values()]
        found = chain(self.by_id.values(), self.by_ref.values(), *(some.values() for some in several))
        return list({person.pk: person for person in found}.values())


@dataclass(frozen=True)
class Match:
    """What became of a row: whom it is, what is asked of which field, and its facts as they go to that person."""

    verdict: Verdict
    facts: Mapping[str, Any]
    person: Person | None = None
    field: str = ""
    why: str = ""


def known_to(org: Organisation, rows: Sequence[tuple[Row, Mapping[str, Any]]]) -> Known:
    """Everybody whom one of the rows may be; telephones and names are asked of those alone whom no number knows."""
    orgs = list(subtree_of(org).values_list("ref", "pk", "kind"))
    known = Known(branches={str(ref): pk for ref, pk, _kind in orgs})
    known.hosts = {str(ref) for ref, _pk, kind in orgs if kind == OrganisationKind.FLOATING}
    inside = Person.objects.filter(below(org.path, org="home"), ended_on=None)
    refs = {UUID(row.ref) for row, _facts in rows if row.ref not in ("", NOBODY_YET)}
    for person in _in_chunks(inside, "ref", refs):
        known.by_ref[person.ref.hex] = person
    known.gone = _gone(org, refs - {person.ref for person in known.by_ref.values()})
    came = [facts for _row, facts in rows if has_come(facts)]
    if came:
        known.guests = guests_known_to(org, came, refs)
    told = [facts for row, facts in rows if row.ref not in known.by_ref and not has_come(facts)]
    _note_numbers(known, Person.objects.filter(below(org.path, org="home")), told)
    unknown = [facts for facts in told if known.with_number(facts) is None]
    _note_candidates(known, inside, [facts for facts in unknown if not facts.get("id_number")])
    # A row with a number of its own may be one of those without: fewer to look through, and often none.
    numberless = inside.filter(id_number_index=None, is_contested=False)
    if numberless.exists():
        _note_candidates(known, numberless, unknown)
    known.stories = [target.known(known.people()) for target in targets()]
    return known


def _gone(org: Organisation, refs: set[UUID]) -> set[str]:
    """Of the 编号 of a list those whom the importer once kept and keeps no longer; of others nothing is asked (T7)."""
    if not refs:
        return set()
    once = Membership.objects.filter(below(org.path), person=OuterRef("pk"), kind=MembershipKind.HOME)
    found = Person.objects.filter(Exists(once))
    return {person.ref.hex for person in _in_chunks(found, "ref", refs)}


def _note_numbers(known: Known, mine: "QuerySet[Person]", told: Sequence[Mapping[str, Any]]) -> None:
    """Whoever of the importer's own has one of these numbers, contested or not; and those who left."""
    indexes = known.index("id_number", told)
    for name in ("claimed_index", "id_number_index"):
        for person in _in_chunks(mine, name, indexes):
            if person.is_current:
                known.by_id[getattr(person, name)] = person
            else:
                known.left.add(getattr(person, name))


def _note_candidates(known: Known, people: "QuerySet[Person]", told: Sequence[Mapping[str, Any]]) -> None:
    """Whoever shares telephone or name with one of these rows, unless they were noted before."""
    phones, names = known.index("phone", told), {facts["name"] for facts in told if "name" in facts}
    for person in _in_chunks(people, "phone_index", phones):
        known.by_phone[person.phone_index or "", person.name][person.pk] = person
    for person in _in_chunks(people, "name", names):
        known.by_name[person.name][person.pk] = person


def _in_chunks(found: "QuerySet[Person]", name: str, values: Iterable[Any]) -> Iterator[Person]:
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield from found.filter(Q(**{f"{name}__in": listed[start : start + CHUNK]}))


def match_row(row: Row, facts: Mapping[str, Any], known: Known, *, answered: Container[str] = ()) -> Match:
    """New, same or changed; or a question where the house cannot tell, unless that field was `answered` already."""
    if has_come(facts):
        verdict, guest, why = match_guest(row.ref, facts, known.guests)
        return Match(verdict, facts, guest, "name", why)
    if row.ref in known.gone:
        return Match(Verdict.SAME, facts)
    person, ask = _whom(row, facts, known)
    if not ask and "direction" not in answered and _is_at_host(person, facts, known):
        ask = "direction", GUESTS_ALONE
    if ask:
        return Match(Verdict.QUESTION, facts, None, *ask)
    if person is None:
        return Match(Verdict.NEW, settled(facts, ()))
    told = settled(facts, {name for story in known.stories for name in story.get(person.pk, {})})
    doubt = _doubt(person, told, known)
    if doubt and doubt[0] not in answered:
        return Match(Verdict.QUESTION, told, None, *doubt)
    return Match(Verdict.CHANGED if _differs(person, told, known) else Verdict.SAME, told, person)


def holds(row: Row, facts: Mapping[str, Any], known: Known) -> list[str]:
    """What a list of our own asks about although just that stands with the person of its 编号: no question at all."""
    person = known.by_ref.get(row.ref)
    if person is None or has_come(facts):
        return []
    held = known_facts(person) | {
        name: value for story in known.stories for name, value in story.get(person.pk, {}).items()
    }
    return [name for name in row.asked() if name in held and facts.get(name) == held[name]]


def _is_at_host(person: Person | None, facts: Mapping[str, Any], known: Known) -> bool:
    """Would the row make somebody a member of a floating branch, which has guests alone?"""
    branch = facts.get("branch", "")
    return branch in known.hosts and (person is None or person.home_id != known.branches[branch])


def _doubt(person: Person, facts: Mapping[str, Any], known: Known) -> tuple[str, str] | None:
    """What a story cannot make out of this row beside what it knows of that person."""
    stories = zip(targets(), known.stories, strict=True)
    asked = (target.doubt(target.told(facts), story.get(person.pk, {})) for target, story in stories)
    return next(filter(None, asked), None)


def _whom(row: Row, facts: Mapping[str, Any], known: Known) -> tuple[Person | None, tuple[str, str] | None]:
    if row.ref in known.by_ref:
        return known.by_ref[row.ref], None
    same = known.with_number(facts)
    if same is not None or known.has_left(facts):
        return same, (None if same is not None else ("id_number", ASK_SUPERIOR))
    if row.ref == NOBODY_YET:
        return None, None
    surely = _surely(facts, known)
    if why := why_whom(len(surely), len(_by_name(facts, known))):
        return None, ("name", why)
    return (surely[0] if surely else None), None


def candidates_for(facts: Mapping[str, Any], known: Known) -> list[Person]:
    """Whom a row may mean: by telephone and name, else by name, birth and branch, else by name and branch alone.

    Of guests those at their host.
    """
    if has_come(facts):
        return guests_meant(facts, known.guests)
    return _surely(facts, known) or _by_name(facts, known)


def _surely(facts: Mapping[str, Any], known: Known) -> list[Person]:
    return _not_another(_by_phone(facts, known), facts) or _not_another(_by_birth(facts, known), facts)


def _not_another(candidates: Sequence[Person], facts: Mapping[str, Any]) -> list[Person]:
    """A row with a number of its own is nobody who has one already."""
    return [person for person in candidates if not (facts.get("id_number") and person.id_number)]


def _by_phone(facts: Mapping[str, Any], known: Known) -> list[Person]:
    if not facts.get("phone"):
        return []
    indexes = known.indexes.get(("phone", facts["phone"]), [])
    name = facts.get("name", "")
    return [person for index in indexes for person in known.by_phone.get((index, name), {}).values()]


def _by_birth(facts: Mapping[str, Any], known: Known) -> list[Person]:
    birth, home = facts.get("birth", ""), known.branches.get(facts.get("branch", ""))
    if not birth:
        return []
    return [
        person
        for person in known.by_name.get(facts.get("name", ""), {}).values()
        if person.home_id == home and person.birth and _overlap(person.birth, birth)
    ]


def _by_name(facts: Mapping[str, Any], known: Known) -> list[Person]:
    """Who bears that name in that branch, and nothing on the row speaks against him."""
    home = known.branches.get(facts.get("branch", ""))
    return [
        person
        for person in known.by_name.get(facts.get("name", ""), {}).values()
        if person.home_id == home
        and may_be(facts, sex=person.sex, birth=person.birth, has_number=bool(person.id_number))
    ]


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _differs(person: Person, facts: Mapping[str, Any], known: Known) -> bool:
    if changed_fields(facts, known_facts(person)):
        return True
    home = known.branches.get(facts.get("branch", ""))
    if home is not None and home != person.home_id:
        return True
    return any(
        target.news(target.told(facts), story.get(person.pk, {}))
        for target, story in zip(targets(), known.stories, strict=True)
    )


def known_facts(person: Person) -> dict[str, Any]:
    """What the house knows of a person, in the plain values of a roster."""
    told = {name: getattr(person, COLUMNS.get(name, name)) for name in PERSON_FIELDS}
    told["category"] = CATEGORY_WORDS.get(told["category"], told["category"])
    return {name: value.open() if isinstance(value, Sealed) else value for name, value in told.items()}
