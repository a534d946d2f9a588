"""Dates as papers know them: a year, a month or a day, never more precise than what was written (A-10)."""

import calendar
import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Length of the text -> how it is shown.
FORMATS = {len("2012-04"): "YEAR_MONTH_FORMAT", len("2012-04-01"): "DATE_FORMAT"}
_SHAPE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Is it 2012, 2012-04 or 2012-04-01, and does such a day exist?"""
    found = _SHAPE.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def earliest_day(text: str) -> date:
    """The first day the text can mean."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def latest_day(text: str) -> date:
    """The last day the text can mean."""
    parts = [int(part) for part in text.split("-")]
    year, month = [*parts, 12][:2]
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def words_of(text: str) -> str:
    """2012年4月1日, as far as it is known, in the language of the screen."""
    if len(text) == len("2012"):
        return _("%(year)s年") % {"year": text}
    return date_format(earliest_day(text), FORMATS[len(text)]) if text else ""
