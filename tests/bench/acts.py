"""Rows b1 to b5: what many members do at once, through HTTP, counted in the database."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse

from banyan.demo.figures import CITY_CODE
from banyan.journeys.models import Report
from banyan.orgs.models import Organisation
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from banyan.tasks.models import Claim, Task
from banyan.tasks.states import UNDER_WAY, ClaimStatus, TaskStatus
from tests.bench.load import Run, Unexpected, ask_all, get, post
from tests.bench.people import Member, sign_members_in
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

CONNECTIONS = 8
CROWD = 64
ASKING = 200
PLACES = 20


def measure_reports(port: int, sizes: Sizes) -> list[Measured]:
    """b1: the monthly report with session, CSRF, permission, idempotency and record, against a read of one row."""
    members = sign_members_in(sizes.reports * (sizes.pairs + 1))
    rounds = [members[at :: sizes.pairs + 1] for at in range(sizes.pairs + 1)]
    _report(port, rounds.pop())
    ratios, rates = [], []
    for each in rounds:
        anchor = ask_all(port, [get("/floor/row")] * sizes.anchors, connections=CONNECTIONS).expect(200)
        reports = _report(port, each)
        ratios.append(reports.per_second / anchor.per_second)
        rates.append((reports.per_second, anchor.per_second))
    rate, anchor_rate = rates[len(rates) // 2]
    return [Measured("b1", ratios, f"about {rate:.0f}/s and {anchor_rate:.0f}/s")]


def measure_crowd(port: int, sizes: Sizes) -> list[Measured]:
    """b2: 64 who report at once get through as fast as 8, and none of them waits much longer than the others.

    Each of the 64 asks often enough that beginning and end, when fewer wait, weigh little in the waits.
    """
    members = sign_members_in((sizes.reports + sizes.crowd) * sizes.pairs)
    ratios, tails, rates = [], [], []
    for at in range(sizes.pairs):
        few = _report(port, members[at :: sizes.pairs][: sizes.reports])
        many = _report(port, members[at :: sizes.pairs][sizes.reports :], connections=CROWD)
        ratios.append(many.per_second / few.per_second)
        tails.append(many.waited(0.99) / many.waited(0.5))
        rates.append((many.per_second, few.per_second, many.waited(0.99)))
    rate, few_rate, wait = rates[len(rates) // 2]
    return [
        Measured("b2", ratios, f"about {rate:.0f}/s and {few_rate:.0f}/s"),
        Measured("b2w", tails, f"about {1000 * wait:.0f} ms; none lost, none double"),
    ]


def measure_claims(port: int, sizes: Sizes) -> list[Measured]:
    """b3 and b5: one task that everybody wants, against a task for each; and claims against reads of one row."""
    members = sign_members_in(sizes.reports)
    _claim(port, members, [_task(quota=len(members))] * len(members))
    hot_ratios, anchor_ratios, rates = [], [], []
    for _pair in range(sizes.pairs):
        anchor = ask_all(port, [get("/floor/row")] * sizes.anchors, connections=CONNECTIONS).expect(200)
        spread = _claim(port, members, [_task() for _member in members])
        hot = _claim(port, members, [_task(quota=len(members))] * len(members))
        hot_ratios.append(hot.per_second / spread.per_second)
        anchor_ratios.append(spread.per_second / anchor.per_second)
        rates.append((hot.per_second, spread.per_second, anchor.per_second))
    hot_rate, rate, anchor_rate = rates[len(rates) // 2]
    return [
        Measured("b3", hot_ratios, f"about {hot_rate:.0f}/s and {rate:.0f}/s"),
        Measured("b5", anchor_ratios, f"about {rate:.0f}/s and {anchor_rate:.0f}/s"),
    ]


def _claim(port: int, members: Sequence[Member], tasks: Sequence[Task]) -> Run:
    """Each member claims his task; as many rows and places taken as members afterwards, or Unexpected."""
    _finish_work_of(members)
    forms = [
        post(reverse("tasks:claims", args=[task.ref]), member.session, _form())
        for member, task in zip(members, tasks, strict=True)
    ]
    run = ask_all(port, forms, connections=CONNECTIONS).expect(302)
    of_them = Task.objects.filter(pk__in={task.pk for task in tasks})
    rows, taken = (
        Claim.objects.filter(task__in=of_them).count(),
        sum(of_them.values_list("claimed", flat=True)),
    )
    if (rows, taken) != (len(members), len(members)):
        raise Unexpected(
            f"{len(members)} claims were answered, {rows} rows and {taken} places stand in the database"
        )
    return run


def _report(port: int, members: Sequence[Member], *, connections: int = CONNECTIONS) -> Run:
    """Each member reports once; as many rows as members stand in the database afterwards, or Unexpected."""
    period = str(Period.of(today()))
    of_them = Report.objects.filter(person__in=[member.person for member in members], period=period)
    forms = [
        post(reverse("journeys:report"), member.session, _form(matter="well", period=period))
        for member in members
    ]
    run = ask_all(port, forms, connections=connections).expect(302)
    if of_them.count() != len(members):
        raise Unexpected(f"{len(members)} reports were answered, {of_them.count()} stand in the database")
    return run


def measure_race(port: int, sizes: Sizes) -> list[Measured]:
    """b4: 200 members ask for one task of 20 places at the same moment; a round is right when 20 have it."""
    members = sign_members_in(ASKING)
    rounds = [float(_race(port, members)) for _round in range(sizes.race_rounds)]
    return [Measured("b4", [sum(rounds) / len(rounds)], f"{len(rounds)} rounds, 2 processes of 4 threads")]


def _race(port: int, members: Sequence[Member]) -> bool:
    """Did exactly 20 get a place, by the answers, by the rows and by the counter on the task?"""
    _finish_work_of(members)
    task = _task()
    forms = [post(reverse("tasks:claims", args=[task.ref]), member.session, _form()) for member in members]
    run = ask_all(port, forms, connections=len(members)).expect(302, 409)
    task.refresh_from_db()
    rows = Claim.objects.filter(task=task).values("person").distinct().count()
    return (run.statuses[302], rows, task.claimed) == (PLACES, PLACES, PLACES)


def _finish_work_of(members: Sequence[Member]) -> None:
    """All they had in hand is done: nobody may claim more than he can do, and each round begins alike."""
    claims = Claim.objects.filter(person__in=[member.person for member in members], status__in=UNDER_WAY)
    claims.update(status=ClaimStatus.ACCEPTED, accepted_at=now())


def _task(quota: int = PLACES) -> Task:
    """A published task with its invitations left out: nobody is to be told."""
    moment = now()
    task = Task(org=Organisation.objects.get(code=CITY_CODE), title="修村口的路", quota=quota)
    task.status, task.made_at, task.opened_at = TaskStatus.OPEN, moment, moment
    task.deadline = moment + timedelta(days=30)
    task.save(force_insert=True)
    return task


def _form(**fields: str) -> dict[str, str]:
    return {"idempotency_key": secrets.token_urlsafe(18), **fields}
