"""What stands below a head: which column feeds which field, once or several times beside each other."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from banyan.intake.reading import composed, labels
from banyan.intake.reading.directions import direction_of, in_words
from banyan.intake.reading.labels import Named
from banyan.intake.reading.results import Column, Direction, Table
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Merge, Sheet

Path = tuple[str, ...]
_DEPENDENT = ("destination.city", "destination.district")
_HOST_FIELDS = ("host_organisation", "host_head")
_HEAD_OF_HOST = frozenset(("负责人", "联系人", "书记", "书记姓名", "联系人姓名"))
_ONLY_HOW_FAR = re.compile("[省市县][内外]|跨[省市县]")
_BLOCK_FIELDS_LEAST = 2


def table_of(sheet: Sheet, first: int, last: int, done: int) -> Table:
    """The table whose head spans the rows from first to last; `done` is the last row of the head before."""
    paths = _paths(sheet, first, last)
    direction = direction_of(sheet, first, done, [" ".join(path) for path in paths if path])
    return made(sheet, (first, last), paths, direction)


def turned(sheet: Sheet, table: Table, direction: Direction) -> Table:
    """The same head for people of the other direction: below 二、流入党员 some words change sides."""
    first, last = table.head_rows[0], table.head_rows[-1]
    return made(sheet, (first, last), _paths(sheet, first, last), direction)


def made(sheet: Sheet, rows: tuple[int, int], paths: Sequence[Path], direction: Direction) -> Table:
    """One table, with those beside it: the same head again, or another beyond an empty column."""
    blocks = _blocks(paths)
    tables = []
    for block in blocks:
        own = [path if at in block else () for at, path in enumerate(paths)]
        said = _direction_within(own) if len(blocks) > 1 else ""
        tables.append(_block(sheet, rows, own, Direction(said, "按表头") if said else direction))
    return tables[0]._replace(beside=tuple(tables[1:]))


def _direction_within(paths: Sequence[Path]) -> str:
    """流入党员 over one of two heads that stand beside each other."""
    groups = (in_words(path[0]) for path in paths if len(path) > 1)
    return next(filter(None, groups), "")


def _block(sheet: Sheet, rows: tuple[int, int], paths: Sequence[Path], direction: Direction) -> Table:
    named = [_named(path, direction.value) for path in paths]
    _name_by_neighbours(paths, named)
    _name_by_brackets(paths, named)
    _name_by_unit_and_place(paths, named)
    taken = _best(paths, named, sheet.hidden_columns)
    columns = [Column(at, "/".join(path), taken.get(at, "")) for at, path in enumerate(paths) if path]
    return Table(
        sheet.name,
        tuple(range(rows[0], rows[1] + 1)),
        tuple(column for column in columns if column.field),
        tuple(column for column in columns if not column.field),
        direction,
    )


def _blocks(paths: Sequence[Path]) -> list[range]:
    """姓名 电话 | 姓名 电话: the columns of each repetition; one range when nothing repeats."""
    names = [at for at, path in enumerate(paths) if path and labels.is_name_label(path[-1])]
    if len(names) > 1:
        step = names[1] - names[0]
        start = names[0]
        while start and paths[start - 1] and _same(paths, start - 1, start - 1 + step):
            start -= 1
        if all(at - names[0] == number * step for number, at in enumerate(names)) and all(
            _repeats(paths, range(start, start + step), range(at, at + step))
            for at in range(start + step, start + step * len(names), step)
        ):
            return [range(at, at + step) for at in range(start, start + step * len(names), step)]
    return _parted(paths, names)


def _parted(paths: Sequence[Path], names: Sequence[int]) -> list[range]:
    """Two heads with an empty column between them, each with its 姓名."""
    ends = [
        at
        for at in range(len(paths))
        if not paths[at] and any(n < at for n in names) and any(n > at for n in names)
    ]
    starts = [0, *(at + 1 for at in ends)]
    blocks = [range(start, end) for start, end in zip(starts, [*ends, len(paths)], strict=True)]
    return blocks if all(any(name in block for name in names) for block in blocks) else [range(len(paths))]


def _same(paths: Sequence[Path], one: int, other: int) -> bool:
    return other < len(paths) and paths[one] == paths[other]


def _repeats(paths: Sequence[Path], block: range, later: range) -> bool:
    """Every label again in the same order, at least two of them fields."""
    labelled = [at for at in block if paths[at]]
    fields = [at for at in labelled if labels.alone(paths[at][-1]) is not None]
    is_again = all(_same(paths, at, at + later.start - block.start) for at in labelled)
    is_of_kin = any(labels.is_of_kin(paths[at][-1]) for at in labelled)
    return is_again and (len(fields) >= _BLOCK_FIELDS_LEAST or (len(labelled) > 1 and not is_of_kin))


def _best(paths: Sequence[Path], named: Sequence[Named | None], hidden: frozenset[int]) -> Mapping[int, str]:
    """Of several columns for a field the one in sight, the better name, the first."""
    fields = {found.field for found in named if found is not None}
    best: dict[str, tuple[bool, int, int]] = {}
    for index, found in enumerate(named):
        if found is not None and not _is_bare_level(paths[index], found, fields):
            rank = (index in hidden, found.rank, index)
            best[found.field] = min(best.get(found.field, rank), rank)
    for name in list(best):
        whole, _, part = name.partition(".")
        if part and whole in best and whole not in ("destination", "origin"):
            del best[name]
    return {index: name for name, (_hidden, _rank, index) in best.items()}


def _is_bare_level(path: Path, found: Named, fields: set[str]) -> bool:
    """县 by itself may as well be the home county."""
    if "destination.province" in fields:
        return False
    return found.field in _DEPENDENT and len(path) == 1 and len(labels.letters(path[0])) < len("流入市")


def _named(path: Path, direction: str) -> Named | None:
    path = tuple(word for word in path if not _ONLY_HOW_FAR.fullmatch(word)) or path
    if not path:
        return None
    if len(path) == 1:
        return _named_with_part(path[0], direction) or labels.alone(path[0], direction)
    return labels.under(path[-2], path[-1], direction)


def _named_with_part(label: str, direction: str) -> Named | None:
    """现居住地：省/自治区/直辖市 of a form on a telephone is a group with its part."""
    whole, _mark, part = unicodedata.normalize("NFKC", label).partition(":")
    part = part.replace("/", "").strip()
    return labels.under(whole, part, direction) if whole.strip() and part else None


def _name_by_unit_and_place(paths: Sequence[Path], named: list[Named | None]) -> None:
    """务工单位及地址 is where the place is told, when no other column tells it; the unit goes into the note."""
    if any(found is not None and found.field.startswith("destination") for found in named):
        return
    for at, found in enumerate(named):
        if found is not None and found.field == "employer" and composed.has_place_too(paths[at][-1]):
            named[at] = Named("destination", 99)


def _name_by_neighbours(paths: Sequence[Path], named: list[Named | None]) -> None:
    """负责人 and 联系电话 right of 流入地党组织 are the host's; right of 支部书记 or 紧急联系人 they are theirs.

    The only 联系电话 there is is the member's own.
    """
    phones = sum(found is not None and found.field == "phone" for found in named)
    for at in range(1, len(named)):
        left, found, label = named[at - 1], named[at], labels.letters(paths[at][-1]) if paths[at] else ""
        is_phone = found is not None and found.field == "phone" and not label.startswith("本人")
        if left is not None and left.field in _HOST_FIELDS:
            if found is None and label in _HEAD_OF_HOST:
                named[at] = Named("host_head", 99)
            elif is_phone and (phones > 1 or left.field == "host_head"):
                named[at] = Named("host_phone", 99)
        elif left is None and is_phone and paths[at - 1] and labels.is_of_others(paths[at - 1][-1]):
            named[at] = None


def _name_by_brackets(paths: Sequence[Path], named: list[Named | None]) -> None:
    """外出地点（省） beside 外出地点（市）, 外出时间（年） beside 外出时间（月）: one value over several columns."""
    parts: dict[str, dict[int, str]] = {}
    for at, found in enumerate(named):
        part = labels.part_in_brackets(found.field, paths[at][-1]) if found is not None else ""
        if found is not None and part:
            parts.setdefault(found.field, {})[at] = part
    for field, spread in parts.items():
        if len(set(spread.values())) == len(spread) > 1:
            for at, part in spread.items():
                named[at] = Named(f"{field}.{part}", 0)


def _paths(sheet: Sheet, first: int, last: int) -> list[Path]:
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


def tables_within(table: Table) -> Iterator[Table]:
    """The table itself and those beside it."""
    yield table
    yield from table.beside
