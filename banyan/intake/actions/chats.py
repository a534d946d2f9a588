"""A pasted chat set down for review, settled by an officer, taken in, taken back, forgotten (ideas 9, T35)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from banyan.audit.lifecycle import move
from banyan.audit.record import SYSTEM, act, remember
from banyan.intake.models import UNREAD, Nickname, Paste, PasteRow
from banyan.intake.permissions import READ_CHATS
from banyan.intake.queries.chats import (
    nicknames_of,
    pastes_to_forget,
    people_spoken_of,
    read_for,
    rows_of,
    subjects_of,
)
from banyan.intake.reading.chats.results import STATUSES, USUAL, Chat, Kind, Said, Unread
from banyan.intake.reading.chats.who import nickname_key
from banyan.intake.rules import (
    NOT_OF_THE_GROUP,
    PASTE_DAYS,
    may_teach,
    why_not_review,
    why_not_take,
    why_not_undo_paste,
)
from banyan.intake.states import PasteStatus
from banyan.intake.targets import Answer, Stored, Taken, chat_targets
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.errors import Refused, refuse_if


@dataclass(frozen=True)
class Settlement:
    """What the officer says of one row: who it is, what was said, and whether it counts."""

    person: Person | None
    status: str
    is_counted: bool


@act
def stage_chat(
    text: str, *, org: Organisation, by: Viewer, kind: Kind | None = None, group: str = ""
) -> Paste:
    """Read a paste and set it down for review; nothing of it counts yet (ideas 9).

    Unreadable with its sentence when it is refused as a whole; then nothing is kept. Text and rows lie sealed
    for thirty days. Audited as chat.read, with counts alone.
    """
    require(by, READ_CHATS, at=org)
    chat, people = read_for(text, org, kind, group=group)
    paste = Paste(org=org, group=group, made_at=now(), made_by=by.audit_label[:60])
    paste.kind, paste.period, paste.text = str(chat.kind), chat.period, text
    paste.subject = _likeliest_subject(paste, by)
    paste.save(force_insert=True)
    PasteRow.objects.bulk_create(_rows(paste, chat, people))
    move(paste, "review", by=by, org=org, reason=json.dumps(_counts(chat)))
    return paste


def _likeliest_subject(paste: Paste, by: Viewer) -> str:
    """The period that was named, or the only thing it can be about."""
    keys = [subject.key for subject in subjects_of(by, paste)]
    if paste.period in keys:
        return str(paste.period)
    return keys[0] if len(keys) == 1 else ""


def _counts(chat: Chat) -> dict[str, int]:
    sure = sum(record.is_certain for record in chat.records)
    return {"sure": sure, "question": len(chat.records) - sure, "not_understood": len(chat.unread)}


def _rows(paste: Paste, chat: Chat, people: Mapping[str, Person]) -> list[PasteRow]:
    told: list[Said | Unread] = [*chat.records, *chat.unread]
    told.sort(key=lambda each: each.line)
    return [_row(paste, number, each, people) for number, each in enumerate(told, 1)]


def _row(paste: Paste, number: int, told: Said | Unread, people: Mapping[str, Person]) -> PasteRow:
    row = PasteRow(paste=paste, number=number, line=told.line)
    if isinstance(told, Unread):
        row.said_status, row.why, row.is_left_out = str(USUAL[Kind(paste.kind)]), UNREAD, True
        row.called, row.words = told.called, told.text
        return row
    whom = told.whom
    row.person = people[whom.member.key] if whom.member else None
    row.choices = [people[each.key].pk for each in whom.choices]
    row.said_status, row.is_sure, row.why = str(told.status), told.is_certain, told.doubt
    row.called, row.words, row.by = whom.said, told.words, told.by
    return row


@act
def settle_chat(paste: Paste, settlements: Mapping[int, Settlement], *, by: Viewer) -> None:
    """The officer's word on rows, by their number: who, what, and whether it counts.

    A nickname he explains is learned for the group it came from. Audited as chat.answered, with a count.
    """
    require(by, READ_CHATS, at=paste.org)
    refuse_if(why_not_review(paste.status))
    known = set(people_spoken_of(paste.org).values_list("pk", flat=True))
    rows = [row for row in rows_of(paste) if row.number in settlements]
    changed = [row for row in rows if _settle(row, settlements[row.number], known, by=by)]
    PasteRow.objects.bulk_update(changed, ["person", "said_status", "is_sure", "is_left_out"])
    if changed:
        remember(by, "chat.answered", paste, org=paste.org, rows=len(changed))


def _settle(row: PasteRow, settlement: Settlement, known: set[int], *, by: Viewer) -> bool:
    person = settlement.person
    if person is not None and person.pk not in known:
        raise Refused(NOT_OF_THE_GROUP)
    status = settlement.status if settlement.status in STATUSES[Kind(row.paste.kind)] else row.said_status
    counted = settlement.is_counted and person is not None
    before = (row.person_id, row.said_status, row.is_sure, row.is_left_out)
    if counted and person is not None and not row.is_sure:
        _learn(row, person, by=by)
    row.person, row.said_status, row.is_left_out = person, status, not settlement.is_counted
    row.is_sure = counted
    return before != (row.person_id, row.said_status, row.is_sure, row.is_left_out)


def _learn(row: PasteRow, person: Person, *, by: Viewer) -> None:
    """Keep how the group calls him, once; a name that two share teaches nothing."""
    called, paste = row.called.open(), row.paste
    if row.choices or not may_teach(called, person.name):
        return
    if any(nickname_key(words) == nickname_key(called) for words in nicknames_of(paste.org, paste.group)):
        return
    nickname = Nickname(org=paste.org, group=paste.group, person=person, words=called)
    nickname.learned_at, nickname.learned_by = now(), by.audit_label[:60]
    nickname.save(force_insert=True)


@act
def accept_chat(
    paste: Paste, subject: str, *, by: Viewer, settlements: Mapping[int, Settlement] | None = None
) -> int:
    """Take in what is sure and what was settled; questions left open and rows set aside stay out.

    `settlements` are the officer's last words, given with it. Returns how many went in; a row that did not
    keeps the reason. Refused for a kind that is kept nowhere yet, and when the paste was handled already.
    Audited as chat.accepted, and as whatever each became.
    """
    require(by, READ_CHATS, at=paste.org)
    target = chat_targets().get(paste.kind)
    refuse_if(why_not_review(paste.status) or why_not_take(has_target=target is not None, subject=subject))
    assert target is not None
    if settlements:
        settle_chat(paste, settlements, by=by)
    at = now()
    move(paste, "accept", by=by, org=paste.org, accepted_at=at, accepted_by=by.audit_label[:60])
    paste.subject = subject
    rows = [row for row in rows_of(paste) if row.is_sure and not row.is_left_out and row.person]
    taken = target.take([_answer(row) for row in rows], subject, by=by)
    return _keep_outcome(paste, rows, taken)


def _answer(row: PasteRow) -> Answer:
    assert row.person is not None
    return Answer(row.person, row.said_status, row.words.open(), row.by.open())


def _keep_outcome(paste: Paste, rows: Sequence[PasteRow], taken: Sequence[Taken]) -> int:
    for row, each in zip(rows, taken, strict=True):
        row.taken_as, row.why_not_taken = each.ref, each.why[:200]
    PasteRow.objects.bulk_update(rows, ["taken_as", "why_not_taken"])
    paste.taken = sum(each.ref is not None for each in taken)
    paste.save(update_fields=["taken", "subject"])
    return paste.taken


@act
def undo_chat(paste: Paste, *, by: Viewer) -> int:
    """Take back within 7 days all that came of a paste; returns how many were left, for life went on since."""
    require(by, READ_CHATS, at=paste.org)
    at = now()
    refuse_if(why_not_undo_paste(paste.status, paste.accepted_at, at))
    move(paste, "undo", by=by, org=paste.org, undone_at=at, undone_by=by.audit_label[:60])
    target = chat_targets()[paste.kind]
    rows = [row for row in rows_of(paste) if row.taken_as]
    # The last first: a place that one gave back and the next took goes back the same way.
    kept = [row for row in reversed(rows) if not target.put_back(_stored(row), by=by)]
    paste.rows.filter(pk__in=[row.pk for row in rows if row not in kept]).update(taken_as=None)
    paste.left_alone = len(kept)
    paste.save(update_fields=["left_alone"])
    return len(kept)


def _stored(row: PasteRow) -> Stored:
    assert row.taken_as is not None
    assert row.paste.accepted_at is not None
    return Stored(row.taken_as, row.said_status, row.paste.accepted_at)


@act
def discard_chat(paste: Paste, *, by: Viewer) -> None:
    """Leave a paste aside; its text is deleted at once."""
    require(by, READ_CHATS, at=paste.org)
    refuse_if(why_not_review(paste.status))
    move(paste, "discard", by=by, org=paste.org)
    _forget(paste, now())


@act
def forget_old_chats(at: datetime) -> int:
    """Delete texts and rows of pastes older than thirty days (T35); returns how many. What counts stays."""
    old = list(pastes_to_forget(at - timedelta(days=PASTE_DAYS)))
    for paste in old:
        if paste.status == PasteStatus.IN_REVIEW:
            move(paste, "discard", by=SYSTEM, org=paste.org)
        _forget(paste, at)
        remember(SYSTEM, "chat.forgotten", paste, org=paste.org)
    return len(old)


def _forget(paste: Paste, at: datetime) -> None:
    paste.rows.all().delete()
    paste.text, paste.forgotten_at = "", at
    paste.save(update_fields=["text", "forgotten_at"])
