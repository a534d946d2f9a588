"""People, journeys and what follows from them, laid out as rows and written in bulk: in `demo` alone, through
the same constructors as the actions, with one audit row a batch (story.md, Demonstration)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from banyan.demo.figures import Layout
from banyan.demo.invented import invent_birth, invent_id_number, invent_name, invent_phone
from banyan.demo.places import Places
from banyan.journeys.models import CheckIn, Journey, Receipt, Report, Stop
from banyan.journeys.states import (
    Channel,
    CheckInStatus,
    ConfirmedHow,
    JourneyStatus,
    LeaveReason,
    Matter,
    Occupation,
    ReceiptStatus,
)
from banyan.orgs.models import Organisation, Region
from banyan.people.actions import home_membership, write_facts
from banyan.people.models import Membership, Person
from banyan.people.states import Education, MembershipKind
from banyan.shared.periods import Period, day_in, midnight

ROWS_AT_ONCE = 2000
OCCUPATIONS = (Occupation.FACTORY, Occupation.BUILDING, Occupation.TRADE, Occupation.SERVICES,
               Occupation.TRANSPORT, Occupation.OFFICE, Occupation.RUNS_FIRM, Occupation.FAMILY)  # fmt: skip
OCCUPATION_WEIGHTS = (38, 16, 12, 13, 9, 6, 4, 2)
EMPLOYERS = ("电子厂", "制衣厂", "五金厂", "建筑队", "物流公司", "餐饮店", "家具厂", "玩具厂", "自营门店")
EMPLOYER_NAMES = ("远成", "同乐", "新禾", "大岭", "明湖", "顺水", "长桥", "金穗", "百川", "南岸")
SCHOOLS = (Education.JUNIOR_HIGH, Education.SENIOR_HIGH, Education.SECONDARY_TECHNICAL, Education.COLLEGE,
           Education.BACHELOR, Education.PRIMARY, Education.POSTGRADUATE)  # fmt: skip


@dataclass
class Rows:
    """What was laid out and waits to be written, in the order foreign keys need."""

    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    journeys: list[Journey] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def store(self) -> None:
        """Write everything, people first."""
        for rows in (
            self.people,
            self.memberships,
            self.journeys,
            self.stops,
            self.check_ins,
            self.receipts,
            self.reports,
        ):
            store_rows(rows)


def store_rows(rows: Sequence[Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)


class Laying:
    """Lays people out one after another; the seed decides everything."""

    def __init__(self, chance: Random, places: Places, layout: Layout) -> None:
        self.chance, self.places = chance, places
        self.period = Period.parse(layout.period)
        self.last_day = self.period.last_day
        self.rows = Rows()
        self.serial = 0

    def facts(self, home: Organisation) -> dict[str, Any]:
        """The facts of one invented person."""
        chance = self.chance
        self.serial += 1
        sex = "男" if chance.random() < 0.79 else "女"
        birth = invent_birth(chance, self.last_day)
        # Four years of standing at least, so that all of it lies before any journey.
        standing = chance.uniform(19, min(45, _years(birth, self.last_day) - 4))
        joined = birth + timedelta(days=int(365.25 * standing))
        is_yao = "瑶" in home.full_name and chance.random() < 0.6
        return {
            "name": invent_name(chance, sex),
            "sex": sex,
            "birth": birth.isoformat(),
            "id_number": invent_id_number(self.serial, birth, sex),
            "phone": invent_phone(self.serial),
            "ethnicity": "瑶族" if is_yao else "汉族",
            "education": chance.choices(SCHOOLS, _school_weights(_years(birth, self.last_day)))[0],
            "joined_on": f"{joined:%Y-%m}",
            "full_member_on": f"{joined.year + 1}-{joined:%m}",
        }

    def person(self, home: Organisation) -> Person:
        person = Person(home=home)
        facts = self.facts(home)
        write_facts(person, facts)
        self.rows.people.append(person)
        from_day = date(int(facts["joined_on"][:4]), int(facts["joined_on"][5:]), 1)
        self.rows.memberships.append(home_membership(person, min(from_day, self.last_day)))
        return person

    def journey(self, person: Person) -> tuple[Journey, Region]:
        """One absence still open at the end of the period, at one place."""
        chance = self.chance
        left = self.last_day - timedelta(days=chance.randrange(20, 1900))
        if chance.random() < 0.15:
            left = self.last_day - timedelta(days=chance.randrange(5, 150))
        departed_on = f"{left:%Y-%m}" if chance.random() < 0.4 else left.isoformat()
        until = left + timedelta(days=30 * chance.randrange(2, 40)) if chance.random() < 0.3 else None
        journey = Journey(
            person=person,
            org=person.home,
            status=JourneyStatus.AWAY,
            departed_on=departed_on,
            expected_until=until if until and until > self.last_day else None,
            leave_reason=LeaveReason.WORK if chance.random() < 0.8 else LeaveReason.BUSINESS,
            has_certificate=chance.random() < 0.6,
            started_at=midnight(left),
            started_by=SECRETARY,
        )
        self.rows.journeys.append(journey)
        region = self.stop(journey)
        return journey, region

    def stop(self, journey: Journey) -> Region:
        chance, region = self.chance, self.places.pick()
        stop = Stop(
            journey=journey,
            from_day=journey.departed_on,
            region=region,
            place_words=self.places.words(region),
            employer=f"{chance.choice(EMPLOYER_NAMES)}{chance.choice(EMPLOYERS)}",
            occupation=chance.choices(OCCUPATIONS, OCCUPATION_WEIGHTS)[0],
            is_fixed=chance.random() < 0.35,
        )
        self.rows.stops.append(stop)
        return region

    def check_in(self, journey: Journey, host: Organisation) -> None:
        """A confirmed check-in with its receipt; a host of our tree takes the person in for the stay."""
        earliest = journey.started_at
        confirmed_at = self._moment(earliest + timedelta(hours=1), self.period.end)
        is_ours = not host.is_outside
        check_in = CheckIn(
            journey=journey,
            org=journey.org,
            host=host,
            stop=self.rows.stops[-1],
            status=CheckInStatus.CONFIRMED,
            made_at=confirmed_at,
            sent_at=confirmed_at,
            confirmed_at=confirmed_at,
            confirmed_how=ConfirmedHow.HOST if is_ours else ConfirmedHow.TELEPHONE,
            decided_by=HOST if is_ours else SECRETARY,
        )
        check_in.phone = journey.person.phone
        self.rows.check_ins.append(check_in)
        if is_ours:
            day = confirmed_at.date()
            stay = Membership(person=journey.person, org=host, kind=MembershipKind.HOST, from_day=day)
            self.rows.memberships.append(stay)
        self._receipt(journey, check_in, confirmed_at, is_back=is_ours or self.chance.random() < 0.8)

    def _receipt(self, journey: Journey, check_in: CheckIn, stamped_at: datetime, *, is_back: bool) -> None:
        receipt = Receipt(
            journey=journey,
            org=journey.org,
            check_in=check_in,
            status=ReceiptStatus.RETURNED if is_back else ReceiptStatus.STAMPED,
            issued_at=journey.started_at,
            carried_at=journey.started_at,
            stamped_at=stamped_at,
            returned_at=stamped_at if is_back else None,
        )
        self.rows.receipts.append(receipt)

    def report(self, journey: Journey, period: Period) -> None:
        """One report for a period: most arrive in it, a few in the week after."""
        due_on = day_in(period, 31)
        late = self.chance.random() < 0.05
        first = period.end if late else period.start
        received_at = self._moment(first, first + timedelta(days=6 if late else 29))
        report = Report(
            journey=journey,
            person=journey.person,
            org=journey.org,
            period=str(period),
            received_at=received_at,
            due_on=due_on,
            matter=self.chance.choices([Matter.WELL, Matter.NEED_HELP, Matter.WANT_TASK], [90, 3, 7])[0],
            channel=self.chance.choices(list(Channel), [55, 15, 5, 20, 3, 2])[0],
        )
        report.entered_by = "" if report.channel == Channel.WEB else SECRETARY
        self.rows.reports.append(report)

    def _moment(self, first: datetime, end: datetime) -> datetime:
        seconds = max(int((end - first).total_seconds()) - 1, 1)
        return first + timedelta(seconds=self.chance.randrange(seconds))


SECRETARY = "村党支部书记（演示）"
HOST = "流动党支部书记（演示）"


def _years(birth: date, day: date) -> float:
    return (day - birth).days / 365.25


def _school_weights(years: float) -> tuple[int, ...]:
    return (12, 22, 16, 28, 20, 0, 2) if years < 38 else (42, 28, 8, 9, 4, 9, 0)
