"""The rows to mend as a workbook: same sheets, heads, column order and cell texts, and a remark column."""

import io
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from banyan.intake.queries.batches import Note
from banyan.shared.spreadsheets.reading import read_sheets
from banyan.shared.spreadsheets.sheets import Sheet
from banyan.shared.spreadsheets.writing import Marked, Table, Value, write_workbook

Wrong = Mapping[str, Mapping[int, Sequence[Note]]]


def mending_workbook(
    original: bytes, file_name: str, heads: Sequence[Mapping[str, object]], wrong: Wrong
) -> bytes:
    """Only the rows that wait, the cell at fault marked, what to do in the last column (story.md, Rosters)."""
    target = io.BytesIO()
    header_rows = {str(head["name"]): head["header_rows"] for head in heads}
    fields = {str(head["name"]): head["columns"] for head in heads}
    tables = [
        _table(sheet, header_rows.get(sheet.name, []), fields.get(sheet.name, {}), wrong[sheet.name])
        for sheet in read_sheets(original, file_name)
        if sheet.name in wrong
    ]
    write_workbook(target, tables)
    return target.getvalue()


def _table(sheet: Sheet, header_rows: object, fields: object, wrong: Mapping[int, Sequence[Note]]) -> Table:
    rows = [int(row) - 1 for row in header_rows] if isinstance(header_rows, list) else []
    heads = [[cell.text for cell in sheet.rows[row]] for row in rows] or [[]]
    labelled = [*heads[:-1], [*heads[-1], _("需要改的地方")]]
    names = _fields_of(heads[-1], fields if isinstance(fields, dict) else {})
    body = [_row(sheet, row - 1, names, notes) for row, notes in sorted(wrong.items())]
    return Table(sheet.name, labelled, body, widths=[14] * len(heads[-1]) + [50])


def _fields_of(labels: Sequence[str], fields: Mapping[str, str]) -> list[str]:
    return [fields.get(label, "") for label in labels]


def _row(sheet: Sheet, row: int, names: Sequence[str], notes: Sequence[Note]) -> list[Value]:
    at_fault = {note.field for note in notes}
    cells = list(_cells(sheet, row, names, at_fault))
    return [*cells, "；".join(dict.fromkeys(note.why for note in notes))]


def _cells(sheet: Sheet, row: int, names: Sequence[str], at_fault: set[str]) -> Iterator[Value]:
    for column, cell in enumerate(sheet.rows[row]):
        name = names[column].partition(".")[0] if column < len(names) else ""
        yield Marked(cell.text) if name in at_fault else cell.text
