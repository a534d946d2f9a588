"""Periods are values such as 2026-02, never inferred from the time a thing arrives (R-T1, R-T3)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_SHAPES = (
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half_year", re.compile(r"(\d{4})-H([12])")),
    ("year", re.compile(r"(\d{4})()")),
)


@dataclass(frozen=True, order=True)
class Period:
    """A month, quarter, half year or year: half-open in Asia/Shanghai, [first day, day after the last)."""

    year: int
    number: int
    cadence: str = "month"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read 2021-10, 2021-Q4, 2021-H2 or 2021; ValueError otherwise."""
        for cadence, shape in _SHAPES:
            if found := shape.fullmatch(text):
                return cls(int(found[1]), int(found[2] or 1), cadence)
        raise ValueError("period")

    @classmethod
    def of(cls, day: date, cadence: str = "month") -> "Period":
        """The period of this cadence that holds the day."""
        return cls(day.year, (day.month - 1) // MONTHS_IN[cadence] + 1, cadence)

    def __str__(self) -> str:
        letter = {"quarter": "Q", "half_year": "H"}.get(self.cadence, "")
        if self.cadence == "year":
            return f"{self.year:04d}"
        return f"{self.year:04d}-{letter}{self.number}" if letter else f"{self.year:04d}-{self.number:02d}"

    @property
    def words(self) -> str:
        """2021年10月, 2021年第4季度, 2021年下半年, 2021年."""
        texts = {
            "month": date_format(self.first_day, "YEAR_MONTH_FORMAT"),
            "quarter": _("%(year)s年第%(number)s季度"),
            "half_year": _("%(year)s年上半年") if self.number == 1 else _("%(year)s年下半年"),
            "year": _("%(year)s年"),
        }
        return texts[self.cadence] % {"year": self.year, "number": self.number}

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_IN[self.cadence] + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    @property
    def start(self) -> datetime:
        return midnight(self.first_day)

    @property
    def end(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return midnight(self.next().first_day)

    def next(self) -> "Period":
        return self._shifted(1)

    def previous(self) -> "Period":
        return self._shifted(-1)

    def _shifted(self, steps: int) -> "Period":
        per_year = 12 // MONTHS_IN[self.cadence]
        count = self.year * per_year + self.number - 1 + steps
        return Period(count // per_year, count % per_year + 1, self.cadence)


def midnight(day: date) -> datetime:
    """00:00 of the day in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min))


def months_between(start: date, until: date) -> int:
    """Whole months from one day to another; the 31st counts as reached on a shorter month's last day."""
    months = (until.year - start.year) * 12 + until.month - start.month
    last_of_month = (until + timedelta(days=1)).day == 1
    return months if until.day >= start.day or last_of_month else months - 1


def day_in(period: Period, day_of_month: int) -> date:
    """That day of the period's last month, or the month's last day when it is shorter (R-T1)."""
    last = period.last_day
    return last.replace(day=min(day_of_month, last.day))
