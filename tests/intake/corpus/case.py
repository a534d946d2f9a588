"""One roster of the corpus, and the small tools that build it.

What is expected of each stands beside it, written by hand: `values` gives for a row the value and certainty of
the fields worth a look, `ignored` the rows that are no person's and a word of why.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SURE, CORRECTED, QUESTION, REFUSED = "sure", "corrected", "question", "refused"
Expected = tuple[object, str]
At = tuple[str, int]


@dataclass(frozen=True)
class Case:
    """One file with what must come out of it; rows are named by sheet and number as the clerk sees them."""

    name: str
    content: bytes
    heads: Mapping[str, Sequence[int]]
    columns: Mapping[str, str]
    verdicts: Mapping[At, str]
    values: Mapping[At, Mapping[str, Expected]]
    ignored: Mapping[At, str] = field(default_factory=dict)


def book_of(title: str, rows: Sequence[Sequence[object]]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def text_table(rows: Sequence[Sequence[str]], codec: str, mark: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode(codec)


def place(
    province: str | None, city: str | None = None, district: str | None = None
) -> dict[str, str | None]:
    return {"province": province, "city": city, "district": district}
