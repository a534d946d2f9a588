"""A member's home: am I all right with home, and what next?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from banyan.journeys.queries.journey import JourneyRow, open_journey_of, region_words, row_of
from banyan.journeys.queries.receipt import present_receipt_of, timeline_of
from banyan.journeys.queries.report import Asked, asked_of, own_reports
from banyan.journeys.rules.receipt import Step
from banyan.journeys.rules.standing import months_away
from banyan.orgs.models import Organisation
from banyan.orgs.queries import officers_of
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer
from banyan.people.queries import hosts_of, person_of
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.tasks.models import Task
from banyan.tasks.queries import tasks_open_to

SECRETARIES = (OfficeName.BRANCH_SECRETARY, OfficeName.FLOATING_SECRETARY)
SOON_DAYS = 7


@dataclass(frozen=True)
class House:
    """One of the two homes: the organisation, who answers there, and the number it gave for being called."""

    name: str
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Word:
    """The last thing home said in answer to a report."""

    text: str
    sender: str
    at: date


@dataclass(frozen=True)
class Due:
    """What is asked of a member now, and how many days are left (negative once the day has passed)."""

    asked: Asked
    days_left: int

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days_left <= SOON_DAYS


@dataclass(frozen=True)
class MemberHome:
    """Everything the page asks for; what a member does not have is None or empty."""

    home: House | None = None
    host: House | None = None
    city: str = ""
    months: int = 0
    row: JourneyRow | None = None
    due: Due | None = None
    steps: Sequence[Step] = ()
    tasks: Sequence[Task] = ()
    word: Word | None = None


def member_home(viewer: Viewer) -> MemberHome | None:
    """The whole page for a viewer who is a member; None for an account without a person."""
    person = person_of(viewer)
    if person is None:
        return None
    journey = open_journey_of(person)
    if journey is None:
        return MemberHome(
            home=house_of(person.home), tasks=tasks_open_to(viewer), word=word_from_home(viewer)
        )
    row, receipt = row_of(journey), present_receipt_of(journey)
    return MemberHome(
        home=house_of(person.home),
        host=host_house(row),
        city=row.stop.place_words or region_words(row.stop.region) if row.stop else "",
        months=months_away(journey.departed_on, None, today()),
        row=row,
        due=due_of(viewer),
        steps=timeline_of(receipt) if receipt else (),
        tasks=tasks_open_to(viewer),
        word=word_from_home(viewer),
    )


def due_of(viewer: Viewer) -> Due | None:
    """The report asked of the viewer himself, be he an officer or not; None for who is not away."""
    asked = asked_of(viewer)
    return Due(asked, (asked.due_on - today()).days) if asked else None


def house_of(org: Organisation) -> House:
    """An organisation with its head, else whoever holds the secretary's office today."""
    contact = org.head_name
    if not contact:
        contact = _("、").join(officer.label for officer in officers_of(org, SECRETARIES)[:2])
    return House(org.name, contact, org.head_phone.open())


def host_house(row: JourneyRow) -> House | None:
    """Where he takes part: the host that confirmed, else an organisation where a stay lasts today."""
    if row.check_in is not None:
        return house_of(row.check_in.host)
    stays = list(hosts_of(row.journey.person, today())[:1])
    return house_of(stays[0].org) if stays else None


def word_from_home(viewer: Viewer) -> Word | None:
    """What the secretary wrote under the newest report that was read, else that it was read."""
    answered = next((report for report in own_reports(viewer) if report.read_at), None)
    if answered is None or answered.read_at is None:
        return None
    read = _("%(name)s已经看过您%(period)s的报告。")
    facts = {"name": answered.read_by or answered.org.name, "period": Period.parse(answered.period).words}
    text = answered.follow_up or read % facts
    # Whoever read it may be the township's: the branch's name beside his would be wrong.
    return Word(text, answered.read_by or answered.org.name, localdate(answered.read_at))
