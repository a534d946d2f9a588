"""其余同志全部到会, 除甲、乙外都到了: said of everybody who is not named."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.answers import ACK, answer, is_call
from banyan.intake.reading.chats.lines import Line, fold
from banyan.intake.reading.chats.results import Kind, Member, Said, Status, Unread, Whom
from banyan.intake.reading.chats.who import Book

SAID_OF_THE_REST = gettext_noop("说的是其余的人，请确认")
# More people than one branch has are not meant by one word.
REST_MAX = 60
_REST = re.compile(
    r"(?:其余|其他|其它|余下|剩下|另外的?)的?(?:同志|党员|人员|人|各?位)?们?(?:也|已|全部|全体|全|都|均|一律|准时|按时)*(?P<words>[^,，。;；]*)"
)
_EXCEPT = re.compile(r"除了?(?P<who>.{2,40}?)(?:以外|之外|外)[,，\s]*(?P<words>[^。;；]*)")


def said_of_the_rest(
    lines: Iterable[Line], book: Book, said: Sequence[Said], expected: Sequence[Member]
) -> Iterator[Said]:
    """Of a meeting: one question each for whoever nothing else is said of; nobody where they are too many."""
    for line in lines:
        left_out = _left_out(line, book)
        if left_out is None:
            continue
        named = {each.whom.member.key for each in said if each.whom.member} | left_out
        rest = [each for each in expected if each.key not in named]
        for member in rest if len(rest) <= REST_MAX else []:
            whom = Whom(member.name, member, is_sure=True)
            yield Said(
                line.number,
                whom,
                Status.PRESENT,
                line.text.strip(),
                is_sure=False,
                why=SAID_OF_THE_REST,
                strength=ACK,
            )
        return


def _left_out(line: Line, book: Book) -> set[str] | None:
    """Who is excepted by the line; None when it says nothing of the rest, or not that they came."""
    folded = fold(line.text)
    found = _EXCEPT.search(folded) or _REST.search(folded)
    if found is None or re.search(r"[?？]|请|通知|务必|要求", folded):
        return None
    says = answer(re.sub("其余|其他", "", found["words"]) or "", Kind.ATTENDANCE, is_listed=False)
    if says is None or says.status is not Status.PRESENT or is_call(found["words"], Kind.ATTENDANCE):
        return None
    excepted = found.groupdict().get("who") or ""
    return {member.key for mention in book.mentions(excepted) for member in mention.members}


def without_lines(unread: Iterable[Unread], said: Iterable[Said]) -> list[Unread]:
    """What is not understood, without the lines that were."""
    read = {each.line for each in said}
    return [each for each in unread if each.line not in read]
