"""The one clock. Time is read once per act and passed on; tests move it with time-machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """This moment, aware (stored as UTC, shown in Asia/Shanghai)."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The calendar day in Asia/Shanghai."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Acts inside happen at that moment: how the demonstration tells a story of two years."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
