"""Tasks and claims for a layout: every task claimed at least once, so many claimers, so many who finished."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from banyan.demo.figures import Layout
from banyan.demo.shares import shared_out
from banyan.journeys.models import Journey
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.periods import Period, midnight
from banyan.tasks.kinds import KINDS
from banyan.tasks.models import Claim, Task
from banyan.tasks.states import ClaimStatus, TaskStatus

# What a task is called, what it says, and its kind (tasks/kinds.py).
TITLES = (
    ("帮村里卖冰糖橙", "在您所在的城市问问单位食堂和邻居，愿意要的把联系方式告诉村里。", "sales"),
    ("给独居老人打个电话", "每周给结对的老人打一次电话，有事告诉村支书。", "pair"),
    ("春节返乡路口值守", "返乡期间到村口值守半天，帮忙登记和引导。", "duty"),
    ("转发招工信息", "把您所在企业的招工信息发给村里想外出的乡亲。", "leads"),
    ("认领一个微心愿", "给村里的孩子寄一本书或者一件文具。", "wish"),
    ("给村里提一条建议", "看看外面的好做法，说一条村里用得上的。", "suggestion"),
    ("宣传家乡的辣椒和生姜", "在朋友圈和同乡群里介绍家乡的产品。", "sales"),
)


def lay_tasks(
    chance: Random, *, journeys: Sequence[Journey], layout: Layout
) -> tuple[list[Task], list[Claim]]:
    """The tasks and their claims, ready to be written in this order; journeys stand for the members away."""
    claimers = chance.sample([journey.person for journey in journeys], layout.claimers)
    by_home: dict[Organisation, list[Person]] = defaultdict(list)
    for person in claimers:
        by_home[person.home].append(person)
    shares = shared_out(layout.tasks, {org: float(len(people)) for org, people in by_home.items()})
    shares = _none_empty(shares)
    tasks = {org: [_task(chance, org, layout) for _each in range(shares[org])] for org in by_home}
    claims = _claims(
        chance, by_home, tasks, layout=layout, finishers=set(chance.sample(claimers, layout.finishers))
    )
    return [task for some in tasks.values() for task in some], claims


def _none_empty(shares: dict[Organisation, int]) -> dict[Organisation, int]:
    """Everywhere somebody claims there is a task to claim; those with most give one away."""
    for org in [org for org, share in shares.items() if not share]:
        richest = max(shares, key=lambda each: shares[each])
        shares[richest] -= 1
        shares[org] = 1
    return shares


def _task(chance: Random, org: Organisation, layout: Layout) -> Task:
    title, words, kind = chance.choice(TITLES)
    period = Period.parse(layout.period)
    new_year = date(period.year, 1, 1)
    day = new_year + timedelta(days=chance.randrange((period.last_day - new_year).days - 9))
    opened_at = midnight(day) + timedelta(hours=chance.randrange(7, 23))
    return Task(
        org=org,
        title=title,
        words=words,
        kind=kind,
        minutes=KINDS[kind].minutes,
        status=TaskStatus.OPEN,
        made_at=opened_at,
        opened_at=opened_at,
        deadline=opened_at + timedelta(days=60),
    )


def _claims(
    chance: Random,
    by_home: dict[Organisation, list[Person]],
    tasks: dict[Organisation, list[Task]],
    *,
    layout: Layout,
    finishers: set[Person],
) -> list[Claim]:
    """Every task and every claimer at least once, then further pairs by chance up to the total."""
    pairs: list[tuple[Task, Person]] = []
    spare: list[tuple[Task, Person]] = []
    for org, people in by_home.items():
        chosen = {
            (number % len(tasks[org]), number % len(people))
            for number in range(max(len(tasks[org]), len(people)))
        }
        pairs += [(tasks[org][at], people[who]) for at, who in sorted(chosen)]
        spare += [
            (task, person)
            for at, task in enumerate(tasks[org])
            for who, person in enumerate(people)
            if (at, who) not in chosen
        ]
    pairs += chance.sample(spare, layout.claims - len(pairs))
    finished: set[Person] = set()
    claims = []
    for task, person in pairs:
        is_first = person in finishers and person not in finished
        finished.add(person)
        is_accepted = person in finishers and (is_first or chance.random() < 0.6)
        claims.append(
            _claim(chance, task, person, is_accepted=is_accepted, period=Period.parse(layout.period))
        )
        task.claimed += 1
    return claims


def _claim(chance: Random, task: Task, person: Person, *, is_accepted: bool, period: Period) -> Claim:
    assert task.opened_at is not None
    claimed_at = task.opened_at + timedelta(hours=chance.randrange(1, 100))
    submitted_at = claimed_at + timedelta(hours=chance.randrange(1, 60))
    accepted_at = submitted_at + timedelta(hours=chance.randrange(1, 40))
    claim = Claim(
        task=task, person=person, org=person.home, claimed_at=claimed_at, status=ClaimStatus.CLAIMED
    )
    if is_accepted:
        claim.status, claim.submitted_at, claim.accepted_at = ClaimStatus.ACCEPTED, submitted_at, accepted_at
    elif chance.random() < 0.4:
        claim.status, claim.submitted_at = ClaimStatus.SUBMITTED, submitted_at
    return claim
