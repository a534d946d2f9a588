"""What an accepted roster's row does to a journey: a departure, a dated change of place, or a correction (A-02)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.audit.record import act, remember
from banyan.intake.targets import Guest, Line
from banyan.journeys.actions.arrival import receive_member, take_back_confirmation
from banyan.journeys.actions.departure import (
    change_place,
    close_journey,
    correct_departure,
    end_journey,
    new_journey,
    resume_journey,
)
from banyan.journeys.models import CheckIn, Journey, Stop
from banyan.journeys.queries.arrival import check_in_of
from banyan.journeys.queries.journey import open_journey_of
from banyan.journeys.queries.roster import has_gone_on, journeys_as_told, lost_journeys, present_stops
from banyan.journeys.rules.roster import (
    as_stored,
    is_elsewhere,
    is_over,
    journey_facts,
    keeps_region,
    lost_on,
    moved_on,
    news,
)
from banyan.journeys.states import CheckInStatus, Ending, JourneyStatus
from banyan.orgs.models import Region
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.bulk import insert_many
from banyan.shared.clock import today
from banyan.shared.dates import earliest_day

# Columns of a journey and its place that a roster calls otherwise.
ROSTER_NAMES = {
    "leave_reason": "reason",
    "region": "destination",
    "place_words": "destination",
    "occupation_words": "occupation",
    "host_name": "host_organisation",
}


@act
def take_lines(lines: Sequence[Line], *, by: Viewer) -> None:
    """New journeys in bulk; for somebody already away a dated change of place or a correction.

    Whom the roster calls lost is away no longer: his journey ends that day as lost contact; found again, it goes on.
    """
    regions = _regions(lines)
    known = [line.person for line in lines if not line.is_new]
    _resume_found(lines, lost_journeys(known), by=by)
    here = {stop.journey.person_id: stop for stop in present_stops(known)}
    stories = journeys_as_told([stop.journey.person for stop in here.values()]) if here else {}
    lost = lost_journeys(known)
    fresh = [
        line
        for line in lines
        if line.facts.get("departed_on") and line.person.pk not in here and line.person.pk not in lost
    ]
    _start_many(_not_over(fresh), regions, by=by)
    for line in lines:
        if line.person.pk in here:
            _update(line, here[line.person.pk], stories[line.person.pk], regions, by=by)


def _not_over(lines: Sequence[Line]) -> list[Line]:
    """Without those whose departure is of a journey that ended: an older list begins nothing again."""
    known = [line.person for line in lines if not line.is_new]
    stories = journeys_as_told(known) if known else {}
    return [line for line in lines if not is_over(line.facts, stories.get(line.person.pk, {}))]


def _resume_found(lines: Sequence[Line], lost: Mapping[int, Journey], *, by: Viewer) -> None:
    """Who is not lost, or of whom a roster tells something new, is away as before."""
    known = journeys_as_told([line.person for line in lines if line.person.pk in lost]) if lost else {}
    for line in lines:
        journey = lost.get(line.person.pk)
        if journey is not None and _is_found(line, known[line.person.pk]):
            line.before["journey_resumed"] = {"ref": str(journey.ref), "ended_on": journey.ended_on}
            resume_journey(journey, by=by)


def _is_found(line: Line, known: Mapping[str, Any]) -> bool:
    return line.facts.get("lost") is False or bool(news(as_stored(line.facts), known))


@act
def welcome_members(guests: Sequence[Guest], *, by: Viewer) -> None:
    """Members of our tree whom their host's list names: who is away checks in there at once (story.md, c).

    Of whoever nobody recorded as away the home secretary is asked, as when he stands at the door.
    """
    for guest in guests:
        if guest.person.home.is_outside:
            continue
        check_in = receive_member(guest.person, guest.host, by=by, phone=guest.facts.get("phone", ""))
        if check_in is not None:
            guest.before["check_in"] = str(check_in.ref)


@act
def leave_by_decision(person: Person, *, by: Viewer, is_mistake: bool) -> None:
    """A superior decided where a member belongs (T7): his journey here ends, as transferred or as a mistake."""
    journey = open_journey_of(person)
    if journey is not None:
        close_journey(journey, by=by, ending=Ending.MISTAKE if is_mistake else Ending.TRANSFERRED)


@act
def put_back(person: Person, before: Mapping[str, Any], *, by: Viewer) -> list[str]:
    """Take back a journey begun, a place changed or facts corrected; returns the fields changed since (R-I3)."""
    if "journey_lost" in before and not _unlose(person, str(before["journey_lost"]), by=by):
        return ["lost"]
    if "journey_resumed" in before:
        return [] if _lose_again(person, before["journey_resumed"], by=by) else ["lost"]
    if "check_in" in before:
        return [] if _unreceive(person, str(before["check_in"]), by=by) else ["arrived_on"]
    if "journey_begun" in before:
        return [] if _unbegin(person, str(before["journey_begun"]), by=by) else ["departed_on"]
    if "stop_opened" in before and not _unmove(person, str(before["stop_opened"]), by=by):
        return ["destination"]
    former = before.get("journey")
    return _uncorrect(person, former, by=by) if former else []


def _regions(lines: Sequence[Line]) -> Mapping[str, Region]:
    codes = {line.facts["destination"]["code"] for line in lines if line.facts.get("destination")}
    return {region.pk: region for region in Region.objects.filter(pk__in=codes)}


def _start_many(lines: Sequence[Line], regions: Mapping[str, Region], *, by: Viewer) -> None:
    pairs = [new_journey(line.person, journey_facts(line.facts, regions)) for line in lines]
    day = today()
    for line, (journey, stop) in zip(lines, pairs, strict=True):
        is_gone = earliest_day(journey.departed_on) <= day
        journey.status = JourneyStatus.AWAY if is_gone else JourneyStatus.PLANNED
        journey.started_by = by.audit_label[:60]
        if is_gone and (ended_on := lost_on(line.facts, day)):
            journey.status, journey.ending, journey.ended_on = (
                JourneyStatus.ENDED,
                Ending.LOST_CONTACT,
                ended_on,
            )
            stop.until_day = ended_on
    insert_many([journey for journey, _stop in pairs])
    insert_many([stop for _journey, stop in pairs])
    for line, (journey, _stop) in zip(lines, pairs, strict=True):
        line.before["journey_begun"] = str(journey.ref)
        act_name = "journey.planned" if journey.status == JourneyStatus.PLANNED else "journey.departed"
        remember(by, act_name, journey, org=journey.org, subject=line.person.ref)
        if journey.status == JourneyStatus.ENDED:
            remember(by, "journey.ended", journey, org=journey.org, subject=line.person.ref)


def _update(
    line: Line, stop: Stop, known: Mapping[str, Any], regions: Mapping[str, Region], *, by: Viewer
) -> None:
    """In another city from the month told on, else from today; else what is news of journey and place is corrected."""
    if is_over(line.facts, known):
        return
    told = as_stored({name: value for name, value in line.facts.items() if name != "lost"})
    fresh = {name: told[name] for name in news(told, known)}
    if stop.journey.status == JourneyStatus.AWAY and is_elsewhere(told, known):
        _correct(line, stop, {"departed_on": fresh.get("departed_on")}, by=by)
        place = journey_facts(told, regions) | {"departed_on": None}
        from_day = moved_on(told, known, today())
        opened = change_place(stop.journey, place, by=by, from_day=from_day)
        line.before["stop_opened"] = str(opened.ref)
    else:
        facts = journey_facts(fresh, regions)
        if "destination" in fresh and keeps_region(told, known):
            facts.pop("region", None)
        _correct(line, stop, facts, by=by)
    _lose(line, stop.journey, by=by)


def _correct(line: Line, stop: Stop, facts: Mapping[str, Any], *, by: Viewer) -> None:
    told = {name: value for name, value in facts.items() if value is not None}
    former = _facts_now(stop.journey, stop)
    changed = correct_departure(stop.journey, told, by=by) if told else []
    if changed:
        written = {name: _plain(told[name]) for name in changed if name in told}
        line.before["journey"] = {"former": former, "told": written, "ref": str(stop.journey.ref)}


def _facts_now(journey: Journey, stop: Stop) -> dict[str, Any]:
    return {
        "departed_on": journey.departed_on, "leave_reason": journey.leave_reason,
        "has_certificate": journey.has_certificate, "region": stop.region_id or "",
        "place_words": stop.place_words, "employer": stop.employer, "occupation": stop.occupation,
        "occupation_words": stop.occupation_words, "arrived_on": stop.arrived_on, "host_name": stop.host_name,
        "host_head": stop.host_head, "host_phone": stop.host_phone.open(),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Region) else value


def _lose(line: Line, journey: Journey, *, by: Viewer) -> None:
    """Contact is lost: away no longer, from the day the roster says, else from today (story.md, States)."""
    ended_on = lost_on({"departed_on": journey.departed_on, **line.facts}, today())
    if ended_on is not None and journey.status == JourneyStatus.AWAY:
        end_journey(journey, by=by, ending=Ending.LOST_CONTACT, ended_on=ended_on)
        line.before["journey_lost"] = str(journey.ref)


def _unbegin(person: Person, ref: str, *, by: Viewer) -> bool:
    journey = Journey.objects.filter(person=person, ref=ref).first()
    if journey is None:
        return True
    is_over = journey.status == JourneyStatus.ENDED and journey.ending != Ending.LOST_CONTACT
    if is_over or has_gone_on(person):
        return False
    remember(by, "journey.taken_off", journey, org=journey.org, subject=person.ref)
    journey.delete()
    return True


def _unreceive(person: Person, ref: str, *, by: Viewer) -> bool:
    check_in = check_in_of(person, ref)
    if check_in is None or check_in.status != CheckInStatus.CONFIRMED:
        return False
    take_back_confirmation(check_in, by=by, reason=str(_("撤销导入")))
    return True


def _unlose(person: Person, ref: str, *, by: Viewer) -> bool:
    journey = Journey.objects.filter(person=person, ref=ref).select_related("person", "org").first()
    if journey is None or journey.ending != Ending.LOST_CONTACT:
        return False
    resume_journey(journey, by=by)
    return True


def _lose_again(person: Person, kept: Mapping[str, Any], *, by: Viewer) -> bool:
    journey = Journey.objects.filter(person=person, ref=kept["ref"]).select_related("person", "org").first()
    if journey is None or journey.status != JourneyStatus.AWAY:
        return False
    end_journey(journey, by=by, ending=Ending.LOST_CONTACT, ended_on=date.fromisoformat(kept["ended_on"]))
    return True


def _unmove(person: Person, ref: str, *, by: Viewer) -> bool:
    opened = (
        Stop.objects.filter(journey__person=person, ref=ref, until_day=None).select_related("journey").first()
    )
    if opened is None or CheckIn.objects.filter(stop=opened).exists():
        return False
    journey = opened.journey
    opened.delete()
    former = Stop.objects.filter(journey=journey).order_by("-from_day", "-pk").first()
    if former is not None:
        former.until_day = None
        former.save(update_fields=["until_day"])
    remember(by, "journey.moved", journey, org=journey.org, subject=person.ref, fields=["stop"])
    return True


def _uncorrect(person: Person, kept: Mapping[str, Any], *, by: Viewer) -> list[str]:
    """What the roster wrote and nobody changed since is as before; returns the rest, by the roster's names."""
    journey = Journey.objects.filter(person=person, ref=kept["ref"]).select_related("person", "org").first()
    former, told = dict(kept["former"]), kept.get("told", {})
    stop = next(iter(present_stops([person])), None)
    if journey is None or stop is None or stop.journey_id != journey.pk:
        return sorted({ROSTER_NAMES.get(name, name) for name in told or former})
    standing = _facts_now(journey, stop)
    since = [name for name in told if standing[name] != told[name]]
    back = {name: former[name] for name in told or former if name not in since}
    code = back.pop("region", "")
    region = Region.objects.filter(pk=code).first()
    correct_departure(journey, back | ({"region": region} if region else {}), by=by)
    return sorted({ROSTER_NAMES.get(name, name) for name in since})
