"""A text with commas that was opened as one column: 姓名,性别,手机 in the first cell of every row."""

import csv
from collections.abc import Sequence
from dataclasses import replace

from banyan.intake.reading import labels
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet

_DELIMITERS = (",", "，", "\t", ";", "；", "|")
_WORDS_LEAST = 3


def apart(sheet: Sheet) -> Sheet:
    """The same rows, a cell for each part; a sheet with anything in a second column stays as it is."""
    if any(cell is not EMPTY for row in sheet.rows for cell in row[1:]):
        return sheet
    texts = [row[0].text if row else "" for row in sheet.rows]
    found = next(((text, mark) for text in texts for mark in _DELIMITERS if _is_head(text, mark)), None)
    if found is None:
        return sheet
    width = len(_parts(*found))
    rows = [_cells(text, found[1], width) for text in texts]
    longest = max(map(len, rows))
    padded = [[*row, *[EMPTY] * (longest - len(row))] for row in rows]
    return replace(sheet, rows=padded, merges=(), comments={}, numbers=range(1, len(rows) + 1))


def _parts(text: str, mark: str) -> list[str]:
    """Quoted parts may hold the mark."""
    line = " ".join(text.splitlines())
    return [part.strip() for part in next(csv.reader([line], delimiter=mark), [])]


def _is_head(text: str, mark: str) -> bool:
    words = _parts(text, mark)
    if len(words) < _WORDS_LEAST or not any(map(labels.is_name_label, words)):
        return False
    return 2 * sum(map(labels.is_column, words)) > len(words)


def _cells(text: str, mark: str, width: int) -> Sequence[Cell]:
    """A line with fewer marks than half the head is a title or a signature and stays whole."""
    parts = _parts(text, mark)
    told = parts if 2 * len(parts) > width else [text]
    return [Cell(Kind.TEXT, part, part) if part else EMPTY for part in told]
