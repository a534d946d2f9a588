"""Workbooks: the rows to mend (same sheets, heads, column order, cell texts, a remark), and empty rosters to fill."""

import io
from collections.abc import Generator, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from banyan.intake.queries.batches import Note
from banyan.intake.reading.blank_forms import BRANCHES_SHEET, HINTS, BlankColumn, BlankForm
from banyan.intake.reading.fields import NO_DITTO
from banyan.intake.reading.heads import filled_down, spans
from banyan.intake.reading.mappings import Chosen, understood
from banyan.intake.reading.results import Table as Read
from banyan.intake.reading.rows import by_only_cell
from banyan.intake.reading.straight import straight
from banyan.intake.reading.text import is_ditto
from banyan.shared.spreadsheets.reading import read_sheets
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Merge, Sheet
from banyan.shared.spreadsheets.writing import Marked, Table, Value, write_workbook

COLUMN_WIDTH, REMARK_WIDTH = 14, 50
Wrong = Mapping[int, Sequence[Note]]


def mending_workbook(
    original: bytes,
    file_name: str,
    wrong: Mapping[str, Wrong],
    remembered: Mapping[str, Chosen] | None = None,
) -> bytes:
    """Only the rows that wait, the cell at fault marked, what to do in the last column (story.md, Rosters).

    What such a row took from its neighbours comes along, for they stay behind: a village merged over several
    rows, the cell a 同上 points to, the section head above it.
    """
    target = io.BytesIO()
    sheets = [straight(sheet) for sheet in read_sheets(original, file_name) if sheet.name in wrong]
    write_workbook(target, [_table(sheet, wrong[sheet.name], remembered or {}) for sheet in sheets])
    return target.getvalue()


def _table(sheet: Sheet, wrong: Wrong, remembered: Mapping[str, Chosen]) -> Table:
    tables = understood(sheet, remembered).tables
    first = tables[0].head_rows
    titles = [next((cell.text for cell in row if cell is not EMPTY), "") for row in sheet.rows[: first[0]]]
    return Table(
        sheet.name,
        list(_heads(sheet, tables[0])),
        list(_body(sheet, tables, wrong)),
        titles=titles,
        widths=[COLUMN_WIDTH] * len(sheet.rows[0]) + [REMARK_WIDTH],
        merges=_head_merges(sheet, first),
    )


def _head_merges(sheet: Sheet, rows: Sequence[int]) -> list[Merge]:
    """The titles above keep their rows, so the heads stand where they stood."""
    inside = [merge for merge in sheet.merges if rows[0] <= merge.top and merge.bottom <= rows[-1]]
    return [merge for merge in inside if (merge.top, merge.left) != (merge.bottom, merge.right)]


def _heads(sheet: Sheet, table: Read) -> Iterator[list[str]]:
    for row in table.head_rows:
        remark = _("需要改的地方") if row == table.head_rows[-1] else ""
        yield [*(cell.text for cell in sheet.rows[row]), remark]


def _body(sheet: Sheet, tables: Sequence[Read], wrong: Wrong) -> Iterator[Sequence[Value]]:
    above: Sequence[Cell] = ()
    for number, (table, end) in enumerate(spans(sheet, tables)):
        is_repeated = number > 0 and table.columns == tables[number - 1].columns
        if number and not is_repeated:
            yield from _heads(sheet, table)
        above = yield from _rows(sheet, (table, end), wrong, above if is_repeated else ())


def _rows(
    sheet: Sheet, span: tuple[Read, int], wrong: Wrong, above: Sequence[Cell]
) -> Generator[Sequence[Value], None, Sequence[Cell]]:
    """The waiting rows of one table; hands on the last row for a 同上 below a repeated head."""
    table, end = span
    fields = {column.at: column.field.partition(".")[0] for column in table.columns}
    section: Sequence[Cell] = ()
    for number, cells in filled_down(sheet, table, end):
        filled = [cell for cell in cells if cell is not EMPTY]
        if len(filled) == 1 and (told := by_only_cell(filled[0])) is not None:
            section = cells if told.section or told.direction else section
        elif len(filled) > 1:
            above = _spelled_out(cells, above, fields)
        if sheet.number_of(number) in wrong:
            yield from [[cell.text for cell in section]] if section else []
            yield _mended(above if len(filled) > 1 else cells, fields, wrong[sheet.number_of(number)])
            section = ()
    return above


def _spelled_out(cells: Sequence[Cell], above: Sequence[Cell], fields: Mapping[int, str]) -> list[Cell]:
    """The row with what its 同上 stand for, but in a name or an id number, where it says nothing."""
    return [
        above[at]
        if above and is_ditto(cell) and fields.get(at) not in NO_DITTO and above[at] is not EMPTY
        else cell
        for at, cell in enumerate(cells)
    ]


def _mended(cells: Sequence[Cell], fields: Mapping[int, str], notes: Sequence[Note]) -> list[Value]:
    at_fault = {note.field for note in notes}
    texts: list[Value] = [
        Marked(cell.text) if fields.get(column) in at_fault else cell.text
        for column, cell in enumerate(cells)
    ]
    return [*texts, "；".join(dict.fromkeys(note.why for note in notes))]


def blank_workbook(form: BlankForm, branches: Sequence[str]) -> bytes:
    """An empty roster with drop-downs, columns of text, a filled example and a sheet that explains.

    `branches`: whom it may name, the first in the example. Read with its example filled in as somebody, it raises no
    question (tests/intake/test_blank_forms.py).
    """
    target = io.BytesIO()
    columns = form.columns
    rows = [[_example(column, branches) for column in columns]]
    table = Table(
        form.sheet,
        [[column.label for column in columns]],
        rows,
        titles=[form.title],
        widths=[column.width for column in columns],
        choices={
            at: _choices(column, branches) for at, column in enumerate(columns) if _choices(column, branches)
        },
        texts=[at for at, column in enumerate(columns) if column.is_text],
    )
    hints = [[f"{column.label}：{column.hint}"] for column in columns]
    told = Table(HINTS[0], [], hints, titles=HINTS, widths=[90])
    named = [Table(BRANCHES_SHEET, [], [[name] for name in branches], widths=[36])] if branches else []
    write_workbook(target, [table, told, *named])
    return target.getvalue()


def _example(column: BlankColumn, branches: Sequence[str]) -> str:
    return next(iter(branches), "") if column.is_branch else column.example


def _choices(column: BlankColumn, branches: Sequence[str]) -> Sequence[str] | str:
    if column.is_branch and branches:
        return f"={BRANCHES_SHEET}!$A$1:$A${len(branches)}"
    return column.choices
