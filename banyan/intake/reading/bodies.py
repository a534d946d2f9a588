"""One table while it is read: which column feeds what, and what its cells say beside values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from banyan.intake.reading import labels
from banyan.intake.reading.cells import Column, plan_of
from banyan.intake.reading.heads import continued
from banyan.intake.reading.results import Column as Head
from banyan.intake.reading.results import Reading, Table
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Sheet


@dataclass(frozen=True, slots=True)
class Body:
    """`plan`: the fields in order; `watched` and `refs`: columns that are no field; `fields`: field by column.

    `remarks`: columns of free words that are no field, and second telephones; both go into the note.
    `again`: columns under the very word of a field, by the field.
    `unheaded`: columns without a head, unless people stand beside each other.
    `continued`: rows that go on with the person above; `is_sparse`: a village is written once, above its people;
    `comments`: by row, each with its field or none.
    """

    table: Table
    sheet: Sheet
    plan: Sequence[Column]
    refs: Sequence[int]
    watched: Mapping[str, int]
    remarks: Mapping[str, int]
    phones: Sequence[int]
    again: Mapping[str, int]
    unheaded: Sequence[int]
    fields: Mapping[int, str]
    continued: frozenset[int]
    is_sparse: bool
    comments: Mapping[int, Sequence[tuple[str, str]]]

    def name_in(self, cells: Sequence[Cell]) -> Cell:
        return next(cells[at] for at, name in self.fields.items() if name == "name")

    def is_empty(self, cells: Sequence[Cell]) -> bool:
        return all(cells[at] is EMPTY for at in self.fields)


def body_of(
    table: Table,
    end: int,
    sheet: Sheet,
    *,
    reads: Mapping[str, Callable[[Cell], Reading]],
    known: Mapping[str, dict[Cell, Reading]],
    is_alone: bool,
) -> Body:
    """What lies between a head and the row where the next one begins."""
    fields = {column.at: column.field.partition(".")[0] for column in table.columns}
    rows = sheet.rows[table.head_rows[-1] + 1 : end]
    return Body(
        table,
        sheet,
        plan_of(table, reads, known),
        [column.at for column in table.unread if labels.letters(column.label) == labels.REF_LABEL],
        {name: c.at for c in table.unread if (name := labels.watched(c.label.rpartition("/")[2]))},
        *_beside_fields(table),
        _again(table),
        _unheaded(table, len(sheet.rows[0])) if is_alone else (),
        fields,
        continued(sheet, table),
        any(_is_sparse([row[at] for row in rows]) for at, name in fields.items() if name == "branch"),
        _comments(sheet, fields, {column.at for column in table.unread}),
    )


def _beside_fields(table: Table) -> tuple[dict[str, int], list[int]]:
    """Remarks by their words, and telephones of the member's own.

    None where an officer has chosen the columns, nor in a list of our own, which says more than it is asked.
    """
    is_ours = any(labels.letters(column.label) == labels.REF_LABEL for column in table.unread)
    unread = () if table.is_chosen or is_ours else table.unread
    words = {column.at: column.label.rpartition("/")[2] for column in unread}
    remarks = {label: at for at, label in words.items() if labels.is_remark(label)}
    return remarks, [column.at for column in unread if _is_own_phone(table, column)]


def _again(table: Table) -> Mapping[str, int]:
    """流出地 and once more 流出地; telephones are kept in the note, parts belong together."""
    asked = {
        column.label: column for column in table.columns if column.field not in ("name", "phone", "note")
    }
    unread = () if table.is_chosen else table.unread
    return {asked[column.label].field: column.at for column in unread if column.label in asked}


def _unheaded(table: Table, width: int) -> Sequence[int]:
    headed = {column.at for column in (*table.columns, *table.unread)}
    return [at for at in range(width) if at not in headed]


def _is_own_phone(table: Table, column: Head) -> bool:
    """联系电话 once more, or 手机 beside 联系方式, and nobody else named between the two."""
    first = next((each for each in table.columns if each.field == "phone"), None)
    if first is None or column.at < first.at:
        return False
    if labels.is_second_phone(column.label):
        return True
    named = labels.alone(column.label) if "/" not in column.label else None
    if first.label != column.label and (named is None or named.field != "phone"):
        return False
    between = [each.label for each in (*table.columns, *table.unread) if first.at < each.at < column.at]
    return not any(labels.names_somebody(label) for label in between)


def _is_sparse(column: Sequence[Cell]) -> bool:
    """None repeats and the blanks are the many."""
    written = [cell for cell in column if cell is not EMPTY]
    blanks = len(column) - len(written)
    return len(set(written)) == len(written) and blanks >= len(written) > 0 and column[0] is not EMPTY


def _comments(
    sheet: Sheet, fields: Mapping[int, str], unread: set[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for (row, column), text in sheet.comments.items():
        if column in fields or column in unread:
            found.setdefault(row, []).append((fields.get(column, ""), text))
    return found
