"""Many want one task (R-C1, R-C2): never more than the quota, never twice, never an error.

The full counts (a thousand members, twenty runs) with --long; else one smaller run on either database.
"""

import time
from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.db.models import F

from banyan.accounts.models import Account
from banyan.demo.cast import Cast, build_cast
from banyan.orgs.models import Office
from banyan.orgs.queries import viewer_for
from banyan.orgs.states import OfficeName
from banyan.people.models import Person
from banyan.shared.clock import now, standing_at
from banyan.shared.errors import Refused
from banyan.tasks.actions import change_task, claim_task, withdraw_claim
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import miscounted_slots, miscounted_tasks
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.tasks.work import facts, village_task

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MEMBERS, QUOTA, RUNS = (1000, 50, 20) if IS_LONG else (80, 10, 1)
TAPS = 200 if IS_LONG else 40
# So many at a time, as web servers have workers; each takes its share of the members one after the other.
HANDS = 16
SECOND = timedelta(seconds=1)
CONTROL_QUOTA = 5


def crowd_of(cast: Cast, size: int) -> list[Person]:
    """So many members of the village, each with an account."""
    accounts = Account.objects.bulk_create(
        Account(name=f"crowd-{number}", label=f"众{number}") for number in range(size)
    )
    Office.objects.bulk_create(
        Office(account=account, org=cast.shazhou, name=OfficeName.MEMBER, from_day="2020-01-01")
        for account in accounts
    )
    people = [Person(name=account.label, home=cast.shazhou, account=account) for account in accounts]
    return Person.objects.bulk_create(people)


def answers_of(task: Task, people: list[Person]) -> list[str]:
    """What each member was told: "claimed" or the code of the refusal; anything else is an error."""
    shares = [people[start::HANDS] for start in range(min(HANDS, len(people)))]
    answers = all_at_once([partial(claim_each, task.pk, share) for share in shares])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return [code for answer in answers if not isinstance(answer, Exception) for code in answer]


def claim_each(task_pk: int, people: list[Person]) -> list[str]:
    return [claimed_or_why(task_pk, person) for person in people]


def claimed_or_why(task_pk: int, person: Person) -> str:
    assert person.account is not None
    task = Task.objects.select_related("org").get(pk=task_pk)
    try:
        claim_task(task, person, by=viewer_for(person.account))
    except Refused as refusal:
        return refusal.reason.code
    return "claimed"


@pytest.mark.parametrize("run", range(RUNS))
def test_as_many_as_there_are_places_and_everybody_else_hears_it_is_full(
    transactional_db: None, run: int
) -> None:
    cast = build_cast()
    task = village_task(cast, quota=QUOTA)
    answers = answers_of(task, crowd_of(cast, MEMBERS))
    assert answers.count("claimed") == QUOTA
    assert answers.count("full") == MEMBERS - QUOTA
    task.refresh_from_db()
    assert (task.claimed, Claim.objects.filter(task=task).count()) == (QUOTA, QUOTA)
    assert not miscounted_tasks().exists()


def test_one_member_who_taps_and_taps_has_one_claim(transactional_db: None) -> None:
    cast = build_cast()
    task = village_task(cast, quota=QUOTA)
    answers = answers_of(task, [cast.member] * TAPS)
    assert answers.count("claimed") == 1
    assert answers.count("already_claimed") == TAPS - 1
    task.refresh_from_db()
    assert (task.claimed, Claim.objects.count()) == (1, 1)


def test_claims_and_withdrawals_that_cross_each_other_keep_the_count(transactional_db: None) -> None:
    cast = build_cast()
    task = village_task(cast, quota=3)
    people = crowd_of(cast, 12)
    answers = all_at_once([partial(come_and_go, task.pk, person) for person in people])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert not miscounted_tasks().exists()
    task.refresh_from_db()
    assert task.claimed == Claim.objects.exclude(status="withdrawn").count() <= 3


def come_and_go(task_pk: int, person: Person) -> None:
    """Claim, give back, claim again, while others do the same."""
    assert person.account is not None
    for _turn in range(3):
        if claimed_or_why(task_pk, person) == "claimed":
            claim = Claim.objects.select_related("task__org", "person").get(person=person, status="claimed")
            withdraw_claim(claim, by=viewer_for(person.account))


def test_nobody_claims_after_the_deadline_however_many_try(transactional_db: None) -> None:
    cast = build_cast()
    task = village_task(cast, quota=None)
    people = crowd_of(cast, MEMBERS)
    Task.objects.filter(pk=task.pk).update(deadline=now())
    answers = answers_of(task, people)
    assert set(answers) == {"over"}
    assert not Claim.objects.exists()


