"""The columns of a list: one description for its page and its workbook, so that they never differ."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.utils.functional import Promise

from banyan.shared.spreadsheets.writing import Table, Value

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: shown until somebody chooses otherwise when `is_usual`, always when `is_fixed`; width in characters.

    `is_paper` ones are in the workbook alone: 编号, by which a re-import knows its rows (story.md, Rosters).
    A page says `labels` for what is stored, a date in words when `is_date`, and never breaks what `is_unbroken` over
    two lines.
    """

    name: str
    words: "str | Promise"
    value: Callable[[Row], Value]
    width: float
    is_usual: bool = False
    is_fixed: bool = False
    is_paper: bool = False
    labels: "Mapping[str, str | Promise]" = field(default_factory=dict)
    is_unbroken: bool = False
    is_date: bool = False


def chosen_columns(columns: Sequence[Column[Row]], names: Sequence[str]) -> list[Column[Row]]:
    """The columns somebody chose, in the list's own order; the usual ones when he named none that exists."""
    wanted = {column.name for column in columns if column.name in names}
    return [
        column
        for column in columns
        if column.is_fixed or column.is_paper or (column.name in wanted if wanted else column.is_usual)
    ]


def table_of(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Table:
    """One sheet of these columns."""
    lines = ([column.value(row) for column in columns] for row in rows)
    heads = [[str(column.words) for column in columns]]
    return Table(name, heads, lines, widths=[column.width for column in columns])


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """What a page asks of its columns: which may be chosen, which are, and which it prints as plain text."""

    columns: Sequence[Column[Row]]
    names: Sequence[str]

    @property
    def chosen(self) -> list[Column[Row]]:
        return chosen_columns(self.columns, self.names)

    @property
    def has(self) -> dict[str, bool]:
        return {column.name: True for column in self.chosen}

    @property
    def choices(self) -> list[tuple[Column[Row], bool]]:
        has = self.has
        open_to = [column for column in self.columns if not column.is_fixed and not column.is_paper]
        return [(column, column.name in has) for column in open_to]

    @property
    def plain(self) -> list[Column[Row]]:
        """Beside the usual ones, which the page draws itself."""
        return [
            column for column in self.chosen if not (column.is_usual or column.is_fixed or column.is_paper)
        ]
