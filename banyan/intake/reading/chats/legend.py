"""签到（√到 ○请假 ×缺席）: what the signs of a list mean, where the list says so itself."""

import re
from collections.abc import Iterable, Mapping

from banyan.intake.reading.chats.lines import HAN, Line
from banyan.intake.reading.chats.who import Book

_SIGNS = "√✓✔×✗✘○◯〇△▲▽☆★□■◇◆◎●⭕"
_MEANS = re.compile(rf"([{_SIGNS}])\s*[:：=为是-]?\s*(?:表示|代表)?\s*([{HAN}]{{1,4}})")


def without_signs(lines: Iterable[Line], book: Book) -> list[Line]:
    """The lines with every sign that a legend above explains as its word, where it stands alone behind a name."""
    meanings: dict[str, str] = {}
    read = []
    for line in lines:
        is_named = bool(book.mentions(book.joined(line.folded)))
        told = _MEANS.findall(line.text) if not is_named else []
        if len({sign for sign, _word in told}) > 1:
            meanings = dict(told)
        read.append(_explained(line, meanings) if is_named and meanings else line)
    return read


def _explained(line: Line, meanings: Mapping[str, str]) -> Line:
    sign = "|".join(map(re.escape, meanings))
    alone = re.compile(rf"(?<![{HAN}\d])({sign})|({sign})\s*$")
    return Line(line.number, alone.sub(lambda found: f" {meanings[found[1] or found[2]]} ", line.text))
