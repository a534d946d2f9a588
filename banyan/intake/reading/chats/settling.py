"""Many statements become one record a person: the last holds, and what contradicts itself is asked."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.lines import fold
from banyan.intake.reading.chats.results import USUAL, Member, Said, Status, Unread

_NEWS = {Status.MOVED, Status.NEW_PHONE, Status.NEED_HELP, Status.WANT_TASK}
_MORE = re.compile("再|另外|还[要加认]|又[要加认]|追加|多[要加认]|加")
_SOLVED = re.compile("解决|没事了|好了|不用了|不需要|误会|[说发写打]错")
BOTH_WAYS = gettext_noop("本人和别人说的不一样，请确认")
BACK_AND_FORTH = gettext_noop("前后几次接龙里说的不一样，请确认")


def settled(said: Iterable[Said]) -> list[Said]:
    """One record for each person, by line; a name that may be two people's stays as often as it was written."""
    found: dict[tuple[str, ...], Said] = {}
    told: dict[tuple[str, ...], list[Status]] = defaultdict(list)
    for each in said:
        key = _key(each)
        found[key] = _later(found[key], each) if key in found else each
        if not told[key] or told[key][-1] != each.status:
            told[key].append(each.status)
        if each.is_listed and len(told[key]) > 2 and told[key][-1] == told[key][-3]:
            found[key] = replace(found[key], is_sure=False, why=BACK_AND_FORTH)
    return sorted(found.values(), key=lambda each: each.line)


def _key(said: Said) -> tuple[str, ...]:
    if said.whom.member is not None:
        return ("", said.whom.member.key)
    return (fold(said.whom.said), said.status, re.sub(r"\s", "", said.words))


def _later(before: Said, after: Said) -> Said:
    """Which of two statements about one person holds."""
    if before.whom.is_sure != after.whom.is_sure:
        return before if before.whom.is_sure else after
    if after.strength < before.strength and after.status == before.status:
        return replace(before, line=after.line) if _same(before, after) else before
    if after.strength < before.strength and not after.is_listed:
        return before
    if (
        _is_news(before)
        and after.status is Status.WELL
        and not (after.is_listed or _SOLVED.search(after.words))
    ):
        return before
    if before.status is Status.CLAIMED and after.status is Status.DECLINED:
        return replace(after, status=Status.WITHDRAWN)
    if after.by and not before.by and not after.is_listed:
        agree = after.status is before.status
        return before if agree else replace(before, is_sure=False, why=BOTH_WAYS)
    if _adds(before, after):
        return replace(after, words=f"{before.words}；{after.words}")
    return after if after.words or after.status is not before.status else replace(before, line=after.line)


def _is_news(said: Said) -> bool:
    """搬到佛山了 is still so when he adds that all is well."""
    return said.is_certain and said.status in _NEWS


def _adds(before: Said, after: Said) -> bool:
    """再加20箱, or one more suggestion in the talk: both hold."""
    if after.status is not before.status or not after.is_sure or after.words in before.words:
        return False
    is_more = after.status is Status.CLAIMED and _MORE.match(after.words) is not None
    return is_more or (after.status is Status.SUGGESTED and not after.is_listed)


def _same(before: Said, after: Said) -> bool:
    return before.words == after.words


def overruled(said: Iterable[Said], records: Sequence[Said]) -> list[Unread]:
    """What may be somebody's who has said otherwise for sure: no second record of him, but not lost either."""
    sure = {each.whom.member.key: each for each in records if each.whom.member and each.whom.is_sure}
    return [
        Unread(each.line, f"{each.whom.said}：{each.words}")
        for each in said
        if each.whom.member is not None
        and not each.whom.is_sure
        and each.status not in USUAL.values()
        and each.whom.member.key in sure
        and sure[each.whom.member.key].status is not each.status
    ]


def without_repeats(unread: Sequence[Unread]) -> list[Unread]:
    """A line that every re-post carries along is one line: the last of them."""
    found: dict[str, Unread] = {}
    for each in unread:
        key = re.sub(r"^[\s\d.、,:()]+|\s", "", fold(each.text))
        found.pop(key, None)
        found[key] = each
    return sorted(found.values(), key=lambda each: each.line)


def silent_of(expected: Iterable[Member], records: Sequence[Said]) -> list[Member]:
    """Those of the expected of whom no record is sure; one who could not be reached has not been heard from."""
    heard = {
        each.whom.member.key
        for each in records
        if each.whom.member is not None and each.is_certain and each.status is not Status.NOT_REACHED
    }
    return [member for member in expected if member.key not in heard]
