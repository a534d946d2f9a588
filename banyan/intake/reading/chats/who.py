"""Whom a name means: by name, the group's nickname book, telephone, sound; a wrong person is worse than a question."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.lines import HAN, bare, fold
from banyan.intake.reading.chats.naming import (
    COMPOUND,
    FOLLOWING,
    KIN,
    LINKS,
    PLACES,
    is_decoration,
    name_like,
    place_at,
    simplified,
)
from banyan.intake.reading.chats.results import Member, Whom
from banyan.people.pinyin import spoken

_HAN = re.compile(f"[{HAN}]")
_SPACED = re.compile(f"(?<![{HAN}])[{HAN}](?:[ \u3000]+[{HAN}]){{1,3}}(?![{HAN}])")
_LATIN = re.compile(r"[A-Za-z]+(?:[ ._'-]?[A-Za-z]+)*")
_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_TAIL = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ELDER = re.compile(
    f"([{HAN}])(?:哥|姐|叔|伯|总|工|嫂|婶|爷|婆|妹|弟|师傅|书记|支书|主任|老师|老板|队长|组长|医生|会计|同志)"
)
_YOUNGER = re.compile(f"[小老阿大]([{HAN}])")

ASIDE_MAX = 6
TWO_OF_A_NAME = gettext_noop("有两个人同名，请选是哪一位")
SOUNDS_ALIKE = gettext_noop("名字音同字不同，请确认")
BY_PINYIN = gettext_noop("按拼音找到的，请确认")
BY_TAIL = gettext_noop("按电话尾号找到的，请确认")
BY_SURNAME = gettext_noop("只有姓或小名，请确认")
INSIDE = gettext_noop("名字夹在别的字里，请确认")
OF_THE_FAMILY = gettext_noop("像是家里人的微信，请确认")
SEVERAL = gettext_noop("一个昵称里有几个名字，请确认")
UNKNOWN = gettext_noop("没有找到这个人")
NAME_AND_PHONE = gettext_noop("名字和电话对不上，请确认")


@dataclass(frozen=True)
class Mention:
    """A name found in a text: where, and everybody so called."""

    start: int
    end: int
    members: tuple[Member, ...]
    text: str


class Book:
    """Everybody a paste may mean, found by all the ways people write each other in a group."""

    def __init__(
        self,
        members: Iterable[Member],
        nicknames: Mapping[str, str] | None = None,
        places: Collection[str] = PLACES,
    ) -> None:
        self.members = list(members)
        self.places = frozenset(places) | {mark for each in self.members for mark in each.marks}
        by_key = {member.key: member for member in self.members}
        self._nicknames = {
            nickname_key(name): by_key[key] for name, key in (nicknames or {}).items() if key in by_key
        }
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_sound: dict[str, list[Member]] = defaultdict(list)
        self._starts: dict[str, list[str]] = defaultdict(list)
        for member in self.members:
            for form in {_plain(member.name), _plain(member.name).replace("·", "")}:
                self._by_name[form].append(member)
            self._by_sound[_sound(member.name)].append(member)
        for name in sorted(self._by_name, key=lambda each: -len(each)):
            self._starts[name[0]].append(name)

    def joined(self, text: str) -> str:
        """张 三 -> 张三 where 张三 is somebody; nothing else changes."""
        return _SPACED.sub(lambda found: self._if_known(found[0]), text)

    def _if_known(self, spaced: str) -> str:
        """谢 田 到 -> 谢田 到: as many characters as are somebody's name; the others stay apart."""
        for end in range(len(spaced), 2, -1):
            name = re.sub(r"\s", "", spaced[:end])
            if not spaced[end - 1].isspace() and _plain(name) in self._by_name:
                return name + self.joined(spaced[end:])
        return spaced

    def mentions(self, text: str) -> list[Mention]:
        """The names in a text, from left to right, each standing alone as a name does."""
        plain, found, at = _plain(text), list[Mention](), 0
        while at < len(plain):
            name = self._name_at(plain, at, found[-1].end if found else -1)
            if name:
                said = text[at : at + len(name)]
                found.append(Mention(at, at + len(name), tuple(self._by_name[name]), said))
            at += len(name) or 1
        return found

    def has_nickname(self, text: str) -> bool:
        """Does the group know somebody by exactly this?"""
        return nickname_key(text) in self._nicknames

    def named_within(self, text: str) -> list[Member]:
        """Everybody whose name's characters stand somewhere in the text, as a name or not."""
        plain = _plain(text)
        return [each for each in self.members if _plain(each.name) in plain]

    def is_only_names(self, text: str) -> bool:
        """A row of names and nothing else: what stands before it is a heading."""
        found = self.mentions(self.joined(fold(text)))
        rest = fold(text)
        for mention in found:
            rest = rest.replace(fold(mention.text), "", 1)
        return bool(found) and not re.search(
            f"[{HAN}A-Za-z]", re.sub(r"\([^()]*\)|同志|[和与及等]|\d+人", "", rest)
        )

    def is_place(self, text: str) -> bool:
        """塘背组, 上屋村(12人): where some of the members are from, and nothing else."""
        plain = re.sub(r"\d+\s*[人名位]", "", bare(text))
        if not is_decoration(plain, self.places):
            return False
        return any(mark in plain for each in self.members for mark in each.marks)

    def is_one_name(self, text: str) -> bool:
        """A member's name or nickname, and nothing else."""
        whole = self.joined(fold(text).strip())
        found = self.mentions(whole)
        return self.has_nickname(text) or (len(found) == 1 and found[0].text == whole)

    def _name_at(self, plain: str, at: int, last_end: int) -> str:
        for name in self._starts.get(plain[at], ()):
            if plain.startswith(name, at) and self._ends_well(plain, at + len(name)):
                return name if at == last_end or self._begins_well(plain, at) else ""
        return ""

    def _ends_well(self, plain: str, end: int) -> bool:
        rest = plain[end:]
        if (
            not rest
            or not (_HAN.match(rest) or rest[0].islower())
            or FOLLOWING.match(rest)
            or KIN.match(rest)
        ):
            return True
        if any(rest.startswith(name) for name in self._starts.get(rest[0], ())):
            return True
        if re.match("[和与跟及]", rest):
            return self._starts_with_name(rest[1:]) or rest[1] == "我" if len(rest) > 1 else False
        return bool(place_at(rest, self.places))

    def _starts_with_name(self, text: str) -> bool:
        return bool(text) and any(text.startswith(name) for name in self._starts.get(text[0], ()))

    def _begins_well(self, plain: str, start: int) -> bool:
        run = re.search(f"[{HAN}A-Za-z]*$", plain[:start])
        before = run[0] if run else ""
        links = [*LINKS.finditer(before), *KIN.finditer(before)]
        if not before or any(found.end() == len(before) for found in links):
            return True
        return is_decoration(before, self.places)

    def whom(self, nick: str, near: str = "") -> Whom:
        """Whom a nickname or the head of a line means; `near` may tell namesakes apart."""
        said = fold(nick).strip(" :,、@-—_·.。")
        known = self._nicknames.get(nickname_key(nick))
        if known is not None:
            return Whom(said, known, is_sure=True)
        whole = self.joined(bare(nick)).strip()
        found = self.mentions(whole)
        called = {member.key for mention in found for member in mention.members}
        if found:
            return (
                self._named(whole, found, said, near) if self._is_one(found) else self._several(said, called)
            )
        return self._by_phone(whole, said) or self._by_guess(whole, said)

    def _is_one(self, found: Sequence[Mention]) -> bool:
        return len({_plain(mention.text) for mention in found}) == 1

    def _several(self, said: str, keys: Collection[str]) -> Whom:
        return Whom(said, why=SEVERAL, choices=tuple(each for each in self.members if each.key in keys))

    def _named(self, whole: str, found: Sequence[Mention], said: str, near: str) -> Whom:
        mention = found[0]
        whom = self.called(mention, f"{whole} {near}")
        rest = whole[: mention.start] + " " + whole[mention.end :]
        if whom.is_sure and KIN.search(rest):
            return Whom(said, whom.member, why=OF_THE_FAMILY)
        if whom.is_sure and not (is_decoration(rest, self.places) or _is_apart(whole, mention)):
            return Whom(said, whom.member, why=INSIDE)
        return whom

    def called(self, mention: Mention, near: str, *, place: str = "") -> Whom:
        """The one member so called, or the one of several whom telephone, village or the heading's place names."""
        phones = set(_MOBILE.findall(near))
        if len(mention.members) == 1:
            member = mention.members[0]
            if phones and member.phones and not phones & set(member.phones) and self._owners(phones):
                return Whom(mention.text, member, why=NAME_AND_PHONE)
            return Whom(mention.text, member, is_sure=True)
        tails = set(_TAIL.findall(near)) | {phone[-4:] for phone in phones}
        told = [each for each in mention.members if any(phone[-4:] in tails for phone in each.phones)]
        for beside in (near, place):
            told = told or [each for each in mention.members if any(mark in beside for mark in each.marks)]
        if len(told) == 1:
            return Whom(mention.text, told[0], is_sure=True)
        return Whom(mention.text, why=TWO_OF_A_NAME, choices=mention.members)

    def _owners(self, phones: Collection[str]) -> list[Member]:
        return [each for each in self.members if any(phone in each.phones for phone in phones)]

    def _by_phone(self, whole: str, said: str) -> Whom | None:
        owners = self._owners(_MOBILE.findall(whole))
        if len(owners) == 1:
            return Whom(said, owners[0], is_sure=True)
        tails = set(_TAIL.findall(whole))
        ends = [each for each in self.members if any(phone[-4:] in tails for phone in each.phones)]
        return Whom(said, ends[0], why=BY_TAIL) if len(ends) == 1 else None

    def _by_guess(self, whole: str, said: str) -> Whom:
        for guess, why in (
            (self._alike, SOUNDS_ALIKE),
            (self._in_letters, BY_PINYIN),
            (self._first_part, BY_SURNAME),
            (self._familiar, BY_SURNAME),
            (self._inside, INSIDE),
        ):
            found = {member.key: member for token in _tokens(whole) for member in guess(token)}
            if len(found) == 1:
                return Whom(said, next(iter(found.values())), why=why)
            if found:
                return Whom(said, why=TWO_OF_A_NAME, choices=tuple(found.values()))
        return Whom(said, why=UNKNOWN)

    def _alike(self, token: str) -> list[Member]:
        return self._by_sound.get(_sound(token), []) if _HAN.match(token) and len(token) > 1 else []

    def _in_letters(self, token: str) -> list[Member]:
        letters = re.sub("[^a-z]", "", token.lower())
        if len(letters) < 2 or not token.isascii():
            return []
        whole = [each for each in self.members if spoken(each.name)[0].replace(" ", "") == letters]
        swapped = [each for each in self.members if _given_first(each.name) == letters]
        return whole or swapped or [each for each in self.members if spoken(each.name)[1] == letters]

    def _first_part(self, token: str) -> list[Member]:
        """买买提 of 买买提·吐尔逊."""
        parts = [(each, _plain(each.name).partition("·")) for each in self.members]
        return [each for each, (own, dot, _rest) in parts if dot and own == token]

    def _familiar(self, token: str) -> list[Member]:
        if len(token) == 2 and (given := [each for each in self.members if each.name[1:] == token]):
            return given
        if found := _ELDER.fullmatch(token):
            return [each for each in self.members if surname(each.name) == found[1]]
        if found := _YOUNGER.fullmatch(token):
            last = [each for each in self.members if each.name[-1] == found[1]] if token[0] in "阿小" else []
            named = [each for each in self.members if surname(each.name) == found[1]]
            return named + [each for each in last if each not in named]
        return []

    def _inside(self, token: str) -> list[Member]:
        return [each for each in self.members if len(each.name) > 2 and _plain(each.name) in token]


