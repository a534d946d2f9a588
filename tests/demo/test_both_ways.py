"""What the demonstration writes in bulk equals what the actions write, row by row (story.md, Demonstration)."""

from random import Random
from typing import Any

from django.db import models, transaction

from banyan.audit.record import SYSTEM
from banyan.demo.cast import Cast
from banyan.demo.figures import Layout
from banyan.demo.laying import Laying
from banyan.demo.places import Places
from banyan.journeys.actions.departure import start_journey
from banyan.journeys.models import Journey, Stop
from banyan.orgs.models import Region
from banyan.people.actions import enroll, write_facts
from banyan.people.actions.roll import FACTS
from banyan.people.models import Membership, Person
from banyan.shared.clock import standing_at
from banyan.shared.fields import Sealed

PEOPLE = 200
# Numbers given on storing, and who typed it in: the story differs, the facts may not.
BESIDE = {"id", "ref", "person", "journey", "added_at", "started_at", "started_by", "version"}


def laid_out(cast: Cast) -> Laying:
    Region.objects.get_or_create(pk="4403", defaults={"name": "深圳市", "level": "city", "parent_id": "44"})
    chance = Random(7)
    laying = Laying(chance, Places(chance), Layout(PEOPLE, 0, 0, 0, 0, 0, 0, 0))
    for _each in range(PEOPLE):
        laying.journey(laying.person(cast.shazhou))
    return laying


def plain(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    return value.open() if isinstance(value, Sealed) else value


def stored(model: type[models.Model], **which: Any) -> list[dict[str, Any]]:
    fields = [field for field in model._meta.fields if field.name not in BESIDE]
    rows = model._default_manager.filter(**which).order_by("pk")
    return [{field.name: plain(row, field) for field in fields} for row in rows]


def everything(cast: Cast, known: set[int]) -> dict[str, list[dict[str, Any]]]:
    new = Person.objects.filter(home=cast.shazhou).exclude(pk__in=known).values("pk")
    return {
        "people": stored(Person, pk__in=new),
        "memberships": stored(Membership, person__in=new),
        "journeys": stored(Journey, person__in=new),
        "stops": stored(Stop, journey__person__in=new),
    }


def through_the_actions(laying: Laying) -> None:
    rows = laying.rows
    for laid, belonging, journey, stop in zip(
        rows.people, rows.memberships, rows.journeys, rows.stops, strict=True
    ):
        person = Person(home=laid.home)
        write_facts(person, {name: plain(laid, Person._meta.get_field(name)) for name in FACTS})  # type: ignore[arg-type]
        enroll(person, by=SYSTEM, from_day=belonging.from_day)
        told = {
            name: getattr(journey, name)
            for name in ("departed_on", "expected_until", "leave_reason", "has_certificate")
        }
        place = {
            name: getattr(stop, name)
            for name in ("region", "place_words", "employer", "occupation", "is_fixed")
        }
        with standing_at(laying.period.end):
            start_journey(person, told | place, by=SYSTEM)


def test_two_hundred_people_are_the_same_both_ways(cast: Cast) -> None:
    known = set(Person.objects.values_list("pk", flat=True))
    with transaction.atomic():
        in_bulk_of = laid_out(cast)
        in_bulk_of.rows.store()
        in_bulk = everything(cast, known)
        transaction.set_rollback(True)
    through_the_actions(laid_out(cast))
    one_by_one = everything(cast, known)
    assert [len(rows) for rows in in_bulk.values()] == [PEOPLE] * 4
    for name, rows in in_bulk.items():
        assert rows == one_by_one[name], name
