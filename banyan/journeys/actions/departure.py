"""Departure, change of place and the end of a journey."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from banyan.audit.lifecycle import move
from banyan.audit.record import Actor, act, remember
from banyan.journeys.actions.receipt import carry_receipts
from banyan.journeys.messages import departure as messages
from banyan.journeys.models import CheckIn, Journey, Stop
from banyan.journeys.permissions import MANAGE_JOURNEYS, REPORT_OWN
from banyan.journeys.queries.arrival import is_own, last_stop_of, open_check_in_of, present_stop_of
from banyan.journeys.queries.journey import fingerprint, open_journey_of, region_words
from banyan.journeys.rules.departure import (
    ALREADY_AWAY,
    STALE,
    why_not_change_place,
    why_not_correct,
    why_not_dates,
    why_not_depart,
    why_not_end,
    why_not_move_departure,
    why_not_resume,
    why_not_start,
)
from banyan.journeys.states import Ending, JourneyStatus
from banyan.orgs.viewers import Viewer, require
from banyan.people.actions import close_stays, end_person, open_stays_again
from banyan.people.models import Person
from banyan.people.queries import hosts_of
from banyan.people.states import EndReason
from banyan.shared.bulk import new_row
from banyan.shared.clock import now, today
from banyan.shared.dates import earliest_day
from banyan.shared.errors import Refused, refuse_if

JOURNEY_FACTS = ("departed_on", "expected_until", "leave_reason", "has_certificate")
STOP_FACTS = (
    "region", "place_words", "address", "employer", "occupation", "occupation_words", "is_fixed",
    "arrived_on", "host_name", "host_head", "host_phone",
)  # fmt: skip
LEAVES_ROLL = {Ending.TRANSFERRED: EndReason.TRANSFERRED, Ending.DIED: EndReason.DIED}


@act
def record_departure(
    person: Person, facts: Mapping[str, Any], *, by: Viewer, is_planned: bool = False
) -> Journey:
    """Record that a member leaves home, or prepares to (A-02, B-06); audited as journey.planned, journey.departed.

    Facts are those of JOURNEY_FACTS and, for the first place, STOP_FACTS. The member hears of it once he is away.
    """
    require(by, MANAGE_JOURNEYS, at=person.home)
    refuse_if(
        why_not_start(is_current=person.is_current, has_open_journey=open_journey_of(person) is not None)
    )
    journey = start_journey(person, facts, by=by, is_planned=is_planned)
    if not is_planned:
        transaction.on_commit(partial(messages.departed, journey.pk))
    return journey


@act
def start_journey(
    person: Person, facts: Mapping[str, Any], *, by: Actor, is_planned: bool = False
) -> Journey:
    """Store a departure already permitted; rosters and the demonstration come here too. Tells nobody."""
    refuse_if(
        why_not_dates(
            facts.get("departed_on", ""), facts.get("expected_until"), today(), is_planned=is_planned
        )
    )
    journey, stop = new_journey(person, facts)
    journey.started_by = by.audit_label[:60]
    try:
        with transaction.atomic():
            journey.save(force_insert=True)
    except IntegrityError:
        raise Refused(ALREADY_AWAY) from None
    stop.save(force_insert=True)
    remember(by, "journey.planned", journey, org=journey.org, subject=person.ref)
    if not is_planned:
        move(journey, "depart", by=by, org=journey.org, subject=person.ref)
    return journey


def new_journey(person: Person, facts: Mapping[str, Any]) -> tuple[Journey, Stop]:
    """A journey with its first place, not stored."""
    told = {name: facts[name] for name in JOURNEY_FACTS if facts.get(name) is not None}
    journey = new_row(Journey, person=person, org=person.home, **told)
    return journey, new_stop(journey, facts, from_day=journey.departed_on)


def new_stop(journey: Journey, facts: Mapping[str, Any], *, from_day: str) -> Stop:
    """A place on a journey, not stored."""
    told = {name: facts[name] for name in STOP_FACTS if facts.get(name) is not None}
    stop = new_row(Stop, journey=journey, from_day=from_day, **told)
    if stop.region is not None and not stop.place_words:
        stop.place_words = region_words(stop.region)
    return stop


def write_stop(stop: Stop, facts: Mapping[str, Any]) -> list[str]:
    """Write the known facts of a place onto its row (not stored yet); returns the names of those that differ."""
    changed = []
    for name in STOP_FACTS:
        if name in facts and facts[name] is not None and _plain(getattr(stop, name)) != facts[name]:
            setattr(stop, name, facts[name])
            changed.append(name)
    if "region" in changed and not facts.get("place_words"):
        stop.place_words = region_words(stop.region)
        changed.append("place_words")
    return changed


def _plain(value: Any) -> Any:
    return value.open() if hasattr(value, "open") else value


@act
def depart(journey: Journey, *, by: Viewer, departed_on: str) -> None:
    """He who prepared to leave has left: the receipts issued for him travel with him; he hears of it."""
    require(by, MANAGE_JOURNEYS, at=journey.org)
    refuse_if(why_not_depart(journey.status))
    refuse_if(why_not_dates(departed_on, journey.expected_until, today(), is_planned=False))
    move(journey, "depart", by=by, org=journey.org, subject=journey.person.ref, departed_on=departed_on)
    Stop.objects.filter(journey=journey, until_day=None).update(from_day=departed_on)
    carry_receipts(journey, by=by)
    transaction.on_commit(partial(messages.departed, journey.pk))


@act
def correct_departure(
    journey: Journey, facts: Mapping[str, Any], *, by: Viewer, seen: str | None = None
) -> list[str]:
    """Correct facts of the journey and of its present place; returns the names of those that changed.

    `seen` is the fingerprint of what the corrector had before him: Refused("stale") when somebody was quicker
    (R-C5). Nobody is told; audited as journey.corrected with the names of the fields.
    """
    require(by, MANAGE_JOURNEYS, at=journey.org)
    journey = (
        Journey.objects.select_for_update(of=("self",)).select_related("person", "org").get(pk=journey.pk)
    )
    stop = present_stop_of(journey)
    refuse_if(why_not_correct(journey.status))
    if seen is not None and seen != fingerprint(journey, stop):
        raise Refused(STALE)
    departed_on = facts.get("departed_on") or journey.departed_on
    is_planned = journey.status == JourneyStatus.PLANNED
    refuse_if(why_not_dates(departed_on, _until(journey, facts), today(), is_planned=is_planned))
    changed = _correct_journey(journey, facts, departed_on)
    if stop is not None and (altered := write_stop(stop, facts)):
        stop.save(update_fields=altered)
        changed += altered
    if changed:
        remember(
            by, "journey.corrected", journey, org=journey.org, subject=journey.person.ref, fields=changed
        )
    return changed


def _until(journey: Journey, facts: Mapping[str, Any]) -> date | None:
    until: date | None = facts.get("expected_until", journey.expected_until)
    return until


def _correct_journey(journey: Journey, facts: Mapping[str, Any], departed_on: str) -> list[str]:
    """Journey facts are written whole: an empty expected return means that he no longer expects one."""
    changed = [name for name in JOURNEY_FACTS if name in facts and getattr(journey, name) != facts[name]]
    if "departed_on" in changed:
        _move_first_stop(journey, departed_on)
    for name in changed:
        setattr(journey, name, facts[name])
    if changed:
        journey.save(update_fields=changed)
    return changed


def _move_first_stop(journey: Journey, departed_on: str) -> None:
    first_two = list(Stop.objects.filter(journey=journey).order_by("from_day", "pk")[:2])
    refuse_if(why_not_move_departure(departed_on, first_two[1].from_day if len(first_two) > 1 else ""))
    Stop.objects.filter(pk=first_two[0].pk).update(from_day=departed_on)


@act
def change_place(journey: Journey, facts: Mapping[str, Any], *, by: Viewer, from_day: str) -> Stop:
    """From a day on the member stands elsewhere: a new stop, the former one closes that day.

    In another city the city's count begins anew (story.md, States). When he reports it himself his home
    secretary hears of it; audited as journey.moved. His stay at a host lasts until he checks in elsewhere.
    """
    is_member = is_own(by, journey.person)
    require(by, REPORT_OWN if is_member else MANAGE_JOURNEYS, at=None if is_member else journey.org)
    journey = (
        Journey.objects.select_for_update(of=("self",)).select_related("person", "org").get(pk=journey.pk)
    )
    former = present_stop_of(journey)
    since = former.from_day if former else journey.departed_on
    refuse_if(why_not_change_place(journey.status, from_day, since, today()))
    if former is not None:
        former.until_day = max(earliest_day(from_day), earliest_day(former.from_day))
        former.save(update_fields=["until_day"])
    stop = new_stop(journey, facts, from_day=from_day)
    stop.save(force_insert=True)
    remember(by, "journey.moved", journey, org=journey.org, subject=journey.person.ref, fields=["stop"])
    if is_member:
        transaction.on_commit(partial(messages.place_changed, journey.pk))
    return stop


@act
def end_journey(
    journey: Journey,
    *,
    by: Viewer,
    ending: str,
    ended_on: date,
    transfer_done_on: date | None = None,
) -> None:
    """End a journey: returned (B-11), transferred, lost contact, died, or entered by mistake.

    Closes the present place and the stays at hosts that day and withdraws a check-in still open. A transfer
    recorded as 已在全国系统办结, and a death, also end the membership. The hosts and the member hear of it.
    """
    require(by, MANAGE_JOURNEYS, at=journey.org)
    refuse_if(
        why_not_end(
            journey.status,
            ending,
            ended_on,
            departed_on=journey.departed_on,
            transfer_done_on=transfer_done_on,
            day=today(),
        )
    )
    done_on = transfer_done_on if ending == Ending.TRANSFERRED else None
    move(
        journey,
        "end",
        by=by,
        org=journey.org,
        subject=journey.person.ref,
        ending=Ending(ending),
        ended_on=ended_on,
        transfer_done_on=done_on,
    )
    hosts = [stay.org_id for stay in hosts_of(journey.person, today())]
    _close_everything(journey, by=by, day=ended_on)
    if ending in LEAVES_ROLL:
        end_person(journey.person, by=by, reason=LEAVES_ROLL[Ending(ending)], day=done_on or ended_on)
    transaction.on_commit(partial(messages.ended, journey.pk, hosts))


@act
def close_journey(journey: Journey, *, by: Viewer, ending: Ending) -> None:
    """End a journey today by a decision already permitted above it: transferred between branches, or a mistake."""
    day = max(today(), earliest_day(journey.departed_on))
    done_on = day if ending == Ending.TRANSFERRED else None
    move(
        journey,
        "end",
        by=by,
        org=journey.org,
        subject=journey.person.ref,
        ending=ending,
        ended_on=day,
        transfer_done_on=done_on,
    )
    _close_everything(journey, by=by, day=day)


@act
def resume_journey(journey: Journey, *, by: Viewer) -> None:
    """Go on with a journey that ended as lost contact: found again, or the roster that ended it was taken back.

    The place and the stays that closed that day are open again. Refused("moved_on") when it had not ended.
    """
    require(by, MANAGE_JOURNEYS, at=journey.org)
    refuse_if(why_not_resume(journey.ending, has_open_journey=open_journey_of(journey.person) is not None))
    day = journey.ended_on
    move(journey, "resume", by=by, org=journey.org, subject=journey.person.ref, ending="", ended_on=None)
    stop = last_stop_of(journey)
    if stop is not None and day is not None:
        stop.until_day = None
        stop.save(update_fields=["until_day"])
        open_stays_again(journey.person, by=by, day=day)


def _close_everything(journey: Journey, *, by: Viewer, day: date) -> None:
    stop = present_stop_of(journey)
    if stop is not None:
        stop.until_day = max(day, earliest_day(stop.from_day))
        stop.save(update_fields=["until_day"])
    check_in = open_check_in_of(journey)
    if check_in is not None:
        withdraw_open(check_in, by=by, at=now())
    close_stays(journey.person, by=by, until_day=day)


def withdraw_open(check_in: CheckIn, *, by: Actor, at: datetime) -> None:
    """A check-in that was still open falls away with the journey or before another one."""
    move(check_in, "withdraw", by=by, org=check_in.org, subject=check_in.journey.person.ref, withdrawn_at=at)
