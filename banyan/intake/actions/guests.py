"""Rows of an inflow list become stays at the importing host (A-06; story.md, Who confirms a check-in, c)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from banyan.audit.record import remember
from banyan.intake.models import StagedRow
from banyan.intake.permissions import RECEIVE_GUESTS
from banyan.intake.queries.guests import (
    arrival_at,
    changed_arrival,
    changed_guest_fields,
    guest_columns,
    members_told,
    open_stays_of,
)
from banyan.intake.targets import Guest, targets
from banyan.orgs.actions import record_outside_homes
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.actions import correct_arrival, store_facts, take_back_stay, welcome_many, write_facts
from banyan.people.actions.guests import arrival_of, stay_of
from banyan.people.models import Arrival, Membership, Person
from banyan.people.rules.arrivals import arrival_facts, home_named

Facts = Mapping[str, Any]


def take_guests(
    told: Iterable[tuple[StagedRow, Facts]],
    homes: Mapping[str, Organisation],
    org: Organisation,
    *,
    by: Viewer,
) -> list[Guest]:
    """Whoever came is written down at his host: a member of our tree checks in, a stranger gets a light record.

    Rows at a host where `by` may not receive guests wait in the batch. A member of our tree whom the importer
    does not keep is found here and named to nobody (T7).
    """
    listed = [(row, facts, homes.get(facts.get("branch", ""), org)) for row, facts in told]
    guests = _guests([each for each in listed if by.may(RECEIVE_GUESTS, each[2])])
    for target in targets():
        target.welcome([guest for guest in guests if not guest.is_new], by=by)
    stays = open_stays_of([guest.person for guest in guests if not guest.is_new], org)
    here = [(guest, stays.get((guest.person.pk, guest.host.pk))) for guest in guests]
    for guest, stay in here:
        if stay is not None and (arrival := arrival_at(stay)) is not None:
            _correct(guest, arrival, by=by)
    _welcome([each for each in here if each[1] is None or arrival_at(each[1]) is None], by=by)
    return guests


def _guests(listed: Sequence[tuple[StagedRow, Facts, Organisation]]) -> list[Guest]:
    unknown = [(row.pk, facts) for row, facts, _host in listed if row.person is None]
    found = members_told([facts for _row, facts in unknown])
    elsewhere = {unknown[at][0]: person for at, person in found.items()}
    guests = []
    for row, facts, host in listed:
        person = row.person or elsewhere.get(row.pk)
        guests.append(Guest(row, facts, person or Person(), host, is_new=person is None))
    return guests


def _correct(guest: Guest, arrival: Arrival, *, by: Viewer) -> None:
    """What a newer list says of the stay, and of the person when his record is a light one."""
    person, facts = guest.person, guest.facts
    told = arrival_facts(facts)
    fresh = {name: told[name] for name in changed_arrival(arrival, facts)}
    former = correct_arrival(arrival, fresh, by=by)
    if former:
        guest.before["arrival"] = {"ref": str(arrival.ref), "former": former}
    changed = changed_guest_fields(person, facts) if person.home.is_outside else []
    if changed:
        guest.before |= {name: _plain(getattr(person, name)) for name in changed}
        told = guest_columns(facts)
        store_facts(person, write_facts(person, {name: told[name] for name in changed}))
        remember(by, "person.corrected", person, org=guest.host, subject=person.ref, fields=changed)


def _plain(value: Any) -> Any:
    return value.open() if hasattr(value, "open") else value


def _welcome(here: Sequence[tuple[Guest, Membership | None]], *, by: Viewer) -> None:
    homes = record_outside_homes({_home_key(guest) for guest, _stay in here if guest.is_new}, by=by)
    arrivals = []
    for guest, stay in here:
        if guest.is_new:
            guest.person.home = homes[_home_key(guest)]
            write_facts(guest.person, guest_columns(guest.facts))
        opened = stay or stay_of(guest.person, guest.host, guest.facts.get("arrived_on", ""))
        arrival = arrival_of(opened, arrival_facts(guest.facts))
        arrivals.append(arrival)
        guest.before["stay_opened" if stay is None else "arrival_noted"] = str(
            opened.ref if stay is None else arrival.ref
        )
    welcome_many(arrivals, by=by)


def _home_key(guest: Guest) -> tuple[str, str]:
    return home_named(guest.facts), (guest.facts.get("origin") or {}).get("code", "")


def take_back_guest(row: StagedRow, *, by: Viewer) -> list[str]:
    """Undo one row of an inflow list; returns the fields that stay as somebody changed them since (R-I3).

    An empty name: the person as such stays, for life has gone on.
    """
    former, person = row.former(), row.person
    if person is None:
        return []
    if row.is_made and any(target.has_more(person) for target in targets()):
        return [""]
    kept = [name for target in targets() for name in target.put_back(person, former, by=by)]
    kept += [] if _stay_back(person, former, row, by=by) else ["arrived_on"]
    return list(dict.fromkeys([*kept, *_arrival_back(former, row, by=by)]))


def _stay_back(person: Person, former: Mapping[str, Any], row: StagedRow, *, by: Viewer) -> bool:
    if "arrival_noted" in former:
        Arrival.objects.filter(ref=str(former["arrival_noted"])).delete()
    if "stay_opened" not in former:
        return True
    opened = Membership.objects.filter(ref=str(former["stay_opened"]), person=person)
    stay = opened.select_related("person__home", "org").first()
    if stay is None:
        return True
    if stay.until_day is not None:
        return False
    return take_back_stay(stay, by=by, was_stranger=row.is_made)


def _arrival_back(former: Mapping[str, Any], row: StagedRow, *, by: Viewer) -> list[str]:
    kept = former.get("arrival")
    person, facts = row.person, row.reading()["facts"]
    written = guest_columns(facts)
    mine = [name for name in written if name in former]
    untouched = [
        name for name in mine if person is not None and _plain(getattr(person, name)) == written[name]
    ]
    if person is not None and untouched:
        store_facts(person, write_facts(person, {name: former[name] for name in untouched}))
        remember(by, "person.corrected", person, org=row.batch.org, subject=person.ref, fields=untouched)
    since = [name for name in mine if name not in untouched]
    if not kept:
        return since
    arrival = Arrival.objects.filter(ref=kept["ref"]).select_related("stay__person", "stay__org").first()
    told = arrival_facts(facts)
    if arrival is None or any(_plain(getattr(arrival, name)) != told[name] for name in kept["former"]):
        return [*since, "arrived_on"]
    correct_arrival(arrival, kept["former"], by=by)
    return since
