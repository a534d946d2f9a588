"""The special path of long workbooks (performance.md f1): a plain text becomes its cell in one go.

xlsxwriter looks at every text of a sheet in constant memory eight times. Most have nothing to escape, which one look
tells; all others go its own way. Both write the same bytes (tests/shared/test_long_sheet.py).
"""

import re
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast  # type: ignore[import-untyped]
from xlsxwriter.worksheet import CellStringTuple, Worksheet  # type: ignore[import-untyped]

# What XML escapes, what Excel escapes (_x0041_, control characters), and white space that is to be kept.
_NOT_PLAIN = re.compile("[&<>_\\s\x00-\x1f\ufffe\uffff]")


class LongSheet(Worksheet):  # type: ignore[misc]
    """A sheet of a workbook in constant memory."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is not CellStringTuple or not cell.format or _NOT_PLAIN.search(cell.string):
            super()._write_cell(row, col, cell)
            return
        place, style = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
        self.fh.write(f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{cell.string}</t></is></c>')
