"""What is proven by taking it away: whoever sums up waits for entries begun before, nobody answers himself, a long
list ends (R-L3, R-P8, T13)."""

from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from banyan.demo.cast import Cast, build_cast
from banyan.ledger.actions.booking import award
from banyan.ledger.actions.closing import answer_objection, close_period
from banyan.ledger.models import Closing, Consent, Entry, Objection, Standing
from banyan.ledger.queries.closings import NAMED_MOST, closings_adrift, names_on
from banyan.ledger.states import Activity, EntryKind
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import RANKING_VISIBILITY
from banyan.people.models import Person
from banyan.shared.clock import now, standing_at
from banyan.shared.errors import Refused
from banyan.shared.periods import Period, midnight
from tests.crowd import all_at_once
from tests.ledger.worths import county_worth

HALF = Period.parse("2026-H1")
OVER = midnight(date(2026, 7, 3))


def booked(cast: Cast, person: Person) -> Entry:
    day = date(2026, 5, 5)
    entry = award(person, Activity.TASK, source=f"claim:{person.pk}", day=day, by=cast.secretary)
    assert entry is not None
    return entry


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_entry_begun_before_the_sum_is_in_it(db: None) -> None:
    """Without the lock the sum is taken up to a number below which another entry comes to light later."""
    cast = build_cast()
    county_worth(cast, 200)
    like = booked(cast, cast.third_member)
    is_begun, is_later_booked, is_closed = Event(), Event(), Event()

    def begin_early() -> None:
        with transaction.atomic():
            entry = Entry(person=cast.member, org=like.org, kind=like.kind, activity=like.activity)
            entry.grade, entry.period, entry.amount, entry.source = (
                like.grade,
                like.period,
                300,
                "claim:early",
            )
            entry.booked_at, entry.booked_by = like.booked_at, like.booked_by
            entry.save(force_insert=True)
            is_begun.set()
            is_later_booked.wait(20)
            is_closed.wait(1)

    def close() -> None:
        is_begun.wait(20)
        if connection.vendor == "postgresql":  # SQLite has one writer at a time: nobody books beside it
            booked(cast, cast.second_member)
        is_later_booked.set()
        with standing_at(OVER):
            close_period(cast.shazhou, EntryKind.POINTS, HALF, by=cast.secretary)
        is_closed.set()

    assert all_at_once([begin_early, close]) == [None, None]
    assert closings_adrift(None) == []
    assert Standing.objects.get(person=cast.member).amount == 300


@pytest.mark.django_db
def test_nobody_answers_his_own_objection(cast: Cast) -> None:
    county_worth(cast, 200)
    with standing_at(OVER):
        closing = close_period(cast.shazhou, EntryKind.POINTS, HALF, by=cast.secretary)
        Person.objects.filter(pk=cast.third_member.pk).update(account=cast.secretary.account)
        person = Person.objects.get(pk=cast.third_member.pk)
        objection = Objection(closing=closing, person=person, words="少记了", answer="", made_at=now())
        objection.save(force_insert=True)
        with pytest.raises(Refused, check=lambda problem: problem.reason.code == "own_objection"):
            answer_objection(objection, "补上了", by=cast.secretary)
        answer_objection(objection, "补上了", by=cast.township_officer)


def crowded(cast: Cast, count: int) -> Closing:
    """A period of so many members who agreed, each with a sum of his own."""
    set_policy(cast.county, RANKING_VISIBILITY, "full", by=cast.county_officer)
    with standing_at(OVER):
        closing = close_period(cast.shazhou, EntryKind.POINTS, HALF, by=cast.secretary)
    people = Person.objects.bulk_create(
        Person(name=f"众{number}", home=cast.shazhou, birth="1990") for number in range(count)
    )
    Consent.objects.bulk_create(Consent(person=person, given_at=now()) for person in people)
    Standing.objects.bulk_create(
        Standing(closing=closing, person=person, amount=count - at, place=at + 1)
        for at, person in enumerate(people)
    )
    return closing


@pytest.mark.django_db
def test_a_long_list_names_the_first_hundred_of_those_still_at_home_there(cast: Cast) -> None:
    closing = crowded(cast, NAMED_MOST + 3)
    first, second, third = closing.standings.order_by("place")[:3]
    Person.objects.filter(pk=first.person_id).update(ended_on=OVER.date())
    Person.objects.filter(pk=second.person_id).update(home=cast.baonan)
    named = names_on(closing)
    assert [(len(named), named[0].person.pk, named[0].place)] == [(NAMED_MOST, third.person_id, 1)]
