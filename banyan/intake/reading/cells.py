"""The cell of a field: where it stands, or what several columns say together (province and city, year and month)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from banyan.intake.reading.codes import says_no, says_yes
from banyan.intake.reading.places import joined_parts
from banyan.intake.reading.results import FIELDS, Reading, Table
from banyan.intake.reading.text import BLANKS, normal, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind

_LEVELS = ("province", "city", "district", "", "outside", "inside", "near")
_SCHOOLING = frozenset(("full_time", "on_the_job"))
_DATE_WORDS = {"year": "年", "month": "月", "day": "日"}


class Column(NamedTuple):
    """One field of a table: where its cells stand, how they are read, and what was read already.

    `parts` name what each place is: a level, a part of a date, the word that a tick stands for.
    """

    field: str
    places: tuple[int, ...]
    parts: tuple[str, ...]
    known: dict[Cell, Reading]
    read: Callable[[Cell], Reading]

    def cell(self, cells: Sequence[Cell]) -> Cell:
        """The cell of a row; several become one."""
        if len(self.places) == 1 and self.parts[0] in _LEVELS:
            return cells[self.places[0]]
        texts = [squeezed(normal(cells[place].text)) for place in self.places]
        return _text_cell(self._together(texts))

    def _together(self, texts: Sequence[str]) -> str:
        if self.parts[0] in _LEVELS:
            return joined_parts("" if says_yes(text) or says_no(text) else text for text in texts)
        if self.parts[0] in _DATE_WORDS:
            return "".join(
                _with_unit(text, part) for text, part in zip(texts, self.parts, strict=True) if text
            )
        if self.parts[0] in _SCHOOLING:
            return "、".join(dict.fromkeys(text for text in texts if text.lower() not in BLANKS))
        return "、".join(part for text, part in zip(texts, self.parts, strict=True) if says_yes(text))


def _with_unit(text: str, part: str) -> str:
    """2019 in the column 年 -> 2019年; 2019年 stays."""
    return text.removesuffix(_DATE_WORDS[part]).removesuffix(".0") + _DATE_WORDS[part]


@lru_cache(maxsize=4096)
def _text_cell(text: str) -> Cell:
    """One object per content, as the cells of a sheet are."""
    return Cell(Kind.TEXT, text, text) if text else EMPTY


def plan_of(
    table: Table, reads: Mapping[str, Callable[[Cell], Reading]], known: Mapping[str, dict[Cell, Reading]]
) -> list[Column]:
    """The columns of a table in the order of the fields."""
    found: dict[str, list[tuple[str, int]]] = {}
    for column in table.columns:
        name, _, part = column.field.partition(".")
        found.setdefault(name, []).append((part, column.at))
    return [
        Column(name, *_in_order(found[name]), known[name], reads[name]) for name in FIELDS if name in found
    ]


def _in_order(spread: Iterable[tuple[str, int]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Province before city before district before the free words; 年 before 月 before 日."""
    order = (*_LEVELS[:3], *_DATE_WORDS, *_LEVELS[3:])
    ranked = sorted(spread, key=lambda each: (order.index(each[0]) if each[0] in order else 9, each[1]))
    return tuple(at for _part, at in ranked), tuple(part for part, _at in ranked)
