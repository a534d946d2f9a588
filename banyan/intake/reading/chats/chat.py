"""A paste read from end to end: messages, lists, cells; one record a person, and what is left over."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from banyan.intake.reading.chats import cells
from banyan.intake.reading.chats.answers import ACK, UNCLEAR, answer, is_call, is_slip
from banyan.intake.reading.chats.blocks import blocks_apart, headings_in
from banyan.intake.reading.chats.entries import read_as_another, read_own, read_post, speaks_of_others
from banyan.intake.reading.chats.forms import joined_forms
from banyan.intake.reading.chats.legend import without_signs
from banyan.intake.reading.chats.lines import (
    HAN,
    Line,
    fold,
    is_empty_number,
    lines_of,
    number_end,
)
from banyan.intake.reading.chats.lists import TOTAL, Found, read_list
from banyan.intake.reading.chats.matters import CHAIN, of_other_matters
from banyan.intake.reading.chats.messages import Message, Posted, posted
from banyan.intake.reading.chats.naming import name_like
from banyan.intake.reading.chats.others import said_of_the_rest, without_lines
from banyan.intake.reading.chats.results import USUAL, Chat, Kind, Member, Said, Unread, Unreadable, Whom
from banyan.intake.reading.chats.setting import Setting
from banyan.intake.reading.chats.settling import overruled, settled, silent_of, without_repeats
from banyan.intake.reading.chats.subject import kind_of, period_of
from banyan.intake.reading.chats.talk import is_to_all_surely
from banyan.intake.reading.chats.who import Book

TITLE_MIN = 8
UNCLEAR_KIND = _("看不出这段话是关于什么的，请选一下：报平安、会议签到、任务认领、意见建议，还是学习反馈。")
TAKEN_BACK = gettext_noop("本人说发错了，请确认")
_INLINE = re.compile(rf"(?:(?<=[\s;；,，。])|(?<=[{HAN}]))(?=\d{{1,3}}[.、．]\s*[{HAN}A-Za-z@])")
_NUMBERED_BEHIND = re.compile(rf"\s*[{HAN}]{{1,8}}\s*:\s*\d{{1,3}}[.、]")
_DAY = re.compile(r"\s*\d{1,2}(?:[./-]\d{1,2}|月\d{1,2}[日号]?)\s*")
_INLINE_NUMBER = re.compile(rf"\d{{1,3}}[.、．]\s*(?=[{HAN}])")


def read_chat(
    text: str, book: Book, day: date, *, kind: Kind | None = None, expected: Sequence[Member] | None = None
) -> Chat:
    """Read a paste. `expected` are those who should be heard from (everybody in the book when None).

    Unreadable, with its sentence, when there is nothing to read or the kind cannot be guessed.
    """
    paste = posted(joined_forms(without_signs(lines_of(text), book), book), book)
    titles = list(_titles(paste, book))
    kind = kind or kind_of(titles, _bodies(paste))
    if kind is None:
        raise Unreadable(UNCLEAR_KIND)
    period = _period(titles, paste, kind, day)
    found = Found(unread=of_other_matters(paste.messages, kind), month=_month_of(period))
    others = {each.line for each in found.unread}
    for message in paste.messages:
        _read_message(message.without(others), book, kind, found)
    found.said.extend(_signed_in(paste.messages, book, kind))
    roll = book.members if expected is None else expected
    lines = [line for message in paste.messages for line in message.lines]
    rest = list(said_of_the_rest(lines, book, found.said, roll)) if kind is Kind.ATTENDANCE else []
    found.said.extend(rest)
    records = settled(found.said)
    if not found.said and not found.unread:
        found.unread = list(_left_over(paste.messages, kind))
    return Chat(
        kind=kind,
        period=period,
        records=records,
        unread=without_repeats([*without_lines(found.unread, rest), *overruled(found.said, records)]),
        silent=silent_of(roll, records),
    )


def _left_over(messages: Sequence[Message], kind: Kind) -> Iterable[Unread]:
    """Where nothing at all was understood, what was written down of people is shown: it was not taken."""
    for line in (line for message in messages if not message.sender for line in message.lines):
        if answer(line.text, kind, is_listed=False) and not is_call(line.text, kind):
            yield Unread(line.number, line.text.strip())


def _period(titles: Sequence[str], paste: Posted, kind: Kind, day: date) -> str:
    base = min(paste.last_day, day) if paste.last_day else day
    told = period_of(titles, base, ahead=2 if kind in (Kind.ATTENDANCE, Kind.CLAIM) else 0)
    if not told and (paste.last_day or kind is Kind.REPORT):
        return f"{base.year:04d}-{base.month:02d}"
    return told


def _titles(paste: Posted, book: Book) -> Iterable[str]:
    """Lines above a list, notices and calls: they say what it is about."""
    for message in paste.messages:
        is_above = True
        for line in message.lines:
            if number_end(line.folded) and not is_empty_number(line.folded):
                is_above = False
            names = book.mentions(book.joined(line.folded))
            if line.is_blank or ("\t" in line.text.strip() and names):
                continue
            if is_above and names and names[0].start >= TITLE_MIN and not message.sender:
                yield line.text[: names[0].start]
            if (
                (is_above and not names and not message.sender)
                or is_call(line.text, None)
                or _is_under_hash(message, line)
            ):
                yield line.text


def _is_under_hash(message: Message, line: Line) -> bool:
    """Between #接龙 and the first number."""
    is_under = False
    for each in message.lines:
        if CHAIN.search(each.folded):
            is_under = True
        elif is_under and number_end(each.folded):
            return False
        if each is line:
            return is_under
    return False


