"""People who do not stand one to a row: one to a column, or one to a card. Laid straight they are read like all others.

`Sheet.numbers` keeps where each stood: the row of a card's name, or the column.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from banyan.intake.reading import labels
from banyan.intake.reading.heads import find_tables
from banyan.intake.reading.one_column import apart
from banyan.intake.reading.results import Table
from banyan.intake.reading.stacked import unstacked
from banyan.intake.reading.text import squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Merge, Sheet

LABEL_COLUMNS_SEARCHED, WORDS_LEAST = 3, 3
# A form has tens of rows. A list of thousands is none, and is not searched for one.
ROWS_MAX = 2000
_TOGETHER = re.compile(r"([^:：\n]{2,16})[:：]\s*(\S[^\n]*)")
Spot = tuple[int, int]


def straight(sheet: Sheet) -> Sheet:
    """The same people, one to a row below one head; a sheet that is a list already stays as it is."""
    if len(sheet.rows) > ROWS_MAX:
        return sheet
    sheet = _unfolded(unstacked(apart(sheet)))
    at = _label_column(sheet)
    if at is not None:
        return _on_its_feet(sheet, at)
    cards = _cards(sheet)
    return sheet if not cards or _is_list(sheet, cards) else _in_rows(sheet, cards)


class Pair(NamedTuple):
    """A label of a card in column `at`, the word over it or none, and where its value stands."""

    at: int
    group: str
    label: str
    spot: Spot


@dataclass(frozen=True)
class _Layout:
    """Where things stand on a sheet with merged cells."""

    sheet: Sheet
    merges: dict[Spot, Merge]

    def pairs(self, row: int) -> Iterator[Pair]:
        """姓名 | 某某 | 性别 | 女: every label with the place to its right, left empty or not."""
        cells, at = self.sheet.rows[row], 0
        while at < len(cells):
            beside = self._right_of((row, at))
            if cells[at] is EMPTY or beside >= len(cells):
                at += 1
            elif self._is_label(row, at, cells[beside]):
                yield Pair(at, self._group(row, at), cells[at].text, (row, beside))
                at = self._right_of((row, beside))
            else:
                at = beside

    def _right_of(self, spot: Spot) -> int:
        merge = self.merges.get(spot)
        return (merge.right if merge is not None else spot[1]) + 1

    def _is_label(self, row: int, at: int, beside: Cell) -> bool:
        """A word of a head with something else beside it; of words nobody knows, those that have a value."""
        text = self.sheet.rows[row][at].text
        known = labels.is_known_below(text) if self._group(row, at) else labels.is_known(text)
        if beside is EMPTY:
            return known
        return (known or self.sheet.rows[row][at].kind is Kind.TEXT) and not _is_word(beside)

    def _group(self, row: int, at: int) -> str:
        """流出情况, written once and merged down along the rows it speaks of."""
        for merge in self.merges.values():
            if merge.top <= row <= merge.bottom and merge.top < merge.bottom and merge.right < at:
                text = self.sheet.rows[merge.top][merge.left].text
                if labels.group_of(text) and not labels.alone(text):
                    return squeezed(text)
        return ""


def _is_name(text: str) -> bool:
    """户主姓名 above a family's list is no card's."""
    return labels.is_name_label(text) and "户" not in text


def _is_word(cell: Cell) -> bool:
    """A word of a head by itself; 广东务工 beside 去向 only sounds like a group of them."""
    return labels.is_column(cell.text)


def _cards(sheet: Sheet) -> list[list[Pair]]:
    """The pairs of every card: each begins where the labels of the first one's 姓名 row stand again."""
    layout = _Layout(sheet, {(merge.top, merge.left): merge for merge in sheet.merges})
    begins = _begins(layout)
    lines = [list(layout.pairs(row)) for row in range(len(sheet.rows) if begins else 0)]
    ends = [*begins[1:], len(lines)]
    found = [card for row, end in zip(begins, ends, strict=False) for card in _abreast(sheet, lines[row:end])]
    return found if all(_is_card(sheet, card) for card in found) else []


