"""Rows b1 and b4: what many members do at once, through HTTP, counted in the database."""

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
from banyan.tasks.states import TaskStatus
from tests.bench.load import Run, Unexpected, ask_all, get, post
from tests.bench.people import Member, sign_members_in
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

CONNECTIONS = 8
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


def _report(port: int, members: Sequence[Member]) -> Run:
    """Each member reports once; as many rows as members stand in the database afterwards, or Unexpected."""
    period = str(Period.of(today()))
    of_them = Report.objects.filter(person__in=[member.person for member in members], period=period)
    forms = [
        post(reverse("journeys:report"), member.session, _form(matter="well", period=period))
        for member in members
    ]
    run = ask_all(port, forms, connections=CONNECTIONS).expect(302)
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
    task = _task()
    forms = [post(reverse("tasks:claims", args=[task.ref]), member.session, _form()) for member in members]
    run = ask_all(port, forms, connections=len(members)).expect(302, 409)
    task.refresh_from_db()
    rows = Claim.objects.filter(task=task).values("person").distinct().count()
    return (run.statuses[302], rows, task.claimed) == (PLACES, PLACES, PLACES)


def _task() -> Task:
    """A published task with its invitations left out: nobody is to be told."""
    moment = now()
    task = Task(org=Organisation.objects.get(code=CITY_CODE), title="修村口的路", quota=PLACES)
    task.status, task.made_at, task.opened_at = TaskStatus.OPEN, moment, moment
    task.deadline = moment + timedelta(days=30)
    task.save(force_insert=True)
    return task


def _form(**fields: str) -> dict[str, str]:
    return {"idempotency_key": secrets.token_urlsafe(18), **fields}
