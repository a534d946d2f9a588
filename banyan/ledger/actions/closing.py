"""Closing a period, hearing objections, and who stands on lists (I-03, I-04, R-L3, R-P8)."""

from datetime import date
from functools import partial

from django.db import IntegrityError, connection, transaction

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import act, remember
from banyan.ledger import messages
from banyan.ledger.models import Closing, Consent, Exemption, Objection, Standing
from banyan.ledger.permissions import BOOK, CLOSE, SEE_OWN_POINTS
from banyan.ledger.queries.closings import (
    last_entry,
    open_consent,
    places_among_counted,
    standing_closing,
    standings_of,
    unanswered,
)
from banyan.ledger.rules import (
    objections_until,
    why_not_answer,
    why_not_close,
    why_not_exempt,
    why_not_finish,
    why_not_object,
    why_not_replace,
)
from banyan.notify.actions import settle
from banyan.orgs.models import Organisation
from banyan.orgs.policies import OBJECTION_DAYS
from banyan.orgs.queries import policy_of
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.models import Person
from banyan.people.queries import person_of
from banyan.shared.bulk import insert_many
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused, refuse_if
from banyan.shared.periods import Period


@act
def close_period(org: Organisation, kind: str, period: Period, *, by: Viewer) -> Closing:
    """Freeze the sums of a half-year or year as they stand, open to objections for the days of the setting.

    One that still lies open is computed anew and its days begin again; what was said of it goes along. A final
    one stays.
    """
    require(by, CLOSE, at=org)
    refuse_if(why_not_close(period, today()))
    _hold_writers()
    if present := standing_closing(org, kind, period):
        refuse_if(why_not_replace(present.status))
        move(present, "replace", by=by, org=org)
    at = now()
    closing = Closing(org=org, kind=kind, period=str(period), as_of=last_entry(), made_at=at)
    closing.until = objections_until(at, int(policy_of(org, OBJECTION_DAYS)))
    closing.made_by = by.audit_label[:60]
    _store(closing)
    Objection.objects.filter(closing=present).update(closing=closing)
    _store_standings(closing)
    remember(by, "closing.made", closing, org=org, period=closing.period)
    return closing


def _hold_writers() -> None:
    """Nobody books meanwhile: an entry with a smaller number must not come to light after the sum was taken."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE MODE")


def _store(closing: Closing) -> None:
    try:
        with transaction.atomic():
            closing.save(force_insert=True)
    except IntegrityError as error:  # somebody else closed it at the same moment
        raise Refused(MOVED_ON) from error


def _store_standings(closing: Closing) -> None:
    """Places are given once, here: what happens to others later moves nobody's own (performance.md d1)."""
    places = standings_of(closing)
    counted = {row.key: row.place for row in places_among_counted(closing, places)}
    insert_many(
        [
            Standing(
                closing=closing,
                person_id=row.key,
                amount=row.amount,
                place=row.place,
                counted_place=counted.get(row.key),
            )
            for row in places
        ]
    )


@act
def finish_closing(closing: Closing, *, by: Viewer) -> None:
    """The list is final: its days are over and every objection is answered."""
    require(by, CLOSE, at=closing.org)
    at = now()
    refuse_if(why_not_finish(closing.until, at, unanswered(closing)))
    move(closing, "finish", by=by, org=closing.org, finished_at=at)


@act
def object_to(closing: Closing, words: str, *, by: Viewer) -> Objection:
    """A member of the organisation says what is not right; whoever closes it answers."""
    require(by, SEE_OWN_POINTS)
    person = person_of(by)
    if person is None or not person.home.path.startswith(closing.org.path):
        raise NotAllowed(NOT_YOURS)
    at = now()
    refuse_if(why_not_object(closing.status, closing.until, at, words))
    objection = Objection(closing=closing, person=person, words=words.strip(), made_at=at)
    objection.save(force_insert=True)
    remember(by, "closing.objected", closing, org=closing.org, subject=person.ref)
    transaction.on_commit(partial(messages.objected, objection.pk))
    return objection


@act
def answer_objection(objection: Objection, words: str, *, by: Viewer) -> None:
    """Say what came of it; the member hears. Nobody answers himself."""
    closing = objection.closing
    require(by, CLOSE, at=closing.org)
    is_own = by.account is not None and objection.person.account_id == by.account.pk
    is_answered = objection.answered_at is not None
    refuse_if(why_not_answer(is_own=is_own, is_answered=is_answered, words=words))
    objection.answer, objection.answered_at = words.strip(), now()
    objection.answered_by = by.audit_label[:60]
    objection.save(update_fields=["answer", "answered_at", "answered_by"])
    settle(messages.objection_key(objection))
    remember(by, "closing.answered", closing, org=closing.org, subject=objection.person.ref)
    transaction.on_commit(partial(messages.answered, objection.pk))


@act
def give_consent(*, by: Viewer) -> None:
    """From now on the member's name may stand on lists of thanks; said twice it stands once."""
    person = _self(by)
    if open_consent(person) is None:
        consent = Consent(person=person, given_at=now())
        consent.save(force_insert=True)
        remember(by, "consent.given", consent, org=person.home, subject=person.ref)


@act
def withdraw_consent(*, by: Viewer) -> None:
    """From this moment it stands nowhere (R-P8)."""
    person = _self(by)
    if consent := open_consent(person):
        Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now())
        remember(by, "consent.withdrawn", consent, org=person.home, subject=person.ref)


def _self(by: Viewer) -> Person:
    require(by, SEE_OWN_POINTS)
    person = person_of(by)
    if person is None:
        raise NotAllowed(NOT_YOURS)
    return person


@act
def exempt_member(
    person: Person, ground: str, *, from_day: date, until_day: date | None, by: Viewer
) -> Exemption:
    """From one day until before another a member is not counted in; he earns as before (rules 2.9)."""
    require(by, BOOK, at=person.home)
    refuse_if(why_not_exempt(from_day, until_day))
    exemption = Exemption(person=person, ground=ground, from_day=from_day, until_day=until_day)
    exemption.made_at, exemption.made_by = now(), by.audit_label[:60]
    exemption.save(force_insert=True)
    remember(by, "member.exempted", exemption, org=person.home, subject=person.ref)
    return exemption


@act
def end_exemption(exemption: Exemption, *, by: Viewer) -> None:
    """From today he is counted in again."""
    require(by, BOOK, at=exemption.person.home)
    day = max(today(), exemption.from_day)
    Exemption.objects.filter(pk=exemption.pk).update(until_day=day)
    remember(by, "member.counted", exemption, org=exemption.person.home, subject=exemption.person.ref)
