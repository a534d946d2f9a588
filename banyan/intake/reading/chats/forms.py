"""Forms that people copy and fill in: 姓名：张三 above 现住地：佛山 and 困难：无; each becomes one line."""

import re
from collections.abc import Iterable

from banyan.intake.reading.chats.lines import HAN, Line, fold
from banyan.intake.reading.chats.who import Book

_NAME = re.compile(rf"\W*(?:党员)?(?:姓\s*名|名字)\s*:\s*(?P<name>[{HAN}A-Za-z].*)")
_FIELD = re.compile(rf"\W*(?P<label>[{HAN}]{{2,12}})(?:\([^()]*\))?\s*:\s*(?P<told>.*)")
_NEXT_FIELD = re.compile(rf"\s+(?=[{HAN}]{{2,8}}\s*[:：])")
_NOTHING = re.compile(r"\s*(?:暂?无|没有?|否|不需要?|/|[—_-]*)[。.\s]*")


def joined_forms(lines: Iterable[Line], book: Book) -> list[Line]:
    """The lines with every form drawn together behind its name; fields that say nothing (困难：无) are left out."""
    joined: list[Line] = []
    is_open = False
    for line in lines:
        started = _NAME.fullmatch(line.folded)
        if started:
            is_open = True
            joined.append(Line(line.number, _filled(line.text[started.start("name") :])))
        elif is_open and _is_field(line, book):
            joined.append(_with_field(joined.pop(), line))
        else:
            is_open = False
            joined.append(line)
    return joined


def _is_field(line: Line, book: Book) -> bool:
    found = _FIELD.fullmatch(line.folded)
    return found is not None and not book.is_one_name(found["label"])


def _with_field(form: Line, line: Line) -> Line:
    more = _filled(line.text.strip())
    return Line(form.number, f"{form.text}，{more}") if more else form


def _filled(text: str) -> str:
    """性别：男 困难：无 as 性别：男."""
    told = []
    for part in _NEXT_FIELD.split(text):
        found = _FIELD.fullmatch(fold(part))
        if found is None or not _NOTHING.fullmatch(found["told"]):
            told.append(part.strip())
    return "，".join(told)
