"""Who a row is: by id number; else phone and name; else name, birth and branch; two candidates are a question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from banyan.intake.reading.results import Row, Verdict
from banyan.intake.rules import PERSON_FIELDS, changed_fields
from banyan.intake.targets import targets
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.viewers import below
from banyan.people.models import Person
from banyan.shared.fields import keyring

CHUNK = 800
ASK_SUPERIOR = "这个身份证号需要上级核对后才能导入，请把这名党员的情况报上一级党组织"
TWO_OF_A_NAME = "名单里有两个人都对得上，请补上身份证号"


@dataclass
class Known:
    """The people a roster may mean, found in a few queries whatever its length."""

    by_id: dict[str, Person] = field(default_factory=dict)
    by_ref: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    inside: set[int] = field(default_factory=set)
    branches: dict[str, int] = field(default_factory=dict)
    stories: list[Mapping[int, Mapping[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """What became of a row: whom it is, and which fields it would change."""

    verdict: Verdict
    person: Person | None = None
    field: str = ""
    why: str = ""


def known_to(org: Organisation, rows: Sequence[tuple[Row, Mapping[str, Any]]]) -> Known:
    """Everybody whom one of the rows may be."""
    known = Known(branches={str(ref): pk for ref, pk in subtree_of(org).values_list("ref", "pk")})
    current = Person.objects.filter(ended_on=None).select_related("home")
    inside = current.filter(below(org.path, org="home"))
    ids = [facts["id_number"] for _row, facts in rows if facts.get("id_number")]
    for person in _in_chunks(current, "id_number_index", _indexes("id_number", ids)):
        known.by_id[person.id_number_index or ""] = person
    phones = [facts["phone"] for _row, facts in rows if facts.get("phone")]
    for person in _in_chunks(inside, "phone_index", _indexes("phone", phones)):
        known.by_phone[person.phone_index or "", person.name].append(person)
    for person in _in_chunks(inside, "name", {facts["name"] for _row, facts in rows if "name" in facts}):
        known.by_name[person.name].append(person)
        known.inside.add(person.pk)
    for person in _in_chunks(inside, "ref", {UUID(row.ref) for row, _facts in rows if row.ref}):
        known.by_ref[person.ref.hex] = person
    _note_inside(known, org)
    return known


def _note_inside(known: Known, org: Organisation) -> None:
    met = [
        *known.by_id.values(),
        *known.by_ref.values(),
        *(p for some in known.by_phone.values() for p in some),
    ]
    known.inside |= {person.pk for person in met if person.home.path.startswith(org.path)}
    people = {person.pk: person for person in [*met, *(p for some in known.by_name.values() for p in some)]}
    known.stories = [target.known(people.values()) for target in targets()]


def _indexes(purpose: str, values: Iterable[str]) -> set[str]:
    return {index for value in set(values) for index in keyring().indexes(purpose, value)}


def _in_chunks(found: "QuerySet[Person]", name: str, values: Iterable[Any]) -> Iterator[Person]:
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield from found.filter(Q(**{f"{name}__in": listed[start : start + CHUNK]}))


def match_row(row: Row, facts: Mapping[str, Any], known: Known) -> Match:
    """New, same or changed; or a question where the house cannot tell."""
    person, ask = _whom(row, facts, known)
    if ask:
        return Match(Verdict.QUESTION, None, *ask)
    if person is None:
        return Match(Verdict.NEW)
    return Match(Verdict.CHANGED if _differs(person, facts, known) else Verdict.SAME, person)


def _whom(row: Row, facts: Mapping[str, Any], known: Known) -> tuple[Person | None, tuple[str, str] | None]:
    if row.ref in known.by_ref:
        return known.by_ref[row.ref], None
    id_number = facts.get("id_number", "")
    if id_number:
        same = next(
            (known.by_id[i] for i in keyring().indexes("id_number", id_number) if i in known.by_id), None
        )
        if same is not None:
            return (same, None) if same.pk in known.inside else (None, ("id_number", ASK_SUPERIOR))
    candidates = _by_phone(facts, known) or _by_birth(facts, known)
    if id_number:
        candidates = [person for person in candidates if not person.id_number_index]
    if len(candidates) > 1:
        return None, ("name", TWO_OF_A_NAME)
    return (candidates[0] if candidates else None), None


def _by_phone(facts: Mapping[str, Any], known: Known) -> list[Person]:
    if not facts.get("phone"):
        return []
    indexes = keyring().indexes("phone", facts["phone"])
    return [person for index in indexes for person in known.by_phone.get((index, facts.get("name", "")), [])]


def _by_birth(facts: Mapping[str, Any], known: Known) -> list[Person]:
    birth, home = facts.get("birth", ""), known.branches.get(facts.get("branch", ""))
    if not birth:
        return []
    return [
        person
        for person in known.by_name.get(facts.get("name", ""), [])
        if person.home_id == home and person.birth and _overlap(person.birth, birth)
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
        changed_fields(target.told(facts), story.get(person.pk, {}))
        for target, story in zip(targets(), known.stories, strict=True)
    )


def known_facts(person: Person) -> dict[str, Any]:
    """What the house knows of a person, in the plain values of a roster."""
    sealed = {name: getattr(person, name).open() for name in ("id_number", "phone", "note")}
    return {name: sealed[name] if name in sealed else getattr(person, name) for name in PERSON_FIELDS}