def _abreast(sheet: Sheet, lines: Sequence[Sequence[Pair]]) -> Iterator[list[Pair]]:
    """The cards beside each other on the same rows; one that nobody filled in is none."""
    starts = [pair.at for pair in lines[0] if _is_name(pair.label)]
    pairs = [pair for line in lines for pair in line]
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(sheet.rows[0])], strict=True):
        card = [pair for pair in pairs if start <= pair.at < end]
        if any(_is_name(pair.label) and _at(sheet, pair.spot) is not EMPTY for pair in card):
            yield card


def _begins(layout: _Layout) -> list[int]:
    """The rows where a card begins; none where the first 姓名 stands over a column."""
    rows = layout.sheet.rows
    named = [row for row, cells in enumerate(rows) if any(_is_name(cell.text) for cell in cells)]
    words = _words(layout.pairs(named[0])) if named else []
    begins = [row for row in named if _words(layout.pairs(row)) == words]
    return [row for row in begins if any(_names(layout.sheet, row, pair) for pair in layout.pairs(row))]


def _names(sheet: Sheet, row: int, pair: Pair) -> bool:
    """姓名 with somebody beside it, a further word and no name below it; over columns words stand side by side."""
    beside, at = _at(sheet, pair.spot), [cell.text for cell in sheet.rows[row]].index(pair.label)
    below = next((cells[at] for cells in sheet.rows[row + 1 :] if cells[at] is not EMPTY), EMPTY)
    is_told = beside is not EMPTY and not labels.is_known(beside.text)
    if not (_is_name(pair.label) and is_told and (below is EMPTY or _is_word(below))):
        return False
    return not any(_is_word(cell) and _is_word(next_one) for cell, next_one in pairwise(sheet.rows[row]))


def _words(pairs: Iterable[Pair]) -> list[str]:
    """Up to the next 姓名: of an odd number the last card stands alone on its rows."""
    words: list[str] = []
    for pair in pairs:
        if words and _is_name(pair.label):
            break
        words.append(pair.label)
    return words


def _is_card(sheet: Sheet, card: Sequence[Pair]) -> bool:
    """On more than one row, with some values beside words that are known."""
    told = [
        spot
        for _from, _group, label, spot in card
        if labels.is_known(label) and _at(sheet, spot) is not EMPTY
    ]
    return len(told) >= WORDS_LEAST and len({row for row, _at in told}) > 1


def _is_list(sheet: Sheet, cards: Sequence[Sequence[Pair]]) -> bool:
    """Below one card a head with people; a head over the family on the card is none."""
    first = cards[0][0].spot[0]
    tables = [table for table in find_tables(sheet) if first not in table.head_rows]
    return len(cards) == 1 and any(not _is_of_kin(table) for table in tables)


def _is_of_kin(table: Table) -> bool:
    return any(labels.is_of_kin(column.label.rpartition("/")[2]) for column in table.unread)


def _in_rows(sheet: Sheet, cards: Sequence[Sequence[Pair]]) -> Sheet:
    """Each card a row; what stood above the first one stays above the head."""
    keys = list(dict.fromkeys(key for card in cards for key in _keyed(sheet, card)))
    rows = [[_at(sheet, _keyed(sheet, card).get(key, (-1, -1))) for key in keys] for card in cards]
    numbers = [card[0].spot[0] + 1 for card in cards]
    heads = [
        [_text(group) for group, _label, _time in keys],
        [_text(label) for _group, label, _time in keys],
    ]
    if not any(cell is not EMPTY for cell in heads[0]):
        del heads[0]
    titles = [_title(row, len(keys)) for row in sheet.rows[: numbers[0] - 1]]
    comments = {
        (card[0].spot[0], at): sheet.comments[spot]
        for card in cards
        for key, spot in _keyed(sheet, card).items()
        for at in [keys.index(key)]
        if spot in sheet.comments
    }
    return Sheet(
        sheet.name,
        [*titles, *heads, *rows],
        merges=[Merge(len(titles), at, len(titles), at) for at in range(len(keys))] if len(heads) > 1 else (),
        is_hidden=sheet.is_hidden,
        comments=comments,
        numbers=[*range(1, len(titles) + len(heads) + 1), *numbers],
    )


