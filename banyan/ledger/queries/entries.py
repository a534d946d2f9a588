"""Entries, sums and worth, as far as a viewer sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from banyan.ledger.models import Balance, Entry, Exemption, Worth
from banyan.ledger.permissions import BOOK, SEE_OWN_POINTS, SEE_POINTS, SET_WORTH
from banyan.ledger.rules import Booked, WorthFact, worth_of
from banyan.ledger.states import EntryKind, Grade
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, below
from banyan.people.models import Person
from banyan.people.queries import people_matching, person_of
from banyan.shared.clock import today
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period

OWN_ROWS = 100


@dataclass(frozen=True)
class Holding:
    """A member with what stands to his name, in hundredths."""

    person: Person
    points: int
    credit: int


def steps_up(org: Organisation) -> list[int]:
    """The organisation and those above it, the nearest first."""
    return [int(step, 16) for step in reversed(org.path.strip("/").split("/"))]


def worths_above(org: Organisation, activity: str) -> list[WorthFact]:
    """Every row of worth that an organisation's members may come under, whenever it held."""
    rows = Worth.objects.filter(org__in=steps_up(org), activity=activity)
    fields = ("org_id", "activity", "grade", "amount", "ceiling", "from_day", "until_day", "pk")
    return [WorthFact(*row) for row in rows.values_list(*fields)]


def find_worth(org: Organisation, activity: str, grade: str, day: date) -> WorthFact | None:
    """What an activity of this grade was worth to the members of a branch on a day; None where nothing was set."""
    return worth_of(worths_above(org, activity), steps_up(org), activity=activity, grade=grade, day=day)


def grades_set(org: Organisation, activities: Iterable[str], day: date) -> list[Grade]:
    """Above merely done: what has a word of its own for the members of a branch on a day, of the first activity
    that anything is set for."""
    for activity in activities:
        rows = worths_above(org, activity)
        found = {
            each: worth_of(rows, steps_up(org), activity=activity, grade=each, day=day) for each in Grade
        }
        if any(found.values()):
            return [each for each, row in found.items() if row and row.grade == each != Grade.PLAIN]
    return []


def booked_in(person: Person, activity: str, period: str) -> int:
    """What was booked for an activity in a month, counter-entries taken off."""
    found = Entry.objects.filter(person=person, activity=activity, period=period)
    total: int = found.aggregate(total=Coalesce(Sum("amount"), 0))["total"]
    return total


def entry_for(person: Person, activity: str, source: str) -> Entry | None:
    """The entry already booked for the same thing."""
    return Entry.objects.filter(person=person, activity=activity, source=source).first()


def has_deed(person: Person, activity: str, period: str, words: str) -> bool:
    """Does the same stand to his name in a month already, in the same words and not undone?"""
    found = Entry.objects.filter(
        person=person, activity=activity, period=period, reverses=None, reversal=None
    )
    return any(entry.words.open() == words for entry in found)


def has_entries(person: Person) -> bool:
    return Entry.objects.filter(person=person).exists()


def balances_of(person: Person) -> dict[str, int]:
    """Kind -> sum in hundredths; nought where nothing was booked."""
    known = dict(Balance.objects.filter(person=person).values_list("kind", "amount"))
    return {kind: known.get(kind, 0) for kind in EntryKind.values}


def entries_seen_by(viewer: Viewer) -> "QuerySet[Entry]":
    """A member's own; for an officer those of the members now at home within reach."""
    seen = viewer.reach(SEE_POINTS, org="person__home")
    if viewer.account is not None and viewer.may(SEE_OWN_POINTS):
        seen |= Q(person__account=viewer.account)
    return Entry.objects.filter(seen).select_related("person", "reverses", "org")


def own_entries(viewer: Viewer, mark: str = "") -> Page:
    """What stands to the viewer's own name, the newest first; nothing for whoever is no member."""
    return page_of(
        _with_reversal(entries_seen_by(viewer)).filter(person=person_of(viewer)), ("-pk",), mark=mark
    )


def entries_of(viewer: Viewer, person: Person, mark: str = "") -> Page:
    return page_of(_with_reversal(entries_seen_by(viewer)).filter(person=person), ("-pk",), mark=mark)


def _with_reversal(found: "QuerySet[Entry]") -> "QuerySet[Entry]":
    return found.select_related("person", "reverses", "reversal", "org")


def find_entry(viewer: Viewer, ref: UUID | str) -> Entry:
    """One entry the viewer sees; Http404 otherwise."""
    found = entries_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def entry_with_names(pk: int) -> Entry:
    """An entry by its number, for the message to its member."""
    return Entry.objects.select_related("person", "org").get(pk=pk)


def people_booked_for(viewer: Viewer) -> "QuerySet[Person]":
    """For whom the viewer may enter points: members at home within reach, but not himself."""
    found = Person.objects.filter(viewer.reach(BOOK, org="home"), ended_on=None).select_related("home")
    return found.exclude(account=viewer.account) if viewer.account else found


