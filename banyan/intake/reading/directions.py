"""Whether a list is of members who left or of members who came: its title says it, its sheet, or its labels."""

import re
from collections.abc import Iterable, Sequence

from banyan.intake.reading import labels
from banyan.intake.reading.results import INFLOW, OUTFLOW, Direction
from banyan.intake.reading.text import normal, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Sheet

_CAME = re.compile(r"流入(?!地|单位|省|城)|外来|来(?:我|本)[县区市镇乡村]|转入")
_LEFT = re.compile(r"流出(?!地)|外出|在外|离乡")
_WORKS_AWAY = re.compile(r"务工")
_ROWS_LOOKED_AT = 6
TITLE_LENGTH_MAX = 60


def in_words(text: str) -> str:
    """What a title or a section head says; one that names both sides says nothing."""
    bare = squeezed(normal(text))
    if len(bare) > TITLE_LENGTH_MAX:
        return ""
    came, left = bool(_CAME.search(bare)), bool(_LEFT.search(bare))
    if came != left:
        return INFLOW if came else OUTFLOW
    return OUTFLOW if not came and _WORKS_AWAY.search(bare) else ""


def direction_of(sheet: Sheet, head: int, done: int, words: Sequence[str]) -> Direction:
    """Of the table whose head begins at a row: by the titles above it, the sheet's name, its labels."""
    for text in (*_titles(sheet, head, done), sheet.name):
        if found := in_words(text):
            return Direction(found, f"按「{squeezed(normal(text))}」")
    left, came = labels.signs_of(words)
    if left or came:
        return Direction(OUTFLOW if left else INFLOW, "按表头")
    return Direction()


def _titles(sheet: Sheet, head: int, done: int) -> Iterable[str]:
    """The texts above a head from the bottom up; below another table only rows of a single cell count."""
    for row in range(head - 1, max(done, head - 1 - _ROWS_LOOKED_AT), -1):
        filled = [cell.text for cell in sheet.rows[row] if cell is not EMPTY]
        if done >= 0 and len(filled) > 1:
            return
        yield from filled
