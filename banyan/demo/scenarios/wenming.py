"""`wenming`: one township of 207 people away, laid out around the day it is loaded, built through the actions.

Every state of story.md is present: somebody about to leave, check-ins waiting, refused and taken back, receipts
at each step, reports that ask for something, tasks under way. The clock is moved; nothing else is pretended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import F

from banyan.accounts.queries import account_called
from banyan.audit.record import recording
from banyan.demo.figures import COUNTY_CODE, TOWNSHIP_AWAY, TOWNSHIP_CODE, Layout
from banyan.demo.laying import EMPLOYER_NAMES, EMPLOYERS, OCCUPATION_WEIGHTS, OCCUPATIONS, Laying
from banyan.demo.logins import SHAZHOU_CODE, account_of, seat_everybody, seat_member
from banyan.demo.places import Places
from banyan.demo.scenarios.wenming_tasks import lay_village_tasks
from banyan.demo.shares import shared_out, uneven
from banyan.demo.tree import build_tree, found_floating_branches, remember_load
from banyan.documents.states import PaperKind
from banyan.journeys.actions.arrival import (
    check_in_at,
    confirm_check_in,
    draft_check_in,
    name_outside_host,
    refuse_check_in,
    withdraw_check_in,
)
from banyan.journeys.actions.departure import end_journey, record_departure
from banyan.journeys.actions.receipt import archive_receipts, issue_journey_paper, return_receipts
from banyan.journeys.actions.report import read_report, take_report
from banyan.journeys.models import CheckIn, Journey, Receipt, Report
from banyan.journeys.rules.report import Told
from banyan.journeys.states import Channel, ConfirmedHow, Ending, LeaveReason, Matter, ReceiptStatus
from banyan.notify.models import Message, Outgoing
from banyan.orgs.models import Organisation
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import Viewer
from banyan.people.actions import add_person
from banyan.people.models import Membership, Person
from banyan.people.states import MembershipKind
from banyan.shared.clock import now, standing_at, today
from banyan.shared.periods import Period, midnight

Say = Callable[[str], None]
MONTHS_OF_REPORTS = 5
DAYS_UNTIL_READ = 2
CHANNELS = {Channel.CHAT: 60, Channel.PHONE: 25, Channel.SMS: 6, Channel.RELAY: 6, Channel.PAPER: 3}
LONGEST_DAYS = 720
WORDS = {
    Matter.WELL: ("一切都好，请家里放心。", "厂里订单多，最近加班，都好。", "", "", "已经安顿下来了。"),
    Matter.NEED_HELP: ("孩子想转到这边上学，不知道要办哪些手续。", "工资被拖了一个月，想问问怎么办。"),
    Matter.WANT_TASK: ("周末有空，村里有事可以叫我。", "想帮村里卖点橙子。"),
    Matter.MOVED: ("换到新厂了，离原来不远。",),
}


@dataclass
class Township:
    """The people and places of the story while it is told."""

    chance: Random
    places: Places
    known: Mapping[str, Organisation]
    floating: Sequence[Organisation]
    by: Viewer
    hosts: Mapping[int, Viewer]
    laying: Laying
    journeys: list[Journey] = field(default_factory=list)

    @property
    def shazhou(self) -> Organisation:
        return self.known[SHAZHOU_CODE]


def load_wenming(*, seed: int, scenario: str, say: Say) -> None:
    """Tell the township's last two years, one act after another."""
    chance = Random(seed)  # noqa: S311 - invented people want repeatable chance, not secrets
    say("建立组织树和演示账号")
    with recording():
        known = build_tree(COUNTY_CODE, only=[TOWNSHIP_CODE])
        floating = found_floating_branches(known)
        seat_everybody(known | {branch.code: branch for branch in floating})
    layout = Layout(TOWNSHIP_AWAY, 0, 0, 0, 0, 0, 0, 0, period=str(Period.of(today())))
    places = Places(chance)
    town = Township(
        chance,
        places,
        known,
        floating,
        by=_viewer("township"),
        hosts={branch.pk: _viewer(account_of(branch.code)) for branch in floating},
        laying=Laying(chance, places, layout),
    )
    say(f"登记 {TOWNSHIP_AWAY} 名外出党员")
    _depart(town)
    say("报到、确认和回执")
    _check_in(town)
    say(f"近 {MONTHS_OF_REPORTS + 1} 个月的报告")
    _report(town)
    say("返乡、转出和准备外出")
    _others(town)
    say("任务和认领")
    lay_village_tasks(town.chance, town.journeys, by=town.by, orgs=[town.shazhou, town.known[TOWNSHIP_CODE]])
    _seat_the_member(town)
    _settle_old_news()
    remember_load(scenario, len(town.journeys))


def _viewer(account: str) -> Viewer:
    found = account_called(account)
    assert found is not None
    return viewer_for(found)


