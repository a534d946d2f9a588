"""Limits, kept in the database so that they hold across processes and restarts (R-B1, trust.md 0a)."""

from django.db.models import F, Value
from django.db.models.functions import Greatest

from banyan.accounts.models import Bucket
from banyan.accounts.queries import digest_of
from banyan.accounts.rules import Limit
from banyan.shared.clock import now
from banyan.shared.errors import TooOften


def take(limit: Limit, subject: str) -> None:
    """Use one try of a limit up; TooOften, with the seconds to wait, when none is left.

    One conditional UPDATE counts and decides, so that two processes never spend the same try.
    """
    key, moment = _key(limit, subject), _now_ms()
    if _spend(limit, key, moment):
        return
    Bucket.objects.bulk_create([Bucket(key=key)], ignore_conflicts=True)
    if not _spend(limit, key, moment):
        whole_at = Bucket.objects.values_list("whole_at_ms", flat=True).get(key=key)
        raise TooOften(max(1, -((_latest(limit, moment) - whole_at) // 1000)))


def give_back(limit: Limit, subject: str) -> None:
    """A try that succeeded does not count."""
    Bucket.objects.filter(key=_key(limit, subject)).update(
        whole_at_ms=F("whole_at_ms") - limit.seconds * 1000
    )


def is_free(limit: Limit, subject: str) -> bool:
    """The same without an error: was there a try left?"""
    try:
        take(limit, subject)
    except TooOften:
        return False
    return True


def forget_whole_buckets() -> int:
    """Delete buckets that limit nobody any more; returns how many."""
    return Bucket.objects.filter(whole_at_ms__lt=_now_ms()).delete()[0]


def _spend(limit: Limit, key: str, moment: int) -> int:
    spent = Greatest(F("whole_at_ms"), Value(moment)) + limit.seconds * 1000
    waiting = Bucket.objects.filter(key=key, whole_at_ms__lte=_latest(limit, moment))
    return waiting.update(whole_at_ms=spent)


def _latest(limit: Limit, moment: int) -> int:
    """Until when the bucket may need to become whole and still have a try left."""
    return moment + (limit.tries - 1) * limit.seconds * 1000


def _key(limit: Limit, subject: str) -> str:
    return digest_of(f"{limit.name}|{subject}")


def _now_ms() -> int:
    return int(now().timestamp() * 1000)
