"""The people of the report tests, away from home."""

from datetime import date
from typing import Any

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.report import send_report
from banyan.journeys.models import Journey, Report
from banyan.journeys.rules.report import Told
from banyan.orgs.viewers import Viewer
from banyan.people.actions import open_stay
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.periods import Period

GUANGZHOU = {"departed_on": "2026-03", "place_words": "广东省广州市天河区"}


def away(person: Person, *, by: Viewer, **facts: Any) -> Journey:
    """The person works in Guangzhou since the spring of 2026."""
    return record_departure(person, {**GUANGZHOU, **facts}, by=by)


def member_away(cast: Cast) -> Journey:
    return away(cast.member, by=cast.secretary)


def all_away(cast: Cast) -> dict[str, Journey]:
    """Everybody of 汝城县, by name."""
    people = [cast.member, cast.second_member, cast.third_member]
    found = {person.name: away(person, by=cast.secretary) for person in people}
    found[cast.baonan_member.name] = away(cast.baonan_member, by=cast.baonan_secretary)
    return found


def reported(journey: Journey, told: Told | None = None, period: Period | None = None) -> Report:
    """The member has reported for himself."""
    member = viewer_of(journey.person)
    return send_report(journey, told or Told(), by=member, period=period or Period.of(today()))


def hosted(cast: Cast, person: Person, from_day: date = date(2026, 4, 1)) -> None:
    """The floating branch in Guangzhou receives him."""
    open_stay(person, cast.floating, by=cast.floating_secretary, from_day=from_day)
