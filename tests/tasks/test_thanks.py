"""Accepted work is thanked for: everybody who did it, as what it was, as well as it was done (I-01, I-02)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.ledger.models import Entry
from banyan.ledger.states import Activity, Grade
from banyan.notify.queries import messages_of
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused
from banyan.tasks.actions import (
    accept_work,
    add_partner,
    claim_task,
    record_service,
    remind_reviewers,
    submit_claim,
)
from banyan.tasks.models import Claim
from tests.ledger.worths import county_worth, worth_at
from tests.tasks.work import village_task

pytestmark = pytest.mark.django_db


def handed_in(cast: Cast, *, partner: Person | None = None, **given: Any) -> Claim:
    claim = claim_task(village_task(cast, **given), cast.member, by=viewer_of(cast.member))
    if partner:
        add_partner(claim, partner, by=viewer_of(cast.member))
    submit_claim(claim, "做好了", by=viewer_of(cast.member))
    return claim


def booked(cast: Cast) -> list[tuple[Person, str, int]]:
    return [(each.person, each.activity, each.amount) for each in Entry.objects.order_by("pk")]


def worth_of_class(org: Organisation, activity: str, amount: int, *, by: Viewer) -> None:
    worth_at(org, amount, activity=activity, by=by)


def test_whoever_did_it_together_is_thanked_too_and_the_entry_says_for_what(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    county_worth(cast, 200)
    claim = handed_in(cast, partner=cast.second_member, title="路口值守")
    with django_capture_on_commit_callbacks(execute=True):
        accept_work(claim, by=cast.secretary)
    assert booked(cast) == [(cast.member, Activity.TASK, 200), (cast.second_member, Activity.TASK, 200)]
    assert {entry.words.open() for entry in Entry.objects.all()} == {"路口值守"}
    for person in (cast.member, cast.second_member):
        assert "“路口值守”已通过" in messages_of(viewer_of(person)).get(kind="claim.accepted").words


def test_who_did_it_together_does_not_review_it(cast: Cast, client: Client) -> None:
    claim = handed_in(cast, partner=cast.second_member)
    Person.objects.filter(pk=cast.second_member.pk).update(account=cast.secretary.account)
    with pytest.raises(Refused) as refusal:
        accept_work(claim, by=cast.secretary)
    assert refusal.value.reason.code == "own_work"
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    assert "acceptances" not in client.get(f"/claims/{claim.ref}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "activity"),
    [("service", "volunteering"), ("team", "volunteering"), ("donation", "charity"), ("study", "study")],
)
def test_each_kind_is_thanked_for_as_its_class(cast: Cast, kind: str, activity: str) -> None:
    county_worth(cast, 200)
    worth_of_class(cast.township, activity, 300, by=cast.township_officer)
    accept_work(handed_in(cast, kind=kind), by=cast.secretary)
    assert booked(cast) == [(cast.member, activity, 300)]


def test_without_a_word_for_its_class_it_is_assigned_work_but_not_what_one_did_on_his_own(cast: Cast) -> None:
    county_worth(cast, 200)
    accept_work(handed_in(cast, kind="service"), by=cast.secretary)
    facts = {"title": "社区志愿者", "day": today(), "hundredths": 200}
    alone = record_service(cast.second_member, None, facts, by=viewer_of(cast.second_member))
    accept_work(alone, by=cast.secretary)
    assert booked(cast) == [(cast.member, Activity.TASK, 200)]
    worth_of_class(cast.township, Activity.VOLUNTEERING, 300, by=cast.township_officer)
    again = record_service(cast.second_member, None, facts, by=viewer_of(cast.second_member))
    accept_work(again, by=cast.secretary)
    assert booked(cast)[1:] == [(cast.second_member, Activity.VOLUNTEERING, 300)]


def test_work_done_well_is_accepted_as_such_where_a_word_is_set_for_it(cast: Cast, client: Client) -> None:
    county_worth(cast, 200)
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    claim = handed_in(cast)
    page = f"/claims/{claim.ref}/"
    assert 'name="grade"' not in client.get(page).content.decode()
    worth_at(cast.township, 500, grade=Grade.EXCELLENT, by=cast.township_officer)
    shown = client.get(page).content.decode()
    assert 'name="grade" value="excellent"' in shown
    assert 'value="good"' not in shown
    client.post(f"{page}acceptances/", {"grade": "excellent"})
    assert booked(cast) == [(cast.member, Activity.TASK, 500)]


def test_what_a_secretary_did_himself_waits_with_the_office_above(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    own = cast.secretary.account
    assert own is not None
    with django_capture_on_commit_callbacks(execute=True):
        him = viewer_of(cast.second_member)
        claim = claim_task(village_task(cast), cast.second_member, by=him)
        submit_claim(claim, "书记自己做的", by=him)
        Person.objects.filter(pk=cast.second_member.pk).update(account=own)
    assert [messages_of(each).filter(is_asking=True).count() for each in two_offices(cast)] == [0, 1]
    client.force_login(own)
    assert "书记自己做的" not in client.get("/tasks/review/").content.decode()
    assert "书记自己做的" not in client.get("/").content.decode()
    Claim.objects.update(submitted_at=now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        remind_reviewers(now())
    late = [messages_of(each).filter(kind="claim.review_late").count() for each in two_offices(cast)]
    assert late == [0, 1]
    accept_work(claim, by=cast.township_officer)


def two_offices(cast: Cast) -> tuple[Viewer, Viewer]:
    return cast.secretary, cast.township_officer
