"""The measures of journeys, check-ins and reports: computed from dated facts, never from a status, so that a
past period stays what it was (story.md, What is counted). The tree is today's."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from banyan.journeys.models import CheckIn, Journey, Stop
from banyan.journeys.queries.report_due import due, open_at_end, reports_for
from banyan.orgs.models import Organisation
from banyan.shared.measures import Basis, Measure
from banyan.shared.periods import Period


def stops_at_end(period: Period) -> "QuerySet[Stop]":
    """Where journeys stood on the period's last day."""
    last_day = period.last_day
    return Stop.objects.filter(
        Q(until_day=None) | Q(until_day__gt=last_day), from_day__lte=last_day.isoformat()
    )


def away(org: Organisation, period: Period) -> "QuerySet[Journey]":
    """Open journeys outside the prefecture (市外); an unknown place counts as outside (不掌握流向)."""
    found = open_at_end(org, period)
    prefecture = (org.region_id or "")[:4]
    if not prefecture:
        return found
    inside = stops_at_end(period).filter(journey=OuterRef("pk"), city_code=prefecture)
    return found.exclude(Exists(inside))


def confirmed_by_end(period: Period) -> "QuerySet[CheckIn]":
    """Check-ins that counted at the period's end; one taken back never counted."""
    return CheckIn.objects.filter(confirmed_at__lt=period.end, withdrawn_at=None)


def checked_in(org: Organisation, period: Period) -> "QuerySet[Journey]":
    return away(org, period).filter(Exists(confirmed_by_end(period).filter(journey=OuterRef("pk"))))


def reported(org: Organisation, period: Period) -> "QuerySet[Journey]":
    return due(org, period).filter(Exists(reports_for(period).filter(journey=OuterRef("pk"))))


def reported_on_time(org: Organisation, period: Period) -> "QuerySet[Journey]":
    timely = reports_for(period).annotate(day=TruncDate("received_at")).filter(day__lte=F("due_on"))
    return due(org, period).filter(Exists(timely.filter(journey=OuterRef("pk"))))


MEASURES = (
    Measure(
        "away",
        _("外出党员"),
        _("期末仍在市外的外出党员，含短期外出、流动和应转未转；去向不明的计入。"),
        Basis.AT_END,
        _("人"),
        "A-08",
        away,
    ),
    Measure(
        "checked_in",
        _("已到流入地报到"),
        _("期末在外党员中，本次外出的报到在期末前已获确认的人数。"),
        Basis.AT_END,
        _("人"),
        "B-01",
        checked_in,
        of="away",
    ),
    Measure(
        "due",
        _("应报告"),
        _("期末仍在外、按所在支部规定本期应当报告的人数。"),
        Basis.IN_PERIOD,
        _("人"),
        "C-01",
        due,
    ),
    Measure(
        "reported",
        _("已报告"),
        _("应报告的人中，有本期报告的人数；报告何时收到、用什么方式都算。"),
        Basis.IN_PERIOD,
        _("人"),
        "C-03",
        reported,
        of="due",
    ),
    Measure(
        "reported_on_time",
        _("按时报告"),
        _("应报告的人中，在截止日当天或之前收到本期报告的人数。"),
        Basis.IN_PERIOD,
        _("人"),
        "C-03",
        reported_on_time,
        of="due",
    ),
)