def _depart(town: Township) -> None:
    """Everybody who is away leaves, the earliest first, from a village of the township."""
    villages = [org for code, org in town.known.items() if len(code) == 12]
    weights = uneven(town.chance, [village.code for village in villages])
    # The demonstration's secretary sits at 沙洲瑶族村: his lists should have something in them.
    counts = shared_out(TOWNSHIP_AWAY, weights | {SHAZHOU_CODE: 6.0})
    homes = [village for village in villages for _each in range(counts[village.code])]
    departures = sorted((_leaving_day(town.chance), index) for index in range(len(homes)))
    for day, index in departures:
        with standing_at(_hour(town.chance, day)):
            person = _added(town, homes[index])
            facts = _journey_facts(town, day)
            town.journeys.append(record_departure(person, facts, by=town.by))
            if town.chance.random() < 0.5:
                issue_journey_paper(town.journeys[-1], PaperKind.RECEIPT, by=town.by)


def _added(town: Township, home: Organisation) -> Person:
    facts = {
        **town.laying.facts(home),
        "address": f"{home.name.removesuffix('党支部')}第{town.laying.serial}户",
    }
    return add_person(facts, by=town.by, home=home)


def _leaving_day(chance: Random) -> date:
    """Within the last 24 months; one in five not long ago."""
    days = chance.randrange(20, 150) if chance.random() < 0.2 else chance.randrange(150, LONGEST_DAYS)
    return today() - timedelta(days=days)


def _journey_facts(town: Township, day: date) -> dict[str, Any]:
    chance, region = town.chance, town.places.pick()
    is_long = chance.random() < 0.25
    return {
        "departed_on": day.isoformat() if chance.random() < 0.6 else f"{day:%Y-%m}",
        "expected_until": today() + timedelta(days=chance.randrange(30, 400)) if is_long else None,
        "leave_reason": LeaveReason.WORK if chance.random() < 0.8 else LeaveReason.BUSINESS,
        "has_certificate": chance.random() < 0.6,
        "region": region,
        "employer": f"{chance.choice(EMPLOYER_NAMES)}{chance.choice(EMPLOYERS)}",
        "occupation": chance.choices(OCCUPATIONS, OCCUPATION_WEIGHTS)[0],
        "is_fixed": chance.random() < 0.35,
    }


def _hour(chance: Random, day: date) -> datetime:
    """Some minute of that day's waking hours, never later than now."""
    return min(midnight(day) + timedelta(minutes=chance.randrange(450, 1320)), now())


