"""What a table file holds once it is read: sheets, cells, and the sentence when it cannot be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says what to do, in the language of who reads it."""

    field = "file"

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Kind(StrEnum):
    """What a cell is, whatever it looks like."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"


# Equal only to itself: the reader keeps one object per distinct content, so a dictionary keyed by
# cells costs an identity hash, and a value that repeats over 16,000 rows is understood once.
@dataclass(slots=True, eq=False)
class Cell:
    """One distinct content of a sheet. `value`: text, float, ISO date and time, bool; `text`: as shown."""

    kind: Kind
    value: str | float | bool | None
    text: str
    number_format: str = ""

    def __repr__(self) -> str:
        """Without the content: cells are personal, and reprs end up in logs."""
        return f"<Cell {self.kind}>"


EMPTY = Cell(Kind.EMPTY, None, "")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both corners included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet from its very first row and column on; all rows are equally long.

    `comments` by (row, column); `shades`: rows mostly filled with one colour, as six hexadecimal digits.
    `numbers`: where somebody stood before the sheet was laid out otherwise; empty when each row is where it was.
    Then comments and hidden rows go by that place.
    """

    name: str
    rows: list[list[Cell]]
    merges: Sequence[Merge] = ()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shades: Mapping[int, str] = field(default_factory=dict)
    numbers: Sequence[int] = ()

    def number_of(self, row: int) -> int:
        """What the spreadsheet calls this row, counted from 1."""
        return self.numbers[row] if self.numbers else row + 1


def column_letters(column: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
