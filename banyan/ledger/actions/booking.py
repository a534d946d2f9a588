"""Entering points and credits, and undoing an entry by its opposite (I-01, I-02, T13)."""

from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F

from banyan.audit.record import System, act, remember
from banyan.ledger import messages
from banyan.ledger.models import Balance, Entry
from banyan.ledger.permissions import BOOK
from banyan.ledger.queries.entries import booked_in, entry_for, find_worth, has_deed
from banyan.ledger.rules import why_not_award, why_not_deed, why_not_reverse, within_ceiling
from banyan.ledger.states import KIND_OF, Grade
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if
from banyan.shared.periods import Period


@act
def award(
    person: Person,
    activity: str,
    *,
    source: str,
    day: date,
    by: Viewer | System,
    grade: str = Grade.PLAIN,
    words: str = "",
) -> Entry | None:
    """Book what a confirmed act is worth to a member, once for each source; what was booked before is returned.

    `source` names the act, `day` the day it was done, which decides worth and month. Nothing is booked where his
    branch and those above it have set no worth: None. Above the month's ceiling the rest is booked, or nought.
    Nobody books for himself. Whoever confirms the act has asked permission for that. Audited as points.booked.
    """
    refuse_if(why_not_award(is_own=_is_self(by, person)))
    worth = find_worth(person.home, activity, grade, day)
    if worth is None:
        return None
    kind, period = KIND_OF[activity], str(Period.of(day))
    _lock(person, kind)
    if known := entry_for(person, activity, source):
        return known
    booked = booked_in(person, activity, period) if worth.ceiling is not None else 0
    entry = Entry(person=person, org=person.home, kind=kind, activity=activity, grade=grade, period=period)
    entry.amount = within_ceiling(worth.amount, booked, worth.ceiling)
    entry.worth_id, entry.source, entry.words = worth.pk, source, words
    _store(entry, by=by)
    remember(by, "points.booked", entry, org=entry.org, subject=person.ref)
    return entry


@act
def book_deed(
    person: Person, activity: str, *, day: date, grade: str, words: str, source: str, by: Viewer
) -> Entry | None:
    """An officer enters a good deed or a class by hand; `source` is the form's own, so that twice is once.

    None where nothing is set for it. The member hears of it. From another form the same words for the same month
    are refused: a page gone back to is another form.
    """
    require(by, BOOK, at=person.home)
    words = words.strip()
    is_known = not entry_for(person, activity, source) and has_deed(
        person, activity, str(Period.of(day)), words
    )
    refuse_if(why_not_deed(activity, day, today(), words, is_known=is_known))
    entry = award(person, activity, source=source, day=day, grade=grade, words=words, by=by)
    if entry is not None:
        transaction.on_commit(partial(messages.booked, entry.pk))
    return entry


@act
def reverse_entry(entry: Entry, reason: str, *, by: Viewer) -> Entry:
    """Undo an entry by its exact opposite, once, with a reason that the member reads."""
    require(by, BOOK, at=entry.person.home)
    _lock(entry.person, entry.kind)
    refuse_if(
        why_not_reverse(
            is_reversal=entry.reverses_id is not None,
            is_reversed=Entry.objects.filter(reverses=entry).exists(),
            reason=reason,
            is_own=_is_self(by, entry.person),
        )
    )
    copied = ("person_id", "org_id", "kind", "activity", "grade", "worth_id", "period")
    counter = Entry(**{name: getattr(entry, name) for name in copied})
    counter.amount, counter.reverses, counter.source = -entry.amount, entry, f"reversal:{entry.ref}"
    counter.words = reason.strip()
    _store(counter, by=by)
    remember(by, "points.reversed", counter, org=entry.org, subject=entry.person.ref)
    transaction.on_commit(partial(messages.reversed_for, counter.pk))
    return counter


def _is_self(by: Viewer | System, person: Person) -> bool:
    return isinstance(by, Viewer) and by.account is not None and person.account_id == by.account.pk


def _lock(person: Person, kind: str) -> None:
    """The balance is the lock: whoever books for the same member waits, so ceiling and once-only are exact."""
    Balance.objects.bulk_create([Balance(person=person, kind=kind)], ignore_conflicts=True)
    Balance.objects.select_for_update().get(person=person, kind=kind)


def _store(entry: Entry, *, by: Viewer | System) -> None:
    entry.booked_at, entry.booked_by = now(), by.audit_label[:60]
    entry.save(force_insert=True)
    Balance.objects.filter(person=entry.person_id, kind=entry.kind).update(amount=F("amount") + entry.amount)
