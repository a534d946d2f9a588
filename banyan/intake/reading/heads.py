"""Where the heads of a sheet are: below titles and unit lines, one to three rows high, repeated, in any order."""

from collections.abc import Iterator, Sequence

from banyan.intake.reading import labels
from banyan.intake.reading.labels import Named
from banyan.intake.reading.results import Column, Table
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Merge, Sheet

HEAD_ROWS_MAX = 3
_DEPENDENT = ("destination.city", "destination.district")
_HOST_FIELDS = ("host_organisation", "host_head")
_HEAD_OF_HOST = frozenset(("负责人", "联系人", "书记", "书记姓名", "联系人姓名"))


def find_tables(sheet: Sheet) -> list[Table]:
    """Every head of the sheet with the columns below it, from the top down."""
    tables: list[Table] = []
    for row in _rows_with_a_name_label(sheet.rows):
        done = tables[-1].head_rows[-1] if tables else -1
        if row > done:
            first, last = _extent(sheet, row, done)
            tables.append(_table(sheet, first, last))
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
        if merge.left == merge.right and start <= merge.top < merge.bottom < end:
            for row in range(merge.top + 1, merge.bottom + 1):
                filled.setdefault(row, list(sheet.rows[row]))[merge.left] = sheet.rows[merge.top][merge.left]
    for row in range(start, end):
        yield row, filled.get(row) or sheet.rows[row]


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
    while first - 1 > done and row - first < HEAD_ROWS_MAX - 1 and _is_group_row(sheet, first - 1):
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
    filled = [cell for cell in sheet.rows[row] if cell is not EMPTY]
    if sheet.rows[row][name_column] is not EMPTY or len(filled) < 2:
        return False
    known = sum(cell.kind is Kind.TEXT and labels.is_known_below(cell.text) for cell in filled)
    return known * 2 >= len(filled)


def _is_group_row(sheet: Sheet, row: int) -> bool:
    """Words such as 流出情况 over part of the width; a title stands alone over the first column."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell is not EMPTY]
    below = [column for column, cell in enumerate(sheet.rows[row + 1]) if cell is not EMPTY]
    if not filled or not below or (len(filled) == 1 and filled[0] <= below[0]):
        return False
    return all(labels.is_known(sheet.rows[row][column].text) for column in filled)


def _table(sheet: Sheet, first: int, last: int) -> Table:
    paths = _paths(sheet, first, last)
    named = [_named(path) for path in paths]
    _name_by_neighbours(paths, named)
    has_province = any(found is not None and found.field == "destination.province" for found in named)
    best: dict[str, tuple[int, int]] = {}
    for index, found in enumerate(named):
        if found is not None and (has_province or not _is_bare_level(paths[index], found)):
            best[found.field] = min(best.get(found.field, (found.rank, index)), (found.rank, index))
    taken = {index: field for field, (_rank, index) in best.items()}
    columns = [Column(at, "/".join(path), taken.get(at, "")) for at, path in enumerate(paths) if path]
    return Table(
        sheet.name,
        tuple(range(first, last + 1)),
        tuple(column for column in columns if column.field),
        tuple(column for column in columns if not column.field),
    )


def _is_bare_level(path: Sequence[str], found: Named) -> bool:
    """县 by itself may as well be the home county."""
    return found.field in _DEPENDENT and len(path) == 1 and len(labels.letters(path[0])) < len("流入市")


def _named(path: Sequence[str]) -> Named | None:
    if not path:
        return None
    return labels.alone(path[-1]) if len(path) == 1 else labels.under(path[-2], path[-1])


def _name_by_neighbours(paths: Sequence[Sequence[str]], named: list[Named | None]) -> None:
    """负责人 and 联系电话 right of 流入地党组织 are the host's; a second 联系电话 elsewhere stays unread."""
    for at in range(1, len(named)):
        left, found = named[at - 1], named[at]
        if left is None or left.field not in _HOST_FIELDS or not paths[at]:
            continue
        if found is None and labels.letters(paths[at][-1]) in _HEAD_OF_HOST:
            named[at] = Named("host_head", 99)
        elif found is not None and found.field == "phone":
            named[at] = Named("host_phone", 99)


def _paths(sheet: Sheet, first: int, last: int) -> list[tuple[str, ...]]:
    """For each column the words over it from the top down, without repeats."""
    lines = [_spread(sheet, row, is_last=row == last) for row in range(first, last + 1)]
    paths = []
    for words in zip(*lines, strict=True):
        path: list[str] = []
        for word in words:
            if word and word not in path[-1:]:
                path.append(word)
        paths.append(tuple(path))
    return paths


def _spread(sheet: Sheet, row: int, *, is_last: bool) -> list[str]:
    """One head row with merged words under every column they cover; unmerged groups reach to the next word."""
    words = [cell.text.strip() for cell in sheet.rows[row]]
    covered = [merge for merge in sheet.merges if merge.top <= row <= merge.bottom]
    for merge in covered:
        text = sheet.rows[merge.top][merge.left].text.strip()
        words[merge.left : merge.right + 1] = [text] * (merge.right + 1 - merge.left)
    if not is_last:
        _reach_right(words, sheet.rows[row + 1], covered)
    return words


def _reach_right(words: list[str], below: Sequence[Cell], merges: Sequence[Merge]) -> None:
    merged = {column for merge in merges for column in range(merge.left, merge.right + 1)}
    for column in range(1, len(words)):
        is_open = not words[column] and below[column] is not EMPTY
        if is_open and column - 1 not in merged and below[column - 1] is not EMPTY:
            words[column] = words[column - 1]
