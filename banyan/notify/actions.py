"""Telling people, and what they do with what they were told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Model
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from banyan.accounts.models import Account
from banyan.audit.record import act, remember, remember_forgotten
from banyan.notify.channels import CHANNELS
from banyan.notify.channels.note import Note, Recipient
from banyan.notify.models import Message, Outgoing
from banyan.notify.permissions import PASS_ON
from banyan.notify.queries import messages_of
from banyan.notify.rules import WORDS_DAYS, is_own_path
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed

BATCH_ROWS = 500


@act
def tell(
    recipients: Iterable[Account | Person],
    *,
    kind: str,
    words: str | Promise,
    link: str = "",
    org: Organisation | None = None,
    key: str = "",
    is_asking: bool = False,
) -> int:
    """Tell accounts and persons something; returns how many rows were made ready.

    An account hears in its inbox; a person without one through a text his home secretary copies.
    `words` may be lazy: each hears in his own language, and numbers in them are masked. `link` is a path
    of ours. With a `key` ("report:<ref>:help") telling again changes nothing. `is_asking` marks what waits
    for a decision until `settle(key)`.
    """
    if not is_own_path(link):
        raise ValueError("A message links to a path of this house.")
    note = Note(kind, words, link, org, key, is_asking, now())
    rows: dict[type[Model], list[Model]] = {}
    for recipient in _recipients(recipients):
        channel = next((each for each in CHANNELS if each.reaches(recipient)), None)
        if channel is not None:
            row = channel.row(note, recipient)
            rows.setdefault(type(row), []).append(row)
    for model, made in rows.items():
        model._default_manager.bulk_create(made, batch_size=BATCH_ROWS, ignore_conflicts=True)
    return sum(len(made) for made in rows.values())


def _recipients(given: Iterable[Account | Person]) -> list[Recipient]:
    """Each once, with the account that can sign in; one query for the accounts of all persons."""
    listed = list(given)
    people = [each for each in listed if isinstance(each, Person)]
    accounts = {each.pk: each for each in listed if isinstance(each, Account)}
    accounts |= Account.objects.in_bulk({each.account_id for each in people} - {None} - set(accounts))
    active = {pk: account for pk, account in accounts.items() if account.is_active}
    found = [Recipient(account=account) for account in active.values()]
    return found + [Recipient(person=each) for each in dict.fromkeys(people) if each.account_id not in active]


@act
def settle(key: str) -> None:
    """What was asked under this key has been decided: nobody is asked any longer, nothing stays unread."""
    at = now()
    asked = Message.objects.filter(key=key, settled_at=None)
    asked.update(settled_at=at, read_at=Coalesce(F("read_at"), at))


@act
def mark_read(message: Message, *, by: Viewer) -> None:
    """The recipient has seen it; again changes nothing."""
    if by.account is None or message.recipient_id != by.account.pk:
        raise NotAllowed(NOT_YOURS)
    if Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now()):
        remember(by, "message.read", message)


@act
def mark_all_read(*, by: Viewer) -> int:
    """Everything in his inbox counts as seen; returns how many were unread."""
    count = messages_of(by).filter(read_at=None).update(read_at=now())
    if count:
        remember(by, "message.all_read", count=count)
    return count


@act
def mark_passed_on(text: Outgoing, *, by: Viewer) -> None:
    """The text has been passed on by hand: who and when is kept; the first one counts."""
    require(by, PASS_ON, at=text.org)
    waiting = Outgoing.objects.filter(pk=text.pk, copied_at=None)
    if waiting.update(copied_at=now(), copied_by=by.audit_label[:60]):
        remember(by, "text.passed_on", text, org=text.org, subject=text.person.ref)


@act
def forget_old_words(at: datetime) -> int:
    """Delete what was said 180 days ago, in inboxes and to be passed on; returns how many (trust.md 4.5).

    Whatever still waits for a decision waits where it is decided. Audited with counts.
    """
    before = at - timedelta(days=WORDS_DAYS)
    messages = Message.objects.filter(made_at__lte=before).delete()[0]
    texts = Outgoing.objects.filter(made_at__lte=before).delete()[0]
    return remember_forgotten("messages.forgotten", messages) + remember_forgotten("texts.forgotten", texts)