def _check_in(town: Township) -> None:
    """Half have checked in; a few wait, are drafted, refused or withdrawn."""
    near = [journey for journey in town.journeys if _branch_near(town, journey)]
    for number, journey in enumerate(town.chance.sample(town.journeys, len(town.journeys) * 6 // 10)):
        host = _branch_near(town, journey) if journey in near else None
        first = journey.started_at + timedelta(days=town.chance.randrange(3, 40))
        if _is_still_to_decide(town, host, number):
            # What waits has come in these days: nobody lets a member wait for months.
            first = max(first, now() - timedelta(days=town.chance.randrange(1, 9)))
        if first < now():
            _one_check_in(town, journey, host, first=first, number=number)


def _one_check_in(
    town: Township, journey: Journey, host: Organisation | None, *, first: datetime, number: int
) -> None:
    with standing_at(first):
        if host is None:
            _at_outside_host(town, journey)
            return
        if number % 23 == 1:
            draft_check_in(journey, by=town.by, host=host)
            return
        check_in = check_in_at(journey, {"words": "已到，请组织确认。"}, by=town.by, host=host)
    _decide(town, check_in, first + timedelta(days=town.chance.randrange(1, 5)), number)


def _decide(town: Township, check_in: CheckIn, moment: datetime, number: int) -> None:
    """What the host does: most are confirmed; the floating secretary's own inbox keeps a few to decide."""
    if _is_still_to_decide(town, check_in.host, number):
        return
    with standing_at(min(moment, now())):
        if number % 17 == 5:
            refuse_check_in(check_in, by=_host_of(town, check_in), reason="电话打不通，请核对号码后再报到。")
        elif number % 29 == 7:
            withdraw_check_in(check_in, by=town.by)
        else:
            confirm_check_in(check_in, by=_host_of(town, check_in))


def _is_still_to_decide(town: Township, host: Organisation | None, number: int) -> bool:
    return host is not None and host.pk == town.floating[0].pk and number % 7 == 3


def _host_of(town: Township, check_in: CheckIn) -> Viewer:
    return town.hosts[check_in.host.pk]


def _branch_near(town: Township, journey: Journey) -> Organisation | None:
    stop = journey.stops.first()
    city = (stop.region_id or "")[:4] if stop else ""
    return next((branch for branch in town.floating if (branch.region_id or "").startswith(city)), None)


def _at_outside_host(town: Township, journey: Journey) -> None:
    """A host outside the tree: the home secretary vouches for it (story.md, b)."""
    stop = journey.stops.first()
    region = stop.region if stop else None
    host = name_outside_host(
        by=town.by,
        journey=journey,
        name=f"{region.name if region else ''}{town.chance.choice(('商会党支部', '社区党支部', '工业园党支部'))}",
        head_name="（演示）联系人",
        head_phone="15400000099",
        region=region,
    )
    how = town.chance.choice([ConfirmedHow.TELEPHONE, ConfirmedHow.STAMPED_PAPER])
    check_in = check_in_at(journey, {}, by=town.by, host=host, how=how)
    if how == ConfirmedHow.STAMPED_PAPER:
        stamped = list(Receipt.objects.filter(check_in=check_in, status=ReceiptStatus.STAMPED))
        return_receipts(stamped, by=town.by)
        if town.chance.random() < 0.6:
            archive_receipts(stamped, by=town.by)


def _report(town: Township) -> None:
    """Four in five reported in each past month; the present month is half through."""
    this_month = Period.of(today())
    months = [this_month]
    for _each in range(MONTHS_OF_REPORTS):
        months.insert(0, months[0].previous())
    for month in months[:-1]:
        for journey in town.journeys:
            if midnight(month.last_day) > journey.started_at and town.chance.random() < 0.8:
                _one_report(town, journey, month)
    owing = [journey for journey in town.journeys if journey.started_at < this_month.start]
    for journey in town.chance.sample(owing, len(owing) // 2):
        _one_report(town, journey, this_month)


def _one_report(town: Township, journey: Journey, period: Period) -> None:
    matter = town.chance.choices(list(WORDS), [92, 2, 4, 2])[0]
    new_place = "同城另一家厂" if matter == Matter.MOVED else ""
    told = Told(matter=matter, words=town.chance.choice(WORDS[matter]), new_place=new_place)
    first = max(period.start, journey.started_at)
    seconds = int((min(period.end, now()) - first).total_seconds())
    moment = first + timedelta(seconds=town.chance.randrange(max(seconds, 1)))
    channel = town.chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    is_read = moment < now() - timedelta(days=DAYS_UNTIL_READ)
    with standing_at(moment):
        report = take_report(journey, told, by=town.by, period=period, channel=channel)
        if is_read:
            read_report(report, by=town.by)


def _others(town: Township) -> None:
    """People beside the 207: some came back, one transferred, one died, one was a mistake, some prepare to go."""
    endings = [Ending.RETURNED] * 8 + [Ending.TRANSFERRED, Ending.LOST_CONTACT, Ending.DIED, Ending.MISTAKE]
    for ending in endings:
        left = today() - timedelta(days=town.chance.randrange(300, LONGEST_DAYS))
        with standing_at(_hour(town.chance, left)):
            journey = record_departure(_added(town, town.shazhou), _journey_facts(town, left), by=town.by)
        day = today() - timedelta(days=town.chance.randrange(10, 90))
        done_on = day if ending == Ending.TRANSFERRED else None
        with standing_at(_hour(town.chance, day)):
            end_journey(journey, by=town.by, ending=ending, ended_on=day, transfer_done_on=done_on)
    for number in range(3):
        person = _added(town, town.shazhou)
        facts = _journey_facts(town, today() + timedelta(days=10 + number)) | {"expected_until": None}
        facts["departed_on"] = (today() + timedelta(days=10 + number)).isoformat()
        planned = record_departure(person, facts, by=town.by, is_planned=True)
        issue_journey_paper(planned, PaperKind.RECEIPT, by=town.by)


def _seat_the_member(town: Township) -> None:
    """The demonstration's member: away from 沙洲瑶族村, checked in, and this month's report still to send."""
    here = [journey for journey in town.journeys if journey.org.pk == town.shazhou.pk]
    reported = set(Report.objects.filter(period=str(Period.of(today()))).values_list("journey_id", flat=True))
    arrived = set(CheckIn.objects.filter(confirmed_at__isnull=False).values_list("journey_id", flat=True))
    guests = set(
        Membership.objects.filter(kind=MembershipKind.HOST, until_day=None).values_list(
            "person_id", flat=True
        )
    )
    here.sort(
        key=lambda each: (each.pk in reported, each.person_id not in guests, each.pk not in arrived, each.pk)
    )
    seat_member(here[0].person)


def _settle_old_news() -> None:
    """What was told long ago has been read and passed on since."""
    last_week = now() - timedelta(days=7)
    Message.objects.filter(made_at__lt=last_week, read_at=None).update(read_at=F("made_at"))
    Outgoing.objects.filter(made_at__lt=last_week, copied_at=None).update(copied_at=F("made_at"))