def find_person_to_book(viewer: Viewer, ref: UUID | str) -> Person:
    """One of them; Http404 otherwise."""
    found = people_booked_for(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def holdings_page(viewer: Viewer, *, text: str = "", mark: str = "") -> Page:
    """Members at home within reach by name, never by sum, each with his sums (rules 2.9)."""
    found = Person.objects.filter(viewer.reach(SEE_POINTS, org="home"), ended_on=None)
    if text.strip():
        found = people_matching(found, text)
    found = found.select_related("home").annotate(
        points=_sum_of(EntryKind.POINTS), credit=_sum_of(EntryKind.CREDIT)
    )
    return page_of(found, ("pinyin", "pk"), mark=mark)


def _sum_of(kind: str) -> Coalesce:
    found = Balance.objects.filter(person=OuterRef("pk"), kind=kind).values("amount")
    return Coalesce(Subquery(found, output_field=IntegerField()), Value(0))


def worths_listed(org: Organisation) -> "QuerySet[Worth]":
    """What holds or will hold at an organisation: its own word and those above it, the nearest last."""
    held = Q(until_day=None) | Q(until_day__gt=today())
    found = Worth.objects.filter(held, org__in=steps_up(org)).select_related("org")
    return found.order_by("activity", "grade", "org__path", "from_day")


def orgs_to_set_worth_at(viewer: Viewer) -> "QuerySet[Organisation]":
    """Where the viewer may decide what things are worth."""
    found = Organisation.objects.filter(viewer.reach(SET_WORTH, org=""), closed_on=None)
    return found.order_by("path")


def open_worth(org: Organisation, activity: str, grade: str) -> Worth | None:
    """The row without an end."""
    return Worth.objects.filter(org=org, activity=activity, grade=grade, until_day=None).first()


def booked_under(org: Organisation, activity: str, period: Period) -> list[Booked]:
    """Entries of an activity at an organisation and below in a period, those undone left out, in order of booking."""
    months = months_of(period)
    found = Entry.objects.filter(
        below(org.path), activity=activity, period__in=months, reverses=None, reversal=None
    )
    fields = ("person_id", "activity", "grade", "amount", "period")
    return [Booked(*row) for row in found.order_by("pk").values_list(*fields)]


def months_of(period: Period) -> list[str]:
    """A quarter, half-year or year as its months."""
    month, found = Period.of(period.first_day), []
    while month.first_day <= period.last_day:
        found.append(str(month))
        month = month.next()
    return found


def exempt_on(people: Iterable[int], day: date) -> set[int]:
    """Who of these is not counted in on a day by somebody's word (age is a rule of its own)."""
    held = Q(until_day=None) | Q(until_day__gt=day)
    found = Exemption.objects.filter(held, person__in=list(people), from_day__lte=day)
    return set(found.values_list("person", flat=True))


def sums_adrift() -> "QuerySet[Balance]":
    """Balances that differ from their entries (for `banyan verify`, R-L5)."""
    entries = Entry.objects.filter(person=OuterRef("person"), kind=OuterRef("kind")).order_by()
    sums = entries.values("person").annotate(total=Sum("amount")).values("total")
    found = Balance.objects.alias(total=Coalesce(Subquery(sums), 0)).exclude(amount=F("total"))
    return found.select_related("person")


def unbalanced_people() -> "QuerySet[Entry]":
    """Entries of people without a balance of their kind."""
    balance = Balance.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    return Entry.objects.alias(kept=Subquery(balance.values("pk")[:1])).filter(kept=None)


def wrong_reversals() -> "QuerySet[Entry]":
    """Counter-entries that are not the exact opposite of what they undo."""
    exact = Q(amount=-F("reverses__amount"), person=F("reverses__person"), kind=F("reverses__kind"))
    return Entry.objects.exclude(reverses=None).exclude(exact)


def exemptions_of(person: Person) -> "QuerySet[Exemption]":
    """When a member is or was not counted in, the newest first."""
    return Exemption.objects.filter(person=person).order_by("-from_day", "-pk")


def find_exemption(viewer: Viewer, ref: UUID | str) -> Exemption:
    """One of a member for whom the viewer enters points; Http404 otherwise."""
    found = Exemption.objects.filter(viewer.reach(BOOK, org="person__home"), ref=ref)
    exemption = found.select_related("person__home").first()
    if exemption is None:
        raise Http404
    return exemption


def find_org_to_set_worth_at(viewer: Viewer, ref: UUID | str) -> Organisation:
    """One of those whose worth the viewer decides; Http404 otherwise."""
    found = orgs_to_set_worth_at(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def find_worth_row(viewer: Viewer, ref: UUID | str) -> Worth:
    """One row that the viewer may end; Http404 otherwise."""
    found = Worth.objects.filter(viewer.reach(SET_WORTH), ref=ref).select_related("org").first()
    if found is None:
        raise Http404
    return found
