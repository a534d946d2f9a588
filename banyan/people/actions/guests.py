"""People who came from elsewhere: their stay at a host, what the host's list says of it, and its undoing (A-06)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from banyan.audit.record import Actor, act, remember
from banyan.orgs.actions import forget_outside_orgs
from banyan.orgs.models import Organisation
from banyan.people.actions.roll import home_membership, mark_contested
from banyan.people.models import Arrival, Membership, Person
from banyan.people.states import MembershipKind
from banyan.shared.bulk import insert_many
from banyan.shared.clock import today
from banyan.shared.dates import earliest_day


def arrival_of(stay: Membership, told: Mapping[str, Any]) -> Arrival:
    """What was told of a stay (not stored yet)."""
    arrival = Arrival(stay=stay)
    for name, value in told.items():
        setattr(arrival, name, value)
    return arrival


def stay_of(person: Person, host: Organisation, arrived_on: str) -> Membership:
    """A stay from the first day the told date can mean, never a day to come (not stored yet)."""
    from_day = min(earliest_day(arrived_on), today()) if arrived_on else today()
    return Membership(person=person, org=host, kind=MembershipKind.HOST, from_day=from_day)


@act
def welcome_many(arrivals: Sequence[Arrival], *, by: Actor) -> None:
    """Store guests at their hosts, many at once: light records of those nobody knew, their homes, stays and arrivals.

    A person or a stay that is stored already is left as it is. Audited as guest.received, at the host.
    """
    stays = [arrival.stay for arrival in arrivals]
    strangers = [stay.person for stay in stays if stay.person._state.adding]
    mark_contested(strangers)
    insert_many(strangers)
    insert_many([home_membership(person, _since(stays, person)) for person in strangers])
    insert_many([stay for stay in stays if stay._state.adding])
    insert_many(arrivals)
    for stay in stays:
        remember(by, "guest.received", stay.person, org=stay.org, subject=stay.person.ref)


def _since(stays: Sequence[Membership], person: Person) -> date:
    return min(stay.from_day for stay in stays if stay.person is person)


@act
def correct_arrival(arrival: Arrival, told: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """Write what a newer list says of a stay; returns what the changed columns held before."""
    changed = {
        name: former for name, former in arrival_values(arrival).items() if _differs(told, name, former)
    }
    for name in changed:
        setattr(arrival, name, told[name])
    if changed:
        arrival.save(update_fields=list(changed))
        stay = arrival.stay
        remember(
            by, "guest.corrected", stay.person, org=stay.org, subject=stay.person.ref, fields=list(changed)
        )
    return changed


def _differs(told: Mapping[str, Any], name: str, former: Any) -> bool:
    return name in told and told[name] != former


def arrival_values(arrival: Arrival) -> dict[str, Any]:
    """The columns of an arrival in plain values."""
    return {
        "arrived_on": arrival.arrived_on, "departed_on": arrival.departed_on, "origin_id": arrival.origin_id,
        "origin_words": arrival.origin_words, "home_words": arrival.home_words, "place": arrival.place.open(),
        "phone": arrival.phone.open(), "employer": arrival.employer, "occupation": arrival.occupation,
        "reason": arrival.reason, "has_certificate": arrival.has_certificate, "note": arrival.note.open(),
    }  # fmt: skip


@act
def take_back_stay(stay: Membership, *, by: Actor, was_stranger: bool) -> bool:
    """Take back a stay an import opened, with the light record it made; False when life has gone on since (R-I3).

    A home outside the tree that nobody belongs to any longer goes too. Audited as guest.taken_back.
    """
    person = stay.person
    goes = was_stranger and _is_only_here(person, stay)
    if was_stranger and not goes:
        return False
    remember(by, "guest.taken_back", person, org=stay.org, subject=person.ref)
    stay.delete()
    if goes:
        home = person.home
        person.delete()
        forget_outside_orgs([home], by=by)
    return True


def _is_only_here(person: Person, stay: Membership) -> bool:
    """Has nobody touched the light record, and is he nobody else's guest?"""
    others = Membership.objects.filter(person=person, kind=MembershipKind.HOST).exclude(pk=stay.pk)
    return person.version == 1 and not person.account_id and person.home.is_outside and not others.exists()
