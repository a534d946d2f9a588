"""Who a row of an inflow list is: a guest or a member of the importer's own; of others it says nothing (T7)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from banyan.intake.reading.results import Verdict
from banyan.intake.rules import GUEST_FIELDS, changed_fields, may_be, person_columns, why_whom
from banyan.orgs.models import Organisation
from banyan.orgs.queries import subtree_of
from banyan.orgs.viewers import below
from banyan.people.models import Arrival, Membership, Person
from banyan.people.rules.arrivals import arrival_facts
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.fields import keyring

CHUNK = 800
AT_HOME = "这名党员的组织关系就在这个支部，请核对流入还是流出"

Facts = Mapping[str, Any]


@dataclass
class Guests:
    """The people an inflow list may mean, among those the importer keeps or hosts; `stays`: by person and host."""

    hosts: Mapping[str, int]
    at: int
    by_id: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], dict[int, Person]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[str, dict[int, Person]] = field(default_factory=lambda: defaultdict(dict))
    by_ref: dict[str, Person] = field(default_factory=dict)
    stays: dict[tuple[int, int], Membership] = field(default_factory=dict)

    def host_of(self, facts: Facts) -> int:
        """Where he takes part: at the branch the row names, else where the list is imported."""
        return self.hosts.get(facts.get("branch", ""), self.at)


def open_stays_at(org: Organisation) -> "QuerySet[Membership]":
    """Stays that are not over, at the organisation or below."""
    return Membership.objects.filter(below(org.path), kind=MembershipKind.HOST, until_day=None)


def open_stays_of(people: Sequence[Person], org: Organisation) -> dict[tuple[int, int], Membership]:
    """The stays of these people there or below, with what was written of them: by person and host."""
    stays = open_stays_at(org).select_related("arrival")
    found = _in_chunks(stays, "person", [person.pk for person in people])
    return {(stay.person_id, stay.org_id): stay for stay in found}


def guests_known_to(org: Organisation, told: Sequence[Facts], refs: Iterable[UUID] = ()) -> Guests:
    """Everybody of the importer's own whom a row may be, in a few queries whatever the length of the list."""
    known = Guests({str(ref): pk for ref, pk in subtree_of(org).values_list("ref", "pk")}, org.pk)
    here = Exists(open_stays_at(org).filter(person=OuterRef("pk")))
    people = Person.objects.filter(Q(here) | below(org.path, org="home"), ended_on=None).select_related(
        "home"
    )
    for name in ("claimed_index", "id_number_index"):
        for person in _in_chunks(people, name, _indexes("id_number", told)):
            known.by_id[getattr(person, name)] = person
    for person in _in_chunks(people, "phone_index", _indexes("phone", told)):
        known.by_phone[person.phone_index or "", person.name][person.pk] = person
    for person in _in_chunks(people, "name", {facts["name"] for facts in told if facts.get("name")}):
        known.by_name[person.name][person.pk] = person
    for person in _in_chunks(people, "ref", refs):
        known.by_ref[person.ref.hex] = person
    for stay in _in_chunks(open_stays_at(org).select_related("arrival"), "person", _keys(known)):
        known.stays[stay.person_id, stay.org_id] = stay
    return known


def _indexes(name: str, told: Iterable[Facts]) -> set[str]:
    values = {facts[name] for facts in told if facts.get(name)}
    return {index for value in values for index in keyring().indexes(name, value)}


def _keys(known: Guests) -> set[int]:
    several = [*known.by_phone.values(), *known.by_name.values()]
    alone = chain(known.by_id.values(), known.by_ref.values())
    return {person.pk for person in alone} | {pk for some in several for pk in some}


def _in_chunks(found: "QuerySet[Any]", name: str, values: Iterable[Any]) -> Iterator[Any]:
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield from found.filter(Q(**{f"{name}__in": listed[start : start + CHUNK]}))


def match_guest(ref: str, facts: Facts, known: Guests) -> tuple[Verdict, Person | None, str]:
    """New, same, changed or a question with its reason: alike for strangers and for members of others (T7).

    `ref`: whom the officer chose among those the row may mean, or that it is none of them.
    """
    chosen = [known.by_ref[ref]] if ref in known.by_ref else []
    candidates = chosen if ref else _surely(facts, known)
    perhaps = [] if ref else _by_name(facts, known)
    if why := why_whom(len(candidates), len(perhaps)):
        return Verdict.QUESTION, None, why
    if not candidates:
        return Verdict.NEW, None, ""
    person, host = candidates[0], known.host_of(facts)
    if person.home_id == host:
        return Verdict.QUESTION, None, AT_HOME
    stay = known.stays.get((person.pk, host))
    is_same = stay is not None and not has_news(person, arrival_at(stay), facts)
    return (Verdict.SAME if is_same else Verdict.CHANGED), person, ""


