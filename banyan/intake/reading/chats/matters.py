"""Two lists in one paste, about different matters: only the one that was asked for is read."""

import re
from collections.abc import Iterable, Iterator, Sequence

from banyan.intake.reading.chats.lines import Line, number_end
from banyan.intake.reading.chats.messages import Message
from banyan.intake.reading.chats.results import Kind, Unread
from banyan.intake.reading.chats.subject import kind_of

CHAIN = re.compile(r"#\s*(接龙|Group\s*Note|群接龙)|^\W*接龙\W*$", re.IGNORECASE)


def of_other_matters(messages: Iterable[Message], kind: Kind) -> list[Unread]:
    """The numbered lines of every 接龙 whose title is about something else, where another one is about this."""
    lists = [(_kind_of_list(lines), lines) for message in messages for lines in _lists(message)]
    if kind not in [told for told, _lines in lists]:
        return []
    others = [line for told, lines in lists if told not in (None, kind) for line in lines]
    return [Unread(line.number, line.text.strip()) for line in others if number_end(line.folded)]


def _lists(message: Message) -> Iterator[list[Line]]:
    """The lines below each #接龙, up to the next one."""
    starts = [at for at, line in enumerate(message.lines) if CHAIN.search(line.folded)]
    for start, end in zip(starts, [*starts[1:], len(message.lines)], strict=False):
        yield list(message.lines[start + 1 : end])


def _kind_of_list(lines: Sequence[Line]) -> Kind | None:
    first = next((at for at, line in enumerate(lines) if number_end(line.folded)), len(lines))
    return kind_of([line.text for line in lines[:first]], [])
