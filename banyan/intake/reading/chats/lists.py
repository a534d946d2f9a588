"""A list line by line, numbered or not: titles, headings, whole villages, answers, and what stands below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from banyan.intake.reading.chats.answers import UNCLEAR, answer, is_call, plain_words
from banyan.intake.reading.chats.blocks import COUNT
from banyan.intake.reading.chats.entries import read_entry, read_own, read_post, speaks_of_others
from banyan.intake.reading.chats.lines import (
    HAN,
    Line,
    bare,
    bullet_end,
    fold,
    is_empty_number,
    number_end,
)
from banyan.intake.reading.chats.matters import CHAIN
from banyan.intake.reading.chats.naming import name_like
from banyan.intake.reading.chats.results import USUAL, Kind, Said, Status, Unread, Whom
from banyan.intake.reading.chats.setting import I_AM, Entry, Setting, is_one_more, is_small_talk
from banyan.intake.reading.chats.who import Book, Mention

_EXAMPLE = re.compile(r"^\s*[(\[]?(例|示例|格式|范例|样例|例如|模板|如)[)\]]?\s*[:：子\s]|^\s*例[^会]")
TOTAL = re.compile(
    r"^\W*(共|合计|总计|应到|实到|小计|截止|截至|目前(已|共)|已有\d|参与人数|\d+\s*人(已|参与|"
    r"接龙)|统计|以上|发起人|发起|由.{1,8}发起|接龙时间|填报|报送|创建|开始时间|结束时间|来自|"
    r"复制|长按|查看)"
)
_SECTION = re.compile(
    rf"^\W*(?:[一二三四五六七八九十]{{1,2}}[、.])?\s*(?P<words>[{HAN}√×]{{1,12}}?)\s*(?:的?(?:同志|"
    rf"人员|党员|名单))?\s*(?:[(]?\s*(?:共)?\d+\s*[人名位]\s*[)]?)?\W*$"
)
_UNTICKED = re.compile(r"[\s*·-]*(?:\[\s+\]|[☐⬜◻])")
_BOX = re.compile(r"\[\s+\]|[☐⬜◻□]")
_SQUARE = re.compile(r"\s*[□○◯]")
_BOX_BEHIND = re.compile(r"[☐⬜◻□]\s*$")
_FIELD = re.compile(rf"\W*[{HAN}]{{2,4}}:")
_UNFILLED = re.compile(r"[:：]\s*[(（_□○\s]*[)）]?\s*$|[(（]\s*[)）]\s*$|[□○☐⬜]\s*$")
_NOBODY = re.compile(r"^[^:]{1,12}:\s*(无|没有|0人?|—+|-+)\W*$")
_GROUP = re.compile(
    r"\W*第?[一二三四五六七八九十\d]{1,3}(?:村民|党)?(?:小?组|支部|小队|队|片区?)\s*(?:\(?\d+\s*[人名]?\)?)?\W*"
)
_NOBODY_CAME = re.compile(rf"^\W*[{HAN}]{{2,4}}(?:人员)?\s*:?\s*\(?\s*0\s*[人名]?\s*\)?\W*$")
_NONE = re.compile(r"\W*(?:无|没有|0人?)\W*")
_TO_ANOTHER = re.compile("[你您@谁]|哪位")
_PARTING = re.compile(r"[\s,，。;；!！@]")
_ASKER = re.compile(rf"\s*[{HAN}·]{{2,12}}\s*:")
_TICKS = re.compile(r"[\s√×]*")


@dataclass
class Found:
    """What has been read so far of a paste; `month` is the one asked for, 0 where none is."""

    said: list[Said] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    month: int = 0

    def take(self, entry: Entry) -> None:
        self.said.extend(entry.said)
        self.unread.extend(entry.unread)


class _List:
    """A list line by line: what is in the title, under which heading, what 同上 stands for."""

    def __init__(self, book: Book, kind: Kind, *, is_numbered: bool, is_ticked: bool) -> None:
        self.book, self.kind, self.is_numbered, self.is_ticked = book, kind, is_numbered, is_ticked
        self.is_title, self.is_broken = True, False
        self.label, self.before, self.place = "", "", ""
        self.by_number: dict[int, str] = {}
        self.by_name: dict[str, str] = {}
        self.found = Found()
        self.latest: Entry | None = None

    def read(self, line: Line) -> None:
        if line.is_blank:
            self.is_broken = True
            return
        if CHAIN.search(line.folded):
            self.is_title, self.label, self.place, self.latest = True, "", "", None
            return
        if is_empty_number(line.folded) or _EXAMPLE.match(line.folded) or self._is_unticked(line):
            return
        end = number_end(line.folded)
        rest = line.text[end:] if end else line.text[bullet_end(line.folded) :]
        if self._is_heading(rest, bool(end)) or self._is_nobody(rest):
            return
        if not end and (self.book.is_place(rest) or _GROUP.fullmatch(bare(rest))):
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

    def _is_unticked(self, line: Line) -> bool:
        """⬜张三 says nothing; only in a list of who has studied it may say: not yet."""
        end = number_end(line.folded)
        is_box = _UNTICKED.match(line.folded) or (self.is_ticked and _SQUARE.match(line.folded))
        boxed = is_box or (end and _BOX_BEHIND.search(line.folded))
        whom = self.book.whom(_BOX.sub("", line.text[end:])) if boxed else None
        if whom is None or self.kind is not Kind.FEEDBACK or whom.member is None:
            return bool(is_box)
        self.found.said.append(
            Said(line.number, whom, Status.NOT_YET, "⬜", is_sure=False, why=UNCLEAR, is_listed=True)
        )
        self.is_title, self.latest = False, None
        return True

    def _is_nobody(self, rest: str) -> bool:
        """缺席人员:无; the same under somebody's name is his own answer."""
        if self.label and self.latest is None and _NONE.fullmatch(fold(rest)):
            return True
        if self.kind is Kind.ATTENDANCE and _NOBODY_CAME.match(fold(rest)):
            return not self._is_label_of_names(rest)
        is_free = (
            self.kind is Kind.ATTENDANCE
            or self.latest is None
            or re.search("人员|名单|同志", rest) is not None
        )
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
        entry = self._entry(line, rest)
        self.is_title = False
        if found := re.search(r"\d{1,3}", line.folded):
            self.by_number[int(found[0])] = self._copied(entry.words)
        self._keep(entry)

    def _after_name(self, rest: str) -> str:
        names = self.book.mentions(self.book.joined(fold(rest)))
        return rest[names[-1].end :] if names else rest

    def _keep(self, entry: Entry) -> None:
        self.latest, self.before = entry, self._copied(entry.words) or self.before
        self.by_name.update({each.whom.said: self._copied(each.words) for each in entry.said})
        self.found.take(entry)

    def _copied(self, words: str) -> str:
        """What a 同上 below them means: of a +1 what that agreed with."""
        return self.before if is_one_more(words) else words

    def _bare(self, line: Line, rest: str) -> None:
        """A line without a number: a title, a forgotten number, or more of the line above."""
        names = self.book.mentions(self.book.joined(fold(rest)))
        if TOTAL.match(line.folded) and not self._is_label_of_names(rest):
            return
        is_open = not self.is_numbered or not self.is_title or self._has_label(rest)
        if is_open and self._is_call(rest) and (asker := _ASKER.match(fold(rest))):
            self.found.take(self._asked(line, rest, asker.end()))
            return
        if is_open and self._is_call(rest) and self._before_call(rest):
            self._forgotten(line, rest)
            return
        if names and is_open and not self._is_call(rest):
            is_empty = _UNFILLED.search(fold(rest)) and not plain_words(self._after_name(rest))
            if (names[0].start <= 12 or I_AM.search(fold(rest)[: names[0].start])) and not is_empty:
                self._forgotten(line, rest)
            elif not is_empty and not self.is_title and answer(rest, self.kind, is_listed=False):
                self.found.unread.append(Unread(line.number, line.text.strip()))
            return
        if self.is_title and self.is_numbered:
            self._above(line, rest, names)
            return
        self._unnumbered(line, rest, bool(names))

    def _is_call(self, rest: str) -> bool:
        """张三 ？ calls nobody: a mark behind a name is what somebody noted of him."""
        return is_call(rest, self.kind) and re.search(r"\w", self._after_name(rest)) is not None

    def _before_call(self, rest: str) -> str:
        """张三 已学习 @李四 你学了没: his own answer, before he asks another; empty where he only asks."""
        text = self.book.joined(rest)
        names = self.book.mentions(fold(text))
        if not names or names[0].start:
            return ""
        name, end = names[0].end, names[1].start if len(names) > 1 else len(text)
        for cut in reversed([each.start() for each in _PARTING.finditer(text, name + 1, end)]):
            words = text[name:cut]
            if not is_call(words, self.kind) and answer(words, self.kind, is_listed=False) is not None:
                return text[:cut]
        return ""

    def _asked(self, line: Line, rest: str, end: int) -> Entry:
        """张三：谁去都行，我没空: somebody goes on talking below the list."""
        sender = self.book.whom(rest[:end])
        return read_own(line.number, rest[end:], Setting(self.kind, self.book, sender=sender))

    def _has_label(self, rest: str) -> bool:
        """请假:张三 above a numbered list is no title."""
        label = re.match(rf"\s*([{HAN}]{{1,8}}?)\s*{COUNT}\s*:", fold(rest))
        return label is not None and answer(label[1], self.kind, is_listed=False) is not None

    def _above(self, line: Line, rest: str, names: Sequence[Mention]) -> None:
        """An answer above the first number: nobody can tell whether it belongs to the list."""
        is_answer = bool(names) and names[0].start == 0 and not is_call(rest, self.kind)
        if is_answer and answer(rest[names[0].end :], self.kind, is_listed=False):
            self.found.unread.append(Unread(line.number, line.text.strip()))

    def _is_label_of_names(self, rest: str) -> bool:
        return bool(self.book.mentions(self.book.joined(fold(rest))))

    def _entry(self, line: Line, rest: str) -> Entry:
        """甲：代乙报平安, 甲：我和乙都好: where he names others it is a message of his; else a line of the list."""
        asker = _ASKER.match(fold(rest))
        sender = self.book.whom(rest[: asker.end()]) if asker else None
        if not asker and self._is_call(rest) and _TO_ANOTHER.search(fold(rest)):
            told = self._before_call(rest)
            if not told:
                return Entry(unread=[Unread(line.number, rest.strip())])
            return read_entry(line.number, told, self._setting())
        if asker and sender and sender.is_sure and self._others_in(rest[asker.end() :], sender):
            setting = Setting(self.kind, self.book, sender=sender)
            entry = (read_post if speaks_of_others(rest[asker.end() :], setting) else read_own)(
                line.number, rest[asker.end() :], setting
            )
            if entry.said or entry.unread:
                return entry
        return read_entry(line.number, rest, self._setting())

    def _others_in(self, words: str, sender: Whom) -> bool:
        """Said of others: somebody told of, or addressed, and no 同乙."""
        told = self.book.joined(fold(words))
        others = [each for each in self.book.mentions(told) if sender.member not in each.members]
        if any(re.match(r"\s*:", told[each.end :]) for each in others):
            return False
        return bool(others) and not re.match(r"\W*[同和跟与]\S{2,4}(一样|相同)?\W*$", words)

    def _forgotten(self, line: Line, rest: str) -> None:
        entry = self._entry(line, rest)
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
        is_field = said.status is USUAL[self.kind] and _FIELD.match(fold(rest)) is not None
        is_sure = told.is_sure and (not said.words or is_field)
        return replace(
            whole, status=told.status, is_sure=is_sure, why=told.why or UNCLEAR, strength=told.strength
        )


def read_list(lines: Sequence[Line], book: Book, kind: Kind, found: Found) -> None:
    """What a list says, one line after the other, into `found`."""
    is_numbered = any(number_end(line.folded) for line in lines)
    is_ticked = any(re.match(r"\s*√", bare(line.text)) for line in lines)
    reading = _List(book, kind, is_numbered=is_numbered, is_ticked=is_ticked)
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
