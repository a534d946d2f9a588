"""A desk's home: what waits for me, grouped by act; and, for those who look after many, how do we stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.insight.measures import HEADLINES, MEASURES
from banyan.insight.permissions import SEE_FIGURES
from banyan.intake.models import Batch, Paste
from banyan.intake.queries.batches import batches_seen_by
from banyan.intake.queries.chats import pastes_seen_by
from banyan.intake.states import BatchStatus, PasteStatus
from banyan.journeys.models import Receipt
from banyan.journeys.permissions import ANSWER_REPORTS, REPORT_FOR
from banyan.journeys.queries.arrival import check_ins_waiting_for
from banyan.journeys.queries.knock import knocks_waiting_for
from banyan.journeys.queries.receipt import receipts_listed
from banyan.journeys.queries.report import unread_reports
from banyan.journeys.queries.report_silence import period_asked, tally_of
from banyan.journeys.states import ReceiptStatus
from banyan.ledger.queries.closings import objections_waiting_for
from banyan.notify.queries import texts_to_pass_on
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.shared.measures import percentage
from banyan.shared.periods import Period
from banyan.tasks.queries import claims_to_review

ROWS = 5


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits: its words, the page of all of them, and how the first few are drawn."""

    title: str | Promise
    icon: str
    route: str
    template: str
    rows: "Callable[[Viewer], QuerySet[Any]]"
    query: str = ""


@dataclass(frozen=True)
class Waiting:
    """A group that is not empty: how many in all, and the first few."""

    source: Source
    count: int
    rows: list[Any]

    @property
    def address(self) -> str:
        return reverse(self.source.route) + self.source.query

    @property
    def template(self) -> str:
        return f"web/home/waiting/{self.source.template}.html"


@dataclass(frozen=True)
class Figure:
    """One headline figure in words; a rate has a denominator, which has words too."""

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

    org: Organisation
    period: Period
    due: int
    reported: int

    @property
    def missing(self) -> int:
        return self.due - self.reported


def _stamped(viewer: Viewer) -> "QuerySet[Receipt]":
    return _shelf(viewer, ReceiptStatus.STAMPED)


def _returned(viewer: Viewer) -> "QuerySet[Receipt]":
    return _shelf(viewer, ReceiptStatus.RETURNED)


def _shelf(viewer: Viewer, name: str) -> "QuerySet[Receipt]":
    shelf = receipts_listed(viewer, name)
    return shelf.rows.order_by(*shelf.order)


def _unread(viewer: Viewer) -> "QuerySet[Any]":
    found = unread_reports(viewer).order_by("received_at", "pk")
    return found if viewer.may(ANSWER_REPORTS) else found.none()


def _batches(viewer: Viewer) -> "QuerySet[Batch]":
    return batches_seen_by(viewer).filter(status=BatchStatus.IN_REVIEW).order_by("pk")


def _pastes(viewer: Viewer) -> "QuerySet[Paste]":
    return pastes_seen_by(viewer).filter(status=PasteStatus.IN_REVIEW).order_by("pk")


SOURCES = (
    Source(_("等您确认的报到"), "map-pin", "journeys:arrivals", "arrivals", check_ins_waiting_for),
    Source(_("等您打电话的人"), "phone", "journeys:knocks", "knocks", knocks_waiting_for),
    Source(_("没看过的报告"), "calendar", "journeys:reports", "reports", _unread),
    Source(_("等您审核的成果"), "clipboard-check", "tasks:review", "claims", claims_to_review),
    Source(_("等您答复的意见"), "heart-handshake", "ledger:closings", "objections", objections_waiting_for),
    Source(_("等您核对的花名册"), "upload", "intake:imports", "imports", _batches),
    Source(_("等您核对的接龙"), "message", "intake:chats", "chats", _pastes),
    Source(_("等收回的回执"), "certificate", "journeys:receipts", "returns", _stamped, "?shelf=stamped"),
    Source(_("等归档的回执"), "certificate", "journeys:receipts", "archives", _returned, "?shelf=returned"),
    Source(_("等您转告的话"), "message", "notify:texts", "texts", texts_to_pass_on),
)


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Every group that is not empty, in the order of the house."""
    return list(_groups(viewer))


def counts_waiting(viewer: Viewer) -> dict[str, int]:
    """How many wait in each group, by its template; groups that are empty too."""
    return {source.template: source.rows(viewer).count() for source in SOURCES}


def _groups(viewer: Viewer) -> Iterator[Waiting]:
    for source in SOURCES:
        found = source.rows(viewer)
        if count := found.count():
            yield Waiting(source, count, list(found[:ROWS]))


def tally_for(viewer: Viewer) -> Reported | None:
    """How many of his own have reported this period; None for an office that takes no reports."""
    held = next(iter(viewer.holding(REPORT_FOR)), None)
    if held is None:
        return None
    period = period_asked(held.org)
    counted = tally_of(viewer, held.org, period)
    return Reported(held.org, period, counted.due, counted.reported)


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
