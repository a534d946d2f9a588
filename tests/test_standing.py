"""The cast of the tests is laid down as rows: they are those that the actions leave, and nobody shares them."""

from dataclasses import fields
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from banyan.audit.queries import check_chain
from banyan.demo.cast import Cast, build_cast
from banyan.orgs.viewers import Viewer
from banyan.people.models import Membership, Person
from banyan.shared.clock import today
from tests.standing import stand_cast

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def words_of(cast: Cast) -> list[str]:
    people = [getattr(cast, field.name) for field in fields(cast)]
    return [each.audit_label if isinstance(each, Viewer) else str(each) for each in people]


def test_what_is_laid_down_is_what_the_actions_leave() -> None:
    with transaction.atomic():
        built, left = words_of(build_cast()), rows()
        transaction.set_rollback(True)
    first, second = None, None
    for _turn in range(2):
        with transaction.atomic():
            cast = stand_cast()
            first, second = second, (words_of(cast), rows())
            assert check_chain().first_bad is None
            cast.member.name = "改了名"
            cast.member.save()
            transaction.set_rollback(True)
    assert first == second == (built, left)


def test_what_a_test_adds_collides_with_nothing_of_it() -> None:
    cast = stand_cast()
    added = Person.objects.create(home=cast.shazhou, name="后来人")
    assert Person.objects.get(pk=added.pk).name == "后来人"


def test_on_another_day_it_is_built_anew() -> None:
    stand = Membership.objects.values_list("from_day", flat=True)
    with transaction.atomic():
        stand_cast()
        assert set(stand.all()) == {today()}
        transaction.set_rollback(True)
    with time_machine.travel("2099-01-01 10:00+08:00", tick=False):
        stand_cast()
        assert set(stand.all()) == {date(2099, 1, 1)}
