"""`rucheng` and `chenzhou`: a county and the prefecture as they stood in October 2021, written in bulk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random

from banyan.audit.record import recording
from banyan.demo.activity import lay_tasks
from banyan.demo.figures import COUNTY_CODE, FIXED_AWAY, INFLOW, TOWNSHIP_AWAY, TOWNSHIP_CODE, Layout
from banyan.demo.laying import Laying, store_rows
from banyan.demo.logins import SHAZHOU_CODE, seat_everybody, seat_member
from banyan.demo.places import Places, outside_orgs
from banyan.demo.points import lay_points
from banyan.demo.shares import shared_out, uneven
from banyan.demo.tree import build_tree, found_floating_branches, remember_load
from banyan.journeys.models import Journey
from banyan.orgs.actions import plant
from banyan.orgs.models import Organisation, Region
from banyan.people.models import Membership
from banyan.people.states import MembershipKind

Say = Callable[[str], None]


def load_months(root_code: str, layout: Layout, *, seed: int, scenario: str, say: Say) -> None:
    """Invent everything below a region to a layout, with one account for each office."""
    chance = Random(seed)  # noqa: S311 - invented people want repeatable chance, not secrets
    with recording():
        say("建立组织树")
        known = build_tree(root_code)
        floating = found_floating_branches(known)
        villages = [org for code, org in known.items() if len(code) == 12]
        say(f"编排 {layout.away} 名外出党员")
        places = Places(chance)
        hosts = _planted_hosts(places, chance)
        laying = Laying(chance, places, layout)
        journeys = _lay_people(laying, villages, layout)
        _lay_flags(laying, journeys, layout, hosts=hosts, floating=floating)
        _lay_inflow(laying, known, hosts)
        say(f"写入 {len(laying.rows.people)} 名党员、{len(laying.rows.reports)} 份报告")
        laying.rows.store()
        say(f"编排 {layout.tasks} 件任务、{layout.claims} 人次认领")
        tasks, claims = lay_tasks(chance, journeys=[journey for journey, _region in journeys], layout=layout)
        store_rows(tasks)
        store_rows(claims)
        lay_points(claims, known[root_code], since=date(laying.period.year, 1, 1))
        seat_everybody(known | {branch.code: branch for branch in floating})
        seat_member(next(person for person in laying.rows.people if person.home.code == SHAZHOU_CODE))
        remember_load(scenario, len(laying.rows.people))


def _planted_hosts(places: Places, chance: Random) -> Mapping[str, list[Organisation]]:
    hosts = outside_orgs(places, chance)
    for orgs in hosts.values():
        for org in orgs:
            plant(org)
    return hosts


def people_per_village(chance: Random, villages: Sequence[Organisation], total: int) -> dict[str, int]:
    """How many are away from each village: counties and the one township as the articles say, the rest by chance."""
    weights = uneven(chance, [village.code for village in villages])
    counts: dict[str, int] = {}
    fixed = {COUNTY_CODE: FIXED_AWAY[COUNTY_CODE]}
    inside = {code: weight for code, weight in weights.items() if code.startswith(COUNTY_CODE)}
    outside = {code: weight for code, weight in weights.items() if code not in inside}
    town = {code: weight for code, weight in inside.items() if code.startswith(TOWNSHIP_CODE)}
    rest = {code: weight for code, weight in inside.items() if code not in town}
    counts |= shared_out(TOWNSHIP_AWAY, town)
    counts |= shared_out(fixed[COUNTY_CODE] - TOWNSHIP_AWAY, rest)
    if outside:
        counts |= shared_out(total - fixed[COUNTY_CODE], outside)
    return counts


def _lay_people(
    laying: Laying, villages: Sequence[Organisation], layout: Layout
) -> list[tuple[Journey, Region]]:
    counts = people_per_village(laying.chance, villages, layout.away)
    return [
        laying.journey(laying.person(village))
        for village in villages
        for _each in range(counts[village.code])
    ]


def _lay_flags(
    laying: Laying,
    journeys: Sequence[tuple[Journey, Region]],
    layout: Layout,
    *,
    hosts: Mapping[str, list[Organisation]],
    floating: Sequence[Organisation],
) -> None:
    """Who checked in and who reported: two flags that overlap as the articles' figures do (C-01)."""
    order = laying.chance.sample(range(len(journeys)), len(journeys))
    checked_in = order[: layout.checked_in]
    reported = order[layout.checked_in - layout.both :][: layout.reported]
    for index in checked_in:
        journey, region = journeys[index]
        laying.check_in(journey, _host_for(laying, journey, region, hosts=hosts, floating=floating))
    for index in reported:
        laying.report(journeys[index][0], laying.period)
        if laying.chance.random() < 0.9 and journeys[index][0].started_at < laying.period.start:
            laying.report(journeys[index][0], laying.period.previous())


def _host_for(
    laying: Laying,
    journey: Journey,
    region: Region,
    *,
    hosts: Mapping[str, list[Organisation]],
    floating: Sequence[Organisation],
) -> Organisation:
    near = [
        branch
        for branch in floating
        if region.pk[:4] == (branch.region_id or "")[:4] and journey.org.code.startswith(branch.code[:6])
    ]
    if near and laying.chance.random() < 0.7:
        return laying.chance.choice(near)
    return laying.chance.choice(hosts[region.pk[:4]])


def _lay_inflow(
    laying: Laying, known: Mapping[str, Organisation], hosts: Mapping[str, list[Organisation]]
) -> None:
    """People of elsewhere who take part here (A-06): their home is outside our tree."""
    homes = [org for orgs in hosts.values() for org in orgs]
    for county, total in INFLOW.items():
        villages = [org for code, org in known.items() if len(code) == 12 and code.startswith(county)]
        for _each in range(total if villages else 0):
            person = laying.person(laying.chance.choice(homes))
            host = laying.chance.choice(villages)
            stay = Membership(
                person=person, org=host, kind=MembershipKind.HOST, from_day=laying.period.first_day
            )
            laying.rows.memberships.append(stay)
