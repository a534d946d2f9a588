"""Heads of narrow columns typed over two rows: 姓 above 名, 联系 above 电话."""

from dataclasses import replace
from itertools import pairwise

from banyan.intake.reading import labels
from banyan.intake.reading.text import squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet

_WORDS_LEAST = 3


def unstacked(sheet: Sheet) -> Sheet:
    """The words together in the lower row, the upper one empty; every other sheet as it is."""
    for row, (above, below) in enumerate(pairwise(sheet.rows)):
        if not any(_is_name_in_two(*cells) for cells in zip(above, below, strict=True)):
            continue
        words = [_together(*cells) for cells in zip(above, below, strict=True)]
        if sum(labels.is_column(cell.text) for cell in words) >= _WORDS_LEAST:
            rows = [*sheet.rows[:row], [EMPTY] * len(words), words, *sheet.rows[row + 2 :]]
            merges = [merge for merge in sheet.merges if not merge.top <= row <= merge.bottom]
            return replace(sheet, rows=rows, merges=merges)
    return sheet


def _is_name_in_two(upper: Cell, lower: Cell) -> bool:
    return upper.text.strip() == "姓" and lower.text.strip() == "名"


def _together(upper: Cell, lower: Cell) -> Cell:
    text = squeezed(upper.text) + squeezed(lower.text)
    return Cell(Kind.TEXT, text, text) if text else EMPTY
