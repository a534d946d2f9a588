"""Where the heads of a sheet are: below titles and unit lines, one to three rows high, repeated, in any order."""

from collections.abc import Iterator, Sequence

from banyan.intake.reading import labels
from banyan.intake.reading.columns import table_of
from banyan.intake.reading.results import Table
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet

HEAD_ROWS_MAX = 3


def find_tables(sheet: Sheet) -> list[Table]:
    """Every head of the sheet with the columns below it, from the top down."""
    tables: list[Table] = []
    for row in _rows_with_a_name_label(sheet.rows):
        done = tables[-1].head_rows[-1] if tables else -1
        if row > done:
            first, last = _extent(sheet, row, done)
            tables.append(table_of(sheet, first, last, done))
    return [table for table in tables if any(column.field == "name" for column in table.columns)]


def spans(sheet: Sheet, tables: Sequence[Table]) -> Iterator[tuple[Table, int]]:
    """Each table with the row where the next one begins, or the sheet ends."""
    begins = [table.head_rows[0] for table in tables]
    return zip(tables, [*begins[1:], len(sheet.rows)], strict=False)


def filled_down(sheet: Sheet, table: Table, end: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below a head; a village merged over its people's rows stands in each of them."""
    start = table.head_rows[-1] + 1
    filled: dict[int, list[Cell]] = {}
    for merge in sheet.merges:
        if start <= merge.top < merge.bottom < end:
            for row in range(merge.top + 1, merge.bottom + 1):
                filled.setdefault(row, list(sheet.rows[row]))[merge.left] = sheet.rows[merge.top][merge.left]
    for row in range(start, end):
        yield row, filled.get(row) or sheet.rows[row]


def continued(sheet: Sheet, table: Table) -> frozenset[int]:
    """Rows of which the name stands above, merged over them: more of the same person."""
    column = next(column.at for column in table.columns if column.field == "name")
    merges = [merge for merge in sheet.merges if merge.left == column and merge.top > table.head_rows[-1]]
    return frozenset(row for merge in merges for row in range(merge.top + 1, merge.bottom + 1))


def _rows_with_a_name_label(rows: Sequence[Sequence[Cell]]) -> Iterator[int]:
    """Cells are one object per content, so a set of the few that say 姓名 finds their rows at once."""
    distinct: set[Cell] = set().union(*rows) if rows else set()
    names = {cell for cell in distinct if labels.is_name_label(cell.text)}
    for number, row in enumerate(rows):
        if not names.isdisjoint(row) and sum(labels.is_known(cell.text) for cell in row) > 1:
            yield number


def _extent(sheet: Sheet, row: int, done: int) -> tuple[int, int]:
    """From a group row above to the sub-heads below; a person's row has a name and ends the head."""
    first = row
    while first - 1 > done and row - first < HEAD_ROWS_MAX - 1 and is_group_row(sheet, first - 1):
        first -= 1
    name_column = next(at for at, cell in enumerate(sheet.rows[row]) if labels.is_name_label(cell.text))
    last = row
    while (
        last + 1 < len(sheet.rows)
        and last - first < HEAD_ROWS_MAX - 1
        and _is_sub_head(sheet, last + 1, name_column)
    ):
        last += 1
    return first, last


def _is_sub_head(sheet: Sheet, row: int, name_column: int) -> bool:
    """姓名 reaches down into it, or it has no name and mostly words that stand over columns."""
    if any(merge.top < row <= merge.bottom and merge.left == name_column for merge in sheet.merges):
        return True
    return sheet.rows[row][name_column] is EMPTY and has_words_below(sheet, row)


def has_words_below(sheet: Sheet, row: int) -> bool:
    """Mostly words that stand over columns in the second row of a head, at least two cells of it filled."""
    filled = [cell for cell in sheet.rows[row] if cell is not EMPTY]
    if len(filled) < 2:
        return False
    known = sum(cell.kind is Kind.TEXT and labels.is_known_below(cell.text) for cell in filled)
    return known * 2 >= len(filled)


def is_group_row(sheet: Sheet, row: int) -> bool:
    """Words such as 流出情况 over part of the width; a title stands alone over the first column."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell is not EMPTY]
    below = [column for column, cell in enumerate(sheet.rows[row + 1]) if cell is not EMPTY]
    if not filled or not below or (len(filled) == 1 and filled[0] <= below[0]):
        return False
    known = sum(labels.is_known(sheet.rows[row][column].text) for column in filled)
    return known == len(filled) or known * 2 >= len(filled) > 2
