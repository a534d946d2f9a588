"""A desk's home: what waits for me, grouped by act; and, for those who look after many, how do we stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.insight.measures import HEADLINES, MEASURES
from banyan.insight.permissions import SEE_FIGURES
from banyan.journeys.models import CheckIn, Receipt, Report
from banyan.journeys.permissions import REPORT_FOR
from banyan.journeys.queries.arrival import check_ins_waiting_for
from banyan.journeys.queries.receipt import receipts_listed
from banyan.journeys.queries.report import unread_reports
from banyan.journeys.queries.report_silence import period_asked, tally_of
from banyan.journeys.states import Matter, ReceiptStatus
from banyan.notify.models import Outgoing
from banyan.notify.queries import texts_to_pass_on
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.shared.measures import percentage
from banyan.shared.periods import Period

LINES = 5


@dataclass(frozen=True)
class Line:
    """One thing that waits: who, in which words, since how many days, and where it is dealt with."""

    name: str
    words: str
    address: str
    days: int = 0
    note: str | Promise = ""


@dataclass(frozen=True)
class Waiting:
    """A group of them: how many in all, the first few, and the page of the whole list.

    `inbox` is the fragment in which the app itself lets them be decided in place.
    """

    title: str | Promise
    icon: str
    count: int
    address: str
    lines: list[Line] = field(default_factory=list)
    inbox: str = ""


@dataclass(frozen=True)
class Figure:
    """One headline figure in words, as web/parts/figure.html draws it."""

    name: str | Promise
    numerator: int
    denominator: int | None
    whole: str | Promise
    unit: str | Promise
    definition: str | Promise
    list_address: str

    @property
    def rate(self) -> float | None:
        return percentage(self.numerator, self.denominator) if self.denominator is not None else None


@dataclass(frozen=True)
class Reported:
    """How a branch or township stands with the reports of one period."""

    period: Period
    due: int
    reported: int

    @property
    def missing(self) -> int:
        return self.due - self.reported


@dataclass(frozen=True)
class Source:
    """Where one group comes from: the rows that wait, and how a row is said in a line."""

    title: str | Promise
    icon: str
    route: str
    rows: "Callable[[Viewer], QuerySet[Any]]"
    line: Callable[[Any], Line]
    inbox: str = ""


def _check_in_line(check_in: CheckIn) -> Line:
    words = f"{check_in.org.name} → {check_in.host.name}"
    address = reverse("journeys:check-in", args=[check_in.ref])
    days = (now() - check_in.sent_at).days if check_in.sent_at else 0
    return Line(check_in.journey.person.name, words, address, days)


def _receipt_line(receipt: Receipt) -> Line:
    since = receipt.returned_at or receipt.stamped_at
    address = reverse("journeys:person", args=[receipt.journey.person.ref])
    return Line(receipt.journey.person.name, receipt.org.name, address, (now() - since).days if since else 0)


def _report_line(report: Report) -> Line:
    words = report.words or str(report.get_matter_display())
    note = "" if report.matter == Matter.WELL else str(report.get_matter_display())
    address = reverse("journeys:report-detail", args=[report.ref])
    return Line(report.person.name, words, address, (now() - report.received_at).days, note)


def _text_line(text: Outgoing) -> Line:
    return Line(text.person.name, text.words, reverse("notify:texts"), (now() - text.made_at).days)


def _stamped(viewer: Viewer) -> "QuerySet[Receipt]":
    return _shelf(viewer, ReceiptStatus.STAMPED)


def _returned(viewer: Viewer) -> "QuerySet[Receipt]":
    return _shelf(viewer, ReceiptStatus.RETURNED)


def _shelf(viewer: Viewer, name: str) -> "QuerySet[Receipt]":
    shelf = receipts_listed(viewer, name)
    return shelf.rows.order_by(*shelf.order)


SOURCES = (
    Source(
        _("等您确认的报到"),
        "map-pin",
        "journeys:waiting",
        check_ins_waiting_for,
        _check_in_line,
        "journeys:inbox-arrivals",
    ),
    Source(_("没看过的报告"), "calendar", "journeys:reports", unread_reports, _report_line),
    Source(
        _("等收回的回执"),
        "certificate",
        "journeys:receipts",
        _stamped,
        _receipt_line,
        "journeys:inbox-receipts",
    ),
    Source(_("等归档的回执"), "certificate", "journeys:receipts", _returned, _receipt_line),
    Source(_("等您转告的话"), "message", "notify:texts", texts_to_pass_on, _text_line),
)


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Every group that is not empty, in the order of the house."""
    return list(_groups(viewer))


def _groups(viewer: Viewer) -> Iterator[Waiting]:
    for source in SOURCES:
        found = source.rows(viewer)
        if count := found.count():
            lines = [source.line(row) for row in found[:LINES]]
            inbox = reverse(source.inbox) if source.inbox else ""
            yield Waiting(source.title, source.icon, count, reverse(source.route), lines, inbox)


def tally_for(viewer: Viewer) -> Reported | None:
    """How many of his own have reported this period; None for an office that takes no reports."""
    held = next(iter(viewer.holding(REPORT_FOR)), None)
    if held is None:
        return None
    period = period_asked(held.org)
    counted = tally_of(viewer, held.org, period)
    return Reported(period, counted.due, counted.reported)


def figures_for(viewer: Viewer, period: Period) -> list[Figure]:
    """The four headline figures of the committee he acts for; a branch has its tally instead."""
    held = [each for each in viewer.holding(SEE_FIGURES) if not each.org.is_branch]
    widest = min(held, key=lambda each: len(each.org.path), default=None)
    return [_figure(name, widest.org, period) for name in HEADLINES] if widest else []


def _figure(name: str, org: Organisation, period: Period) -> Figure:
    measure = MEASURES[name]
    whole = MEASURES[measure.of] if measure.of else None
    return Figure(
        name=measure.words,
        numerator=measure.count(org, period),
        denominator=whole.count(org, period) if whole else None,
        whole=whole.words if whole else "",
        unit=measure.unit,
        definition=measure.definition,
        list_address=f"{reverse('insight:rows', args=[org.ref])}?period={period}&measure={name}",
    )
