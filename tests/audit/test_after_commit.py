"""What is told after an act remembers its own acts: nothing falls out of the record."""

import pytest
from django.db import transaction

from banyan.audit.models import Entry
from banyan.audit.record import SYSTEM, act, remember


@act
def tell_later() -> None:
    remember(SYSTEM, "message.told")


@act
def do_something() -> None:
    remember(SYSTEM, "thing.done")
    transaction.on_commit(tell_later)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_runs_after_the_commit_of_another_is_recorded() -> None:
    do_something()
    assert list(Entry.objects.order_by("seq").values_list("act", flat=True)) == ["thing.done", "message.told"]
