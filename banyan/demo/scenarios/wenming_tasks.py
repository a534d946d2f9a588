"""The township's tasks in `wenming`: in every state, claimed and worked on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from banyan.demo.activity import TITLES
from banyan.journeys.models import Journey
from banyan.ledger.actions.worth import set_worth
from banyan.ledger.states import Activity, Grade
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, standing_at, today
from banyan.tasks.actions import (
    accept_work,
    cancel_task,
    claim_task,
    close_task,
    draft_task,
    open_task,
    send_back_work,
    submit_claim,
    withdraw_claim,
)
from banyan.tasks.kinds import KINDS
from banyan.tasks.models import Claim, Task

RESULTS = {
    "sales": ("已经联系了三家，都愿意要。", "同事和邻居订了一些。", "已转发到两个群里，有人来问。"),
    "pair": (
        "老人身体都好，已告诉村支书。",
        "聊了半个多小时，老人很高兴。",
        "老人说家里的灯坏了，请村里看看。",
    ),
    "duty": ("值守了一个上午，一切顺利。", "登记了二十多位返乡的乡亲。", "按排好的班次值守完了。"),
    "leads": (
        "厂里招普工二十名，电话已发给村里。",
        "两家企业的招工信息已转到群里。",
        "有三位乡亲来问，已牵上线。",
    ),
    "wish": ("文具已经寄出。", "寄了两本书，孩子收到了。", "托老乡带回去了一套文具。"),
    "suggestion": ("建议村里装几盏太阳能路灯。", "建议把冰糖橙放到网上卖。", "建议给老人建一个活动室。"),
}
WAITS_AT_MOST = timedelta(days=14)
# Days ago, quota; the last ones are still open.
PLANS = ((150, None), (120, 10), (95, 5), (70, None), (40, 8), (21, None), (12, 20), (6, 3), (2, None))


def lay_village_tasks(
    chance: Random, journeys: Sequence[Journey], *, by: Viewer, orgs: Sequence[Organisation]
) -> None:
    """Tasks of the village and of the township, with what members made of them since and earned by it."""
    with standing_at(now() - timedelta(days=PLANS[0][0])):
        set_worth(orgs[-1], Activity.TASK, Grade.PLAIN, amount=200, ceiling=1000, from_day=today(), by=by)
    people = [journey.person for journey in journeys]
    for number, (days, quota) in enumerate(PLANS):
        org = orgs[number % len(orgs)]
        inside = [person for person in people if org.holds(person.home)]
        with standing_at(now() - timedelta(days=days)):
            task = draft_task(org, _facts(chance, number, quota), by=by)
            open_task(task, by=by)
        _claims(chance, task, inside, by=by, opened_at=now() - timedelta(days=days))
        if days > 100:
            close_task(task, by=by)
        elif days == 95:
            cancel_task(task, by=by)
    draft_task(orgs[0], _facts(chance, len(PLANS), 6), by=by)


def _facts(chance: Random, number: int, quota: int | None) -> dict[str, Any]:
    title, words, kind = TITLES[number % len(TITLES)]
    return {
        "title": title,
        "words": words,
        "kind": kind,
        "minutes": KINDS[kind].minutes,
        "place": chance.choice(("", "您所在的城市", "村里")),
        "needs": chance.choice(("", "一部手机", "一点空闲时间")),
        "quota": quota,
        "deadline": now() + timedelta(days=60 if number < len(PLANS) - 3 else 30),
    }


def _claims(chance: Random, task: Task, people: Sequence[Person], *, by: Viewer, opened_at: datetime) -> None:
    wanted = min(task.quota or 9, len(people), 9)
    for number, person in enumerate(chance.sample(list(people), wanted)):
        moment = opened_at + timedelta(hours=chance.randrange(1, 40))
        if moment >= now():
            continue
        with standing_at(moment):
            claim = claim_task(task, person, by=by)
        _work(chance, claim, number, by=by, moment=moment)


def _work(chance: Random, claim: Claim, number: int, *, by: Viewer, moment: datetime) -> None:
    """Of eight: five are done, one was sent back, one withdrew; what came in these weeks still waits for review."""
    done_at = moment + timedelta(hours=chance.randrange(5, 80))
    if done_at >= now() or number % 8 == 7:
        return
    still_waits = done_at > now() - WAITS_AT_MOST
    with standing_at(done_at):
        if number % 8 == 6:
            withdraw_claim(claim, by=by)
            return
        some = {claim.task.sort.units[0].id: (number % 4 + 1) * 100}
        submit_claim(claim, chance.choice(RESULTS[claim.task.kind]), by=by, outcomes=some)
    with standing_at(min(done_at + timedelta(hours=20), now())):
        if number % 8 == 5:
            send_back_work(claim, "请再写详细一点，方便大家了解。", by=by)
        elif number % 8 != 4 or not still_waits:
            accept_work(claim, by=by)
