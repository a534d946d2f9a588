"""One bucket under many hands: not one try more than it holds, on either database (R-B1)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import F
from time_machine import TimeMachineFixture

from banyan.accounts.actions.limits import forget_whole_buckets, give_back, is_free, take
from banyan.accounts.models import Bucket
from banyan.accounts.rules import Limit
from banyan.shared.errors import TooOften
from tests.environment import IS_LONG

LIMIT = Limit("test", tries=8, seconds=3600)
# Not a divisor of the tries, so that the positive control cannot stop exactly at the limit; one of TRIES.
WORKERS = 5
TRIES = 1000 if IS_LONG else 200


def spread(attempt: Callable[[], bool]) -> int:
    """How many of TRIES attempts, made by WORKERS connections at once, got through."""

    def work(_number: int) -> bool:
        try:
            return attempt()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(work, range(TRIES)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_spend_more_tries_than_there_are() -> None:
    assert spread(lambda: is_free(LIMIT, "somebody")) == LIMIT.tries


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_counting_first_and_writing_then_would_let_more_through() -> None:
    """The positive control: the race is real, and the conditional UPDATE is what closes it."""
    Bucket.objects.create(key="naive")
    together = threading.Barrier(WORKERS)

    def count_then_write() -> bool:
        used = Bucket.objects.get(key="naive").whole_at_ms
        together.wait()
        if used >= LIMIT.tries:
            return False
        Bucket.objects.filter(key="naive").update(whole_at_ms=F("whole_at_ms") + 1)
        return True

    assert spread(count_then_write) > LIMIT.tries


@pytest.fixture
def empty_bucket(db: None) -> None:
    for _try in range(LIMIT.tries):
        take(LIMIT, "somebody")


def test_a_try_given_back_can_be_used_again(empty_bucket: None) -> None:
    assert not is_free(LIMIT, "somebody")
    give_back(LIMIT, "somebody")
    assert is_free(LIMIT, "somebody")
    assert not is_free(LIMIT, "somebody")


def test_buckets_of_two_subjects_and_two_limits_do_not_mix(empty_bucket: None) -> None:
    assert is_free(LIMIT, "somebody else")
    assert is_free(Limit("other", tries=1, seconds=60), "somebody")


def test_the_table_names_nobody(empty_bucket: None) -> None:
    assert "somebody" not in str(Bucket.objects.values_list())


def test_whole_buckets_are_forgotten_and_others_kept(db: None, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    for _try in range(LIMIT.tries):
        take(LIMIT, "somebody")
    with pytest.raises(TooOften) as refused:
        take(LIMIT, "somebody")
    assert refused.value.seconds == 3600
    time_machine.shift(8 * 3600)
    assert forget_whole_buckets() == 0
    time_machine.shift(1)
    assert forget_whole_buckets() == 1