def _bodies(paste: Posted) -> Iterable[str]:
    return (line.text for message in paste.messages for line in message.lines if not line.is_blank)


def _read_message(message: Message, book: Book, kind: Kind, found: Found) -> None:
    lines = list(_numbered_apart(message.lines, book))
    if cells.is_block(lines):
        _read_cells(cells.rows_of(lines, book, found.month), book, kind, found)
        return
    blocks = list(blocks_apart(lines, book, kind))
    if _is_by_headings(blocks, book, kind) or not message.sender:
        read_list(blocks, book, kind, found)
    elif _is_chain(lines, book, has_sender=bool(message.sender)):
        read_list(lines, book, kind, found)
    else:
        noted = [line for line in lines if _is_noted_with_day(line, book)]
        read_list(noted, book, kind, found)
        lines = [line for line in lines if line not in noted]
        sender = book.whom(message.sender)
        before = _last_words(found)
        _read_words(
            Setting(kind, book, sender=sender, before=before, is_noted=message.is_noted), lines, found
        )


def _is_noted_with_day(line: Line, book: Book) -> bool:
    """11.2 张三 平安, below somebody's message: a line of whoever keeps the list, and no more of that message."""
    day = _DAY.match(line.folded)
    return day is not None and any(
        each.start == day.end() for each in book.mentions(book.joined(line.folded))
    )


def _is_by_headings(lines: Sequence[Line], book: Book, kind: Kind) -> bool:
    """到会：甲、乙 and 请假：丙: who keeps the list says nothing of himself."""
    headed = [line for line in lines if 0 in headings_in(book.joined(line.text), book, kind)]
    return len(headed) > 1


def _numbered_apart(lines: Sequence[Line], book: Book) -> Iterable[Line]:
    """1. 张三 2. 李四 on one line are two lines, of one number."""
    for line in lines:
        parts = _INLINE.split(line.text)
        if len(parts) == 1:
            parts = _at_numbered_names(line, book)
        if _NUMBERED_BEHIND.match(line.folded) and book.mentions(book.joined(line.folded)):
            yield Line(line.number, _INLINE_NUMBER.sub(" ", line.text))
            continue
        if len(parts) > 1 and all(
            book.mentions(book.joined(fold(part))) or number_end(fold(part)) == 0 for part in parts
        ):
            yield from (Line(line.number, part) for part in parts if part.strip())
        else:
            yield line