def test_claims_on_both_sides_of_the_deadline_stop_at_it(transactional_db: None) -> None:
    """R-C2: half the crowd comes a second before, half a second after; none later than the deadline is in."""
    cast = build_cast()
    task = village_task(cast, quota=None)
    people = crowd_of(cast, MEMBERS)
    deadline = now() + timedelta(days=1)
    Task.objects.filter(pk=task.pk).update(deadline=deadline)
    early, late = people[: MEMBERS // 2], people[MEMBERS // 2 :]
    answers = all_at_once(
        [partial(claim_standing_at, deadline - SECOND, task.pk, early[at::8]) for at in range(8)]
        + [partial(claim_standing_at, deadline + SECOND, task.pk, late[at::8]) for at in range(8)]
    )
    codes = Counter(code for answer in answers if not isinstance(answer, Exception) for code in answer)
    assert codes == {"claimed": len(early), "over": len(late)}
    assert not Claim.objects.filter(claimed_at__gte=deadline).exists()
    assert not Claim.objects.filter(person__in=late).exists()


def claim_standing_at(moment: datetime, task_pk: int, people: list[Person]) -> list[str]:
    with standing_at(moment):
        return claim_each(task_pk, people)


def test_a_quota_lowered_while_a_crowd_claims_never_falls_below_what_is_claimed(
    transactional_db: None,
) -> None:
    """R-C2: the change asks in its statement how many are in."""
    cast = build_cast()
    task = village_task(cast, quota=QUOTA)
    people = crowd_of(cast, MEMBERS)
    lowering = [partial(lowered_or_why, task.pk, cast, quota) for quota in range(QUOTA, 0, -2)]
    crowd = [partial(claim_each, task.pk, people[at::HANDS]) for at in range(HANDS)]
    answers = all_at_once([*crowd, *lowering])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    task.refresh_from_db()
    assert task.quota is not None
    assert task.claimed == Claim.objects.filter(task=task).count() <= task.quota


def lowered_or_why(task_pk: int, cast: Cast, quota: int) -> list[str]:
    task = Task.objects.select_related("org").get(pk=task_pk)
    try:
        change_task(task, facts(quota=quota), by=cast.secretary)
    except Refused as refusal:
        return [refusal.reason.code]
    return ["lowered"]


def test_shares_of_a_quantity_are_never_more_than_there_is(transactional_db: None) -> None:
    cast = build_cast()
    task = village_task(cast, quota=50, share_unit="箱")
    answers = all_at_once([partial(share_or_why, task.pk, person) for person in crowd_of(cast, HANDS)])
    assert Counter(answers) == {"claimed": 7, "too_much": HANDS - 7}
    assert Task.objects.get(pk=task.pk).claimed == 49
    assert not miscounted_tasks().exists()


def share_or_why(task_pk: int, person: Person) -> str:
    assert person.account is not None
    task = Task.objects.select_related("org").get(pk=task_pk)
    try:
        claim_task(task, person, by=viewer_for(person.account), share=7)
    except Refused as refusal:
        return refusal.reason.code
    return "claimed"


def test_a_turn_is_never_given_to_more_than_it_needs(transactional_db: None) -> None:
    cast = build_cast()
    start = now() + timedelta(days=2)
    hours = [(start + timedelta(days=day), start + timedelta(days=day, hours=4), 3) for day in range(2)]
    task = village_task(cast, kind="duty", quota=None, slots=hours)
    answers = all_at_once([partial(turn_or_why, task.pk, person) for person in crowd_of(cast, HANDS)])
    assert Counter(answers) == {"claimed": 3, "slot_full": HANDS - 3}
    assert [slot.claimed for slot in task.slots.order_by("starts_at")] == [3, 0]
    assert not miscounted_slots().exists()


def turn_or_why(task_pk: int, person: Person) -> str:
    """Everybody wants the first turn."""
    assert person.account is not None
    task = Task.objects.select_related("org").get(pk=task_pk)
    first = task.slots.order_by("starts_at")[:1]
    try:
        claim_task(task, person, by=viewer_for(person.account), slots=list(first))
    except Refused as refusal:
        return refusal.reason.code
    return "claimed"


def test_looking_first_and_taking_then_oversells(transactional_db: None) -> None:
    """The positive control: with the guard off the same crowd gets more than there is."""
    cast = build_cast()
    task = village_task(cast, quota=CONTROL_QUOTA)
    people = crowd_of(cast, HANDS)
    answers = all_at_once([partial(look_and_take, task.pk, person) for person in people])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Claim.objects.filter(task=task).count() > CONTROL_QUOTA


def look_and_take(task_pk: int, person: Person) -> None:
    task = Task.objects.get(pk=task_pk)
    if Claim.objects.filter(task=task).count() < (task.quota or 0):
        time.sleep(0.1)
        Claim.objects.create(task=task, person=person, org_id=person.home_id, claimed_at=now())
        Task.objects.filter(pk=task_pk, claimed__lt=F("quota")).update(claimed=F("claimed") + 1)


def test_the_database_itself_refuses_a_counter_above_the_quota(transactional_db: None) -> None:
    task = village_task(build_cast(), quota=2)
    with pytest.raises(IntegrityError):
        Task.objects.filter(pk=task.pk).update(claimed=3)
