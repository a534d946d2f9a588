"""Several headings on one line (到会：甲、乙；请假：丙): each with its names becomes a line of its own."""

import itertools
import re
from collections.abc import Iterable, Sequence

from banyan.intake.reading.chats.answers import answer
from banyan.intake.reading.chats.lines import HAN, Line, fold
from banyan.intake.reading.chats.naming import name_like
from banyan.intake.reading.chats.results import Kind
from banyan.intake.reading.chats.who import Book

COUNT = r"(?:\(?\s*共?\s*\d+\s*[人名位]?\s*\)?)?"
_WORDS = rf"(?P<words>[{HAN}√×]{{1,8}}?)的?(?:同志|人员|党员|名单)?\s*{COUNT}\s*"
_HEADING = re.compile(rf"(?:^|(?<=[\s;,。、]))(?:其中|另外?)?{_WORDS}(?::|的?(?:有|是|为):?)\s*")
_BARE_HEADING = re.compile(rf"\s*{_WORDS}")
_NONE_CAME = re.compile(
    rf"(?:^|(?<=[\s;,。、]))(?P<words>[{HAN}]{{2,4}}?)(?:人员)?\s*:?\s*\(?\s*0\s*[人名]?\s*\)?(?=[\s;,。、]|$)"
)
_NOBODY = re.compile(r"(?:无|没有)(?=[\s;,。、]|$)")


def blocks_apart(lines: Iterable[Line], book: Book, kind: Kind) -> Iterable[Line]:
    """Every line; one with several headings, each before names, cut where the second and later ones begin."""
    for line in lines:
        text = book.joined(line.text)
        cuts = [cut for cut in headings_in(text, book, kind) if book.mentions(fold(text[:cut]))]
        if not cuts:
            yield line
            continue
        for start, end in itertools.pairwise([0, *cuts, len(text)]):
            yield Line(line.number, text[start:end])


def headings_in(text: str, book: Book, kind: Kind) -> Sequence[int]:
    """Where the headings begin that answer something and have a name, or 无, right behind them."""
    folded = fold(text)
    starts = [mention.start for mention in book.mentions(folded)]
    marked = [
        each
        for each in _HEADING.finditer(folded)
        if each.end() in starts or name_like(folded[each.end() :]) or _NOBODY.match(folded, each.end())
    ]
    bare = [_bare_heading(folded, start) for start in starts]
    found = [*marked, *_NONE_CAME.finditer(folded), *filter(None, bare if bare and bare[0] else [])]
    return sorted({each.start("words") for each in found if _answers(each["words"], kind)})


def _bare_heading(folded: str, name: int) -> re.Match[str] | None:
    """到会 甲、乙；请假 丙: words of a heading without a colon, at the start of a part."""
    start = max(folded.rfind(mark, 0, name) for mark in ";。") + 1
    return _BARE_HEADING.fullmatch(folded, start, name)


def _answers(words: str, kind: Kind) -> bool:
    return answer(words, kind, is_listed=False) is not None
