"""A paste read from end to end: messages, lists, cells; one record a person, and what is left over."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from banyan.intake.reading.chats import cells
from banyan.intake.reading.chats.answers import ACK, UNCLEAR, answer, is_call, is_slip, plain_words
from banyan.intake.reading.chats.entries import read_entry, read_own, read_post, speaks_of_others
from banyan.intake.reading.chats.forms import joined_forms
from banyan.intake.reading.chats.lines import (
    HAN,
    Line,
    bare,
    bullet_end,
    fold,
    is_empty_number,
    lines_of,
    number_end,
)
from banyan.intake.reading.chats.matters import CHAIN, of_other_matters
from banyan.intake.reading.chats.messages import Message, Posted, posted
from banyan.intake.reading.chats.naming import name_like
from banyan.intake.reading.chats.results import USUAL, Chat, Kind, Member, Said, Unread, Unreadable, Whom
from banyan.intake.reading.chats.setting import Entry, Setting, is_small_talk
from banyan.intake.reading.chats.settling import overruled, settled, silent_of, without_repeats
from banyan.intake.reading.chats.subject import kind_of, period_of
from banyan.intake.reading.chats.who import Book, Mention

TITLE_MIN = 8
UNCLEAR_KIND = _("看不出这段话是关于什么的，请选一下：报平安、会议签到、任务认领、意见建议，还是学习反馈。")
TAKEN_BACK = gettext_noop("本人说发错了，请确认")
_EXAMPLE = re.compile(r"^\s*[(\[]?(例|示例|格式|范例|样例|例如|模板|如)[)\]]?\s*[:：子\s]|^\s*例[^会]")
_TOTAL = re.compile(
    r"^\W*(共|合计|总计|应到|实到|小计|截止|截至|目前(已|共)|已有\d|参与人数|\d+\s*人(已|参与|"
    r"接龙)|统计|以上|发起人|发起|由.{1,8}发起|接龙时间|填报|报送|创建|开始时间|结束时间|来自|"
    r"复制|长按|查看)"
)
_SECTION = re.compile(
    rf"^\W*(?:[一二三四五六七八九十]{{1,2}}[、.])?\s*(?P<words>[{HAN}√×]{{1,12}}?)\s*(?:的?(?:同志|"
    rf"人员|党员|名单))?\s*(?:[(]?\s*(?:共)?\d+\s*[人名位]\s*[)]?)?\W*$"
)
_INLINE = re.compile(rf"(?:(?<=[\s;；,，。])|(?<=[{HAN}]))(?=\d{{1,3}}[.、．]\s*[{HAN}A-Za-z@])")
_NUMBERED_BEHIND = re.compile(rf"\s*[{HAN}]{{1,8}}\s*:\s*\d{{1,3}}[.、]")
_INLINE_NUMBER = re.compile(rf"\d{{1,3}}[.、．]\s*(?=[{HAN}])")
_UNTICKED = re.compile(r"[\s*·-]*(?:\[\s+\]|[☐⬜◻])")
_UNFILLED = re.compile(r"[:：]\s*[(（_□○\s]*[)）]?\s*$|[(（]\s*[)）]\s*$|[□○☐⬜]\s*$")
_NOBODY = re.compile(r"^[^:]{1,12}:\s*(无|没有|0人?|—+|-+)\W*$")
_ASKER = re.compile(rf"\s*[{HAN}·]{{2,12}}\s*:")
_TICKS = re.compile(r"[\s√×]*")


@dataclass
class _Found:
    """What has been read so far of a paste."""

    said: list[Said] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        self.said.extend(entry.said)
        self.unread.extend(entry.unread)


def read_chat(
    text: str, book: Book, day: date, *, kind: Kind | None = None, expected: Sequence[Member] | None = None
) -> Chat:
    """Read a paste. `expected` are those who should be heard from (everybody in the book when None).

    Unreadable, with its sentence, when there is nothing to read or the kind cannot be guessed.
    """
    paste = posted(joined_forms(lines_of(text), book), book)
    titles = list(_titles(paste, book))
    kind = kind or kind_of(titles, _bodies(paste))
    if kind is None:
        raise Unreadable(UNCLEAR_KIND)
    found = _Found(unread=of_other_matters(paste.messages, kind))
    others = {each.line for each in found.unread}
    for message in paste.messages:
        _read_message(message.without(others), book, kind, found)
    found.said.extend(_signed_in(paste.messages, book, kind))
    records = settled(found.said)
    return Chat(
        kind=kind,
        period=_period(titles, paste, kind, day),
        records=records,
        unread=without_repeats([*found.unread, *overruled(found.said, records)]),
        silent=silent_of(book.members if expected is None else expected, records),
    )


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


def _read_message(message: Message, book: Book, kind: Kind, found: _Found) -> None:
    lines = list(_numbered_apart(message.lines, book))
    if cells.is_block(lines):
        _read_cells(lines, book, kind, found)
    elif _is_chain(lines, book, has_sender=bool(message.sender)):
        _read_list(lines, book, kind, found)
    elif message.sender:
        _read_words(
            Setting(kind, book, sender=book.whom(message.sender), before=_last_words(found)), lines, found
        )
    else:
        _read_list(lines, book, kind, found)


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


# Lists -----------------------------------------------------------------------------------------------------


class _List:
    """A list line by line: what is in the title, under which heading, what 同上 stands for."""

    def __init__(self, book: Book, kind: Kind, *, is_numbered: bool) -> None:
        self.book, self.kind, self.is_numbered = book, kind, is_numbered
        self.is_title, self.is_broken = True, False
        self.label, self.before, self.place = "", "", ""
        self.by_number: dict[int, str] = {}
        self.by_name: dict[str, str] = {}
        self.found = _Found()
        self.latest: Entry | None = None

    def read(self, line: Line) -> None:
        if line.is_blank:
            self.is_broken = True
            return
        if CHAIN.search(line.folded):
            self.is_title, self.label, self.place, self.latest = True, "", "", None
            return
        if is_empty_number(line.folded) or _EXAMPLE.match(line.folded) or _UNTICKED.match(line.folded):
            return
        end = number_end(line.folded)
        rest = line.text[end:] if end else line.text[bullet_end(line.folded) :]
        if self._is_heading(rest, bool(end)) or self._is_nobody(rest):
            return
        if not end and self.book.is_place(rest):
            self.place, self.latest = rest, None
        elif end:
            self._numbered(line, rest)
        else:
            self._bare(line, rest)
        self.is_broken = False

    def _is_heading(self, rest: str, is_numbered: bool) -> bool:
        folded = bare(rest)
        section = _SECTION.match(folded)
        if section is None or self.book.mentions(self.book.joined(fold(rest))):
            return False
        if is_numbered and self.book.whom(rest).member is not None:
            return False
        says = answer(section["words"], self.kind, is_listed=False)
        is_marked = re.search(r"[:：\d\]】]|名单|人员|^\W*[一二三四五六七八九十]、", folded)
        if says is None or not is_marked or is_call(rest, self.kind):
            return False
        self.label, self.latest, self.is_title = section["words"], None, False
        return True

    def _is_nobody(self, rest: str) -> bool:
        """缺席人员:无; the same under somebody's name is his own answer."""
        is_free = self.latest is None or re.search("人员|名单|同志", rest) is not None
        return is_free and _NOBODY.match(fold(rest)) is not None

    def _setting(self) -> Setting:
        return Setting(
            self.kind,
            self.book,
            is_listed=True,
            label=self.label,
            before=self.before,
            place=self.place,
            by_number=self.by_number,
            by_name=self.by_name,
        )

    def _numbered(self, line: Line, rest: str) -> None:
        if _UNFILLED.search(fold(rest)) and not plain_words(self._after_name(rest)):
            return
        entry = read_entry(line.number, rest, self._setting())
        self.is_title = False
        if found := re.search(r"\d{1,3}", line.folded):
            self.by_number[int(found[0])] = entry.words
        self._keep(entry)

    def _after_name(self, rest: str) -> str:
        names = self.book.mentions(self.book.joined(fold(rest)))
        return rest[names[-1].end :] if names else rest

    def _keep(self, entry: Entry) -> None:
        self.latest, self.before = entry, entry.words or self.before
        self.by_name.update({each.whom.said: each.words for each in entry.said})
        self.found.take(entry)

    def _bare(self, line: Line, rest: str) -> None:
        """A line without a number: a title, a forgotten number, or more of the line above."""
        names = self.book.mentions(self.book.joined(fold(rest)))
        if _TOTAL.match(line.folded) and not self._is_label_of_names(rest):
            return
        is_open = not self.is_numbered or not self.is_title or self._has_label(rest)
        if is_open and self._is_call(rest) and (asker := _ASKER.match(fold(rest))):
            self.found.take(self._asked(line, rest, asker.end()))
            return
        if names and is_open and not self._is_call(rest):
            if names[0].start <= 12 and not (
                _UNFILLED.search(fold(rest)) and not plain_words(self._after_name(rest))
            ):
                self._forgotten(line, rest)
            return
        if self.is_title and self.is_numbered:
            self._above(line, rest, names)
            return
        self._unnumbered(line, rest, bool(names))

    def _is_call(self, rest: str) -> bool:
        """张三 ？ calls nobody: a mark behind a name is what somebody noted of him."""
        return is_call(rest, self.kind) and re.search(r"\w", self._after_name(rest)) is not None

    def _asked(self, line: Line, rest: str, end: int) -> Entry:
        """张三：谁去都行，我没空: somebody goes on talking below the list."""
        sender = self.book.whom(rest[:end])
        return read_own(line.number, rest[end:], Setting(self.kind, self.book, sender=sender))

    def _has_label(self, rest: str) -> bool:
        """请假:张三 above a numbered list is no title."""
        label = re.match(rf"\s*([{HAN}]{{1,8}})\s*:", fold(rest))
        return label is not None and answer(label[1], self.kind, is_listed=False) is not None

    def _above(self, line: Line, rest: str, names: Sequence[Mention]) -> None:
        """An answer above the first number: nobody can tell whether it belongs to the list."""
        is_answer = bool(names) and names[0].start == 0 and not is_call(rest, self.kind)
        if is_answer and answer(rest[names[0].end :], self.kind, is_listed=False):
            self.found.unread.append(Unread(line.number, line.text.strip()))

    def _is_label_of_names(self, rest: str) -> bool:
        return bool(self.book.mentions(self.book.joined(fold(rest))))

    def _forgotten(self, line: Line, rest: str) -> None:
        entry = read_entry(line.number, rest, self._setting())
        if entry.said or entry.unread:
            self.is_title = False
            self._keep(entry)

    def _unnumbered(self, line: Line, rest: str, is_named: bool) -> None:
        if not is_named and self._is_strangers(rest.strip()):
            self.found.unread.append(Unread(line.number, line.text.strip()))
            self.latest = None
            return
        if is_call(rest, self.kind) or is_small_talk(rest):
            return
        if self.is_numbered and self.latest is not None and not self.is_broken:
            self._add_to_latest(rest)
            return
        if not self.is_numbered:
            self._forgotten_or_title(line, rest)
        elif answer(rest, self.kind, is_listed=False) is not None:
            self.found.unread.append(Unread(line.number, line.text.strip()))

    def _is_strangers(self, rest: str) -> bool:
        """王大锤 平安: a name of nobody here, standing alone."""
        name = name_like(fold(rest))
        if not name or not re.match(r"[\s:：,，、(（]|$", rest[len(name) :]):
            return False
        return answer(name, self.kind, is_listed=False) is None

    def _forgotten_or_title(self, line: Line, rest: str) -> None:
        if self.is_title and (
            len(fold(rest)) > 8 or self.book.whom(rest.split()[0] if rest.split() else rest).member is None
        ):
            return
        self._forgotten(line, rest)

    def _add_to_latest(self, rest: str) -> None:
        assert self.latest is not None
        more = [self._said_below(each, rest) for each in self.latest.said]
        kept = self.found.said[: len(self.found.said) - len(self.latest.said)]
        self.found.said[:] = kept + more
        self.latest.said[:] = more

    def _said_below(self, said: Said, rest: str) -> Said:
        """The line below a bare name is his answer; below an answer it is more of it, asked where it says otherwise."""
        whole = replace(said, words=f"{said.words} {rest.strip()}".strip())
        told = answer(rest, self.kind, is_listed=not said.words)
        if told is None or (said.words and told.status in (said.status, USUAL[self.kind])):
            return whole
        is_sure = told.is_sure and not said.words
        return replace(
            whole, status=told.status, is_sure=is_sure, why=told.why or UNCLEAR, strength=told.strength
        )