def _at_numbered_names(line: Line, book: Book) -> list[str]:
    """到会：1张三2李四3王五: cut before each number that has a name right behind it."""
    heads = [re.search(r"\d{1,2}$", line.folded[: each.start]) for each in book.mentions(line.folded)]
    cuts = [0, *(head.start() for head in heads if head), len(line.text)]
    return [line.text] if len(cuts) < 4 else [line.text[a:b] for a, b in itertools.pairwise(cuts) if b > a]


def _is_chain(lines: Sequence[Line], book: Book, *, has_sender: bool) -> bool:
    if any(CHAIN.search(line.folded) for line in lines):
        return True
    numbered = [line.text[number_end(line.folded) :] for line in lines if number_end(line.folded)]
    named = [rest for rest in numbered if _is_named(rest, book, is_strict=has_sender)]
    return bool(named) and (len(named) * 2 >= len(numbered))


def _is_named(rest: str, book: Book, *, is_strict: bool) -> bool:
    """Does a numbered line begin with somebody? In a message the points of a suggestion are numbered too."""
    names = book.mentions(book.joined(fold(rest)))
    like = name_like(fold(rest))
    if is_strict:
        return bool(names and names[0].start <= 4) or bool(like and re.match(rf"[^{HAN}]", rest[len(like) :]))
    return bool(names or like)


def _month_of(period: str) -> int:
    """11 of 2026-11; 0 where the period is a quarter or a half."""
    told = period[5:]
    return int(told) if told.isdigit() else 0


def _read_cells(rows: Sequence[cells.Row], book: Book, kind: Kind, found: Found) -> None:
    has_answers = any(row.words for row in rows)
    for row in rows:
        if has_answers and not row.words:
            continue
        words = row.words
        if words in cells.NO:
            continue
        whom = book.whom(row.name, near=row.near)
        says = answer("" if words in cells.YES else words, kind, is_listed=True)
        if says is None or (whom.member is None and not whom.choices):
            if not TOTAL.match(fold(row.name)):
                found.unread.append(Unread(row.line, " ".join(filter(None, (row.name, row.near, row.words)))))
            continue
        found.said.append(
            Said(
                row.line, whom, says.status, words, row.by, is_sure=says.is_sure, why=says.why, is_listed=True
            )
        )


# Chats -----------------------------------------------------------------------------------------------------


def _read_words(setting: Setting, lines: Sequence[Line], found: Found) -> None:
    told = _without_calls([line for line in lines if not line.is_blank], setting.kind)
    whole = " ".join(line.text.strip() for line in told)
    if not told:
        return
    if is_slip(whole) and setting.sender and _take_back(setting.sender, found):
        return
    if as_another := read_as_another(told[0].number, whole, setting, found.said):
        found.take(as_another)
        return
    if speaks_of_others(whole, setting):
        for line in told:
            found.take(read_post(line.number, line.text, setting))
        return
    found.take(read_own(told[0].number, whole, setting))


def _without_calls(lines: Sequence[Line], kind: Kind) -> list[Line]:
    """平安 above 没报的抓紧: a call to everybody takes nothing from the answer beside it."""
    own = [line for line in lines if not (is_call(line.text, kind) and is_to_all_surely(line.text))]
    return own or list(lines)


def _signed_in(messages: Sequence[Message], book: Book, kind: Kind) -> Iterable[Said]:
    """张三 19:28 and nothing below: a list of who came when; a single one among messages is asked about."""
    posts = [message for message in messages if message.sender]
    empty = [message for message in posts if all(line.is_blank for line in message.lines)]
    if kind is not Kind.ATTENDANCE:
        return
    for message in empty:
        whom = book.whom(message.sender)
        if whom.member is not None:
            is_sure = len(empty) * 2 > len(posts)
            yield Said(message.at, whom, USUAL[kind], "", is_sure=is_sure, why=UNCLEAR, strength=ACK)


def _last_words(found: Found) -> str:
    return found.said[-1].words if found.said else ""


def _take_back(sender: Whom, found: Found) -> bool:
    """发错了: his last statement becomes a question."""
    for at in range(len(found.said) - 1, -1, -1):
        if found.said[at].whom.member is not None and found.said[at].whom.member == sender.member:
            found.said[at] = replace(found.said[at], is_sure=False, why=TAKEN_BACK)
            return True
    return False