def _is_apart(whole: str, mention: Mention) -> bool:
    """张三(电焊工), 阳光-张三: the name stands by itself, and nothing beside it is another name."""
    before, after = whole[: mention.start], whole[mention.end :]
    if _HAN.match(before[-1:]) or _HAN.match(after[:1]):
        return False
    beside = re.findall(f"[{HAN}]+", f"{before} {after}")
    return all(len(each) <= ASIDE_MAX and not name_like(each) for each in beside)


def surname(name: str) -> str:
    """欧阳禾 -> 欧阳, 张三 -> 张."""
    return name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]


def nickname_key(name: str) -> str:
    """How a nickname is kept: without widths, cases, spaces or emoji, so that a new flower changes nothing."""
    plain = re.sub(r"\s+", "", bare(name)).lower()
    return plain.strip("@:") or re.sub(r"\s+", "", fold(name))


def _plain(text: str) -> str:
    return simplified(fold(text))


def _sound(name: str) -> str:
    return spoken(_plain(name))[0]


def _given_first(name: str) -> str:
    """San Zhang, as foreign programs write it."""
    syllables = spoken(name)[0].split()
    first = len(surname(name))
    return "".join(syllables[first:] + syllables[:first])


def _tokens(whole: str) -> list[str]:
    """The words of a nickname that could be a name, without what only stands around one."""
    plain = _plain(whole)
    return [*_LATIN.findall(plain), *(token for token in re.findall(f"[{HAN}·]+", plain) if len(token) <= 12)]