def _keyed(sheet: Sheet, card: Sequence[Pair]) -> dict[tuple[str, str, int], Spot]:
    """Values by (group, label, how many times so far): the second 联系电话 is another column."""
    times: dict[tuple[str, str], int] = {}
    keyed = {}
    for _from, group, label, spot in card:
        times[group, label] = times.get((group, label), 0) + 1
        keyed[group, label, times[group, label]] = spot
    return keyed


def _at(sheet: Sheet, spot: Spot) -> Cell:
    return sheet.rows[spot[0]][spot[1]] if spot[0] >= 0 else EMPTY


def _text(words: str) -> Cell:
    return Cell(Kind.TEXT, words, words) if words else EMPTY


def _title(row: Sequence[Cell], width: int) -> list[Cell]:
    words = " ".join(cell.text for cell in row if cell is not EMPTY)
    return [_text(words), *[EMPTY] * (width - 1)]


def _unfolded(sheet: Sheet) -> Sheet:
    """姓名：某某 in one cell becomes two, where 性别：女 stands beside it; alone it may be an instruction."""
    if not any(map(_tells_of_somebody, sheet.rows)):
        return sheet
    rows = [[part for cell in row for part in _parts(cell)] for row in sheet.rows]
    width = max(map(len, rows))
    return replace(
        sheet, rows=[[*row, *[EMPTY] * (width - len(row))] for row in rows], merges=(), comments={}
    )


def _tells_of_somebody(row: Sequence[Cell]) -> bool:
    told = [found for cell in row if (found := _written_together(cell)) is not None]
    return len(told) > 1 and any(_is_name(found[1]) for found in told)


def _parts(cell: Cell) -> list[Cell]:
    found = _written_together(cell)
    return [_text(found[1]), _text(found[2])] if found else [cell]


def _written_together(cell: Cell) -> re.Match[str] | None:
    found = _TOGETHER.fullmatch(cell.text.strip()) if cell.kind is Kind.TEXT else None
    return found if found is not None and labels.is_column(found[1]) else None


def _label_column(sheet: Sheet) -> int | None:
    """Words for columns, and little else, stand below each other, beside 姓名 several people and no further word."""
    for at in range(min(LABEL_COLUMNS_SEARCHED, len(sheet.rows[0]) if sheet.rows else 0)):
        named = [row for row in sheet.rows if _is_name(row[at].text)]
        if not any(_holds_people(row[at + 1 :]) for row in named):
            continue
        filled = [row[at].text for row in sheet.rows if row[at] is not EMPTY]
        words = [text for text in filled if labels.is_known(text)]
        if len(set(words)) >= WORDS_LEAST and 2 * len(words) > len(filled):
            return at
    return None


def _holds_people(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not EMPTY]
    return len(filled) > 1 and not any(map(_is_word, filled))


def _is_label(cells: Sequence[Cell], at: int) -> bool:
    """A word of a head with something to its right; a title has nothing."""
    return labels.is_known(cells[at].text) and any(cell is not EMPTY for cell in cells[at + 1 :])


def _on_its_feet(sheet: Sheet, at: int) -> Sheet:
    """Columns become rows; titles, which stand above all labels, stay above."""
    first = next(row for row, cells in enumerate(sheet.rows) if _is_label(cells, at))
    height = len(sheet.rows) - first
    titles = [_title(row, height) for row in sheet.rows[:first]]
    rows = [list(column) for column in zip(*sheet.rows[first:], strict=True)]
    down = len(titles)
    return replace(
        sheet,
        rows=[*titles, *rows],
        merges=[
            Merge(each.left + down, each.top - first, each.right + down, each.bottom - first)
            for each in sheet.merges
            if each.top >= first
        ],
        hidden_columns=frozenset(row - first for row in sheet.hidden_rows),
        hidden_rows=sheet.hidden_columns,
        comments={(column, row - first): text for (row, column), text in sheet.comments.items()},
        shades={},
        numbers=[*range(1, down + 1), *range(1, len(rows) + 1)],
    )
