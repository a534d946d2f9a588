"""The one clock. Time is read once per act and passed on; tests move it with time-machine."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware (stored as UTC, shown in Asia/Shanghai)."""
    return timezone.now()


def today() -> date:
    """The calendar day in Asia/Shanghai."""
    return timezone.localdate()