def _read_list(lines: Sequence[Line], book: Book, kind: Kind, found: _Found) -> None:
    is_numbered = any(number_end(line.folded) for line in lines)
    reading = _List(book, kind, is_numbered=is_numbered)
    for line in lines:
        reading.read(line)
    found.said.extend(_ticked_only(reading.found.said))
    found.unread.extend(reading.found.unread)


def _ticked_only(said: list[Said]) -> list[Said]:
    """Where somebody has typed all names and people tick theirs, a name without a tick has said nothing."""
    ticks = [each for each in said if each.words and _TICKS.fullmatch(bare(each.words))]
    if ticks and all(_TICKS.fullmatch(bare(each.words)) for each in said):
        return ticks
    return said


def _read_cells(lines: Sequence[Line], book: Book, kind: Kind, found: _Found) -> None:
    rows = cells.rows_of(lines, book)
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
            if not _TOTAL.match(fold(row.name)):
                found.unread.append(Unread(row.line, " ".join(filter(None, (row.name, row.near, row.words)))))
            continue
        found.said.append(
            Said(
                row.line, whom, says.status, words, row.by, is_sure=says.is_sure, why=says.why, is_listed=True
            )
        )


# Chats -----------------------------------------------------------------------------------------------------


def _read_words(setting: Setting, lines: Sequence[Line], found: _Found) -> None:
    told = [line for line in lines if not line.is_blank]
    whole = " ".join(line.text.strip() for line in told)
    if not told:
        return
    if is_slip(whole) and setting.sender and _take_back(setting.sender, found):
        return
    if speaks_of_others(whole, setting):
        for line in told:
            found.take(read_post(line.number, line.text, setting))
        return
    found.take(read_own(told[0].number, whole, setting))


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


def _last_words(found: _Found) -> str:
    return found.said[-1].words if found.said else ""


def _take_back(sender: Whom, found: _Found) -> bool:
    """发错了: his last statement becomes a question."""
    for at in range(len(found.said) - 1, -1, -1):
        if found.said[at].whom.member is not None and found.said[at].whom.member == sender.member:
            found.said[at] = replace(found.said[at], is_sure=False, why=TAKEN_BACK)
            return True
    return False