def guests_meant(facts: Facts, known: Guests) -> list[Person]:
    """Whom a row may mean of those the importer keeps or hosts: those it names for sure, else by name and host."""
    return _surely(facts, known) or _by_name(facts, known)


def _surely(facts: Facts, known: Guests) -> list[Person]:
    numbers = keyring().indexes("id_number", facts["id_number"]) if facts.get("id_number") else []
    same = next((known.by_id[number] for number in numbers if number in known.by_id), None)
    if same is not None:
        return [same]
    return _not_another(_by_phone(facts, known), facts) or _not_another(_by_birth(facts, known), facts)


def _not_another(candidates: Iterable[Person], facts: Facts) -> list[Person]:
    """A row with a number of its own is nobody who has one already."""
    return [person for person in candidates if not (facts.get("id_number") and person.id_number)]


def _by_phone(facts: Facts, known: Guests) -> list[Person]:
    indexes = keyring().indexes("phone", facts["phone"]) if facts.get("phone") else []
    name = facts.get("name", "")
    return [person for index in indexes for person in known.by_phone.get((index, name), {}).values()]


def _by_birth(facts: Facts, known: Guests) -> list[Person]:
    birth, host = facts.get("birth", ""), known.host_of(facts)
    named = known.by_name.get(facts.get("name", ""), {}).values() if birth else ()
    return [
        person
        for person in named
        if (person.pk, host) in known.stays
        and person.birth
        and (person.birth.startswith(birth) or birth.startswith(person.birth))
    ]


def _by_name(facts: Facts, known: Guests) -> list[Person]:
    """Who bears that name at that host, and nothing on the row speaks against him."""
    host = known.host_of(facts)
    return [
        person
        for person in known.by_name.get(facts.get("name", ""), {}).values()
        if (person.pk, host) in known.stays
        and may_be(facts, sex=person.sex, birth=person.birth, has_number=bool(person.id_number))
    ]


def arrival_at(stay: Membership) -> Arrival | None:
    """What was written of a stay, if anything was."""
    return getattr(stay, "arrival", None)


def has_news(person: Person, arrival: Arrival | None, facts: Facts) -> bool:
    """Does the row say more of the stay, or of a light record, than the house knows?"""
    if any(arrival_facts(facts).values()) if arrival is None else changed_arrival(arrival, facts):
        return True
    return person.home.is_outside and bool(changed_guest_fields(person, facts))


def changed_guest_fields(person: Person, facts: Facts) -> list[str]:
    """What of a light record's own facts a row tells anew."""
    told = guest_columns(facts)
    return changed_fields(told, {name: _plain(getattr(person, name)) for name in told})


def guest_columns(facts: Facts) -> dict[str, Any]:
    """A row's facts by the columns of a light record."""
    return person_columns({name: facts[name] for name in GUEST_FIELDS if name in facts}, today())


def changed_arrival(arrival: Arrival, facts: Facts) -> list[str]:
    """Columns of the arrival a row tells anew; a coarser date is nothing new."""
    told = arrival_facts(facts)
    return changed_fields(told, {name: _plain(getattr(arrival, name)) for name in told})


def _plain(value: Any) -> Any:
    return value.open() if hasattr(value, "open") else value


def members_told(told: Sequence[Facts]) -> dict[int, Person]:
    """For an act of a host alone (T7): by the place in the list, whom of the whole house a row names for sure.

    By id number and name, else telephone and name where one alone fits; people of light records among them.
    """
    by_id: dict[tuple[str, str], Person] = {}
    by_phone: dict[tuple[str, str], list[Person]] = defaultdict(list)
    everybody = Person.objects.filter(ended_on=None).select_related("home")
    for person in _in_chunks(everybody, "id_number_index", _indexes("id_number", told)):
        by_id[person.id_number_index or "", person.name] = person
    for person in _in_chunks(everybody, "phone_index", _indexes("phone", told)):
        by_phone[person.phone_index or "", person.name].append(person)
    found = {at: _member_told(facts, by_id, by_phone) for at, facts in enumerate(told)}
    return {at: person for at, person in found.items() if person is not None}


def _member_told(
    facts: Facts,
    by_id: Mapping[tuple[str, str], Person],
    by_phone: Mapping[tuple[str, str], Sequence[Person]],
) -> Person | None:
    name, number, phone = facts.get("name", ""), facts.get("id_number"), facts.get("phone")
    if number:
        found = [by_id.get((index, name)) for index in keyring().indexes("id_number", number)]
        if any(found):
            return next(filter(None, found))
    indexes = keyring().indexes("phone", phone) if phone else []
    several = [person for index in indexes for person in by_phone.get((index, name), ())]
    alone = _not_another(several, facts)
    return alone[0] if len(alone) == 1 else None
