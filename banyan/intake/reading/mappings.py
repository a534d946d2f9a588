"""Columns as an officer corrected them: remembered by the heads of a table, whatever the file is called.

A table is known by the set of its head words, without spaces and without the remark column that our workbook of rows
to mend adds. A column is known by its word; the second of the same word is 联系电话#2.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from banyan.intake.reading.by_content import told_by_content
from banyan.intake.reading.columns import tables_within, turned
from banyan.intake.reading.heads import find_tables, spans
from banyan.intake.reading.results import FIELDS, Column, Direction, Table
from banyan.intake.reading.rows import by_first_cell
from banyan.intake.reading.text import normal, squeezed
from banyan.intake.reading.unnamed import guessed_fields, unnamed_tables, with_members_as_names
from banyan.shared.masking import mask_id_number, mask_phone
from banyan.shared.spreadsheets.sheets import EMPTY, Sheet, column_letters

Chosen = Mapping[str, str]
REMARKS = ("需要改的地方", "Whattochange")
SAMPLES, ROWS_LOOKED_AT, SAMPLE_CHARACTERS = 3, 60, 24
PARTS = ("destination.province", "destination.city", "destination.district", "origin.province", "origin.city")
CHOICES = tuple(
    field for name in FIELDS for field in (name, *(part for part in PARTS if part.startswith(f"{name}.")))
)
_LONG_NUMBER = re.compile(r"[\dXx*]{7,}")


class Head(NamedTuple):
    """The columns of one table in order: (key, column)."""

    digest: str
    columns: tuple[tuple[str, Column], ...]


def head_of(table: Table) -> Head:
    """How a table is known again, and each of its columns."""
    columns = sorted((*table.columns, *table.unread), key=lambda column: column.at)
    times: dict[str, int] = {}
    keyed = []
    for column in columns:
        word = squeezed(normal(column.label))
        times[word] = times.get(word, 0) + 1
        if word not in REMARKS:
            keyed.append((word if times[word] == 1 else f"{word}#{times[word]}", column))
    digest = hashlib.sha256("\n".join(sorted(key for key, _column in keyed)).encode()).hexdigest()[:32]
    return Head(digest, tuple(keyed))


class Understood(NamedTuple):
    """The tables of a sheet that can be read, and those of which nobody has said yet where the names stand."""

    tables: list[Table]
    unnamed: list[Table]


def understood(sheet: Sheet, remembered: Mapping[str, Chosen]) -> Understood:
    """Every table of a sheet as it was corrected before; a head without 姓名 counts once its names were shown."""
    tables = [_named(sheet, table, remembered) for table in find_tables(sheet)]
    if tables:
        return Understood(tables, [])
    found = [_named(sheet, table, remembered) for table in unnamed_tables(sheet)]
    if all(has_names(table) for table in found):
        return Understood(found, [])
    return Understood([], found[:1])


def _named(sheet: Sheet, table: Table, remembered: Mapping[str, Chosen]) -> Table:
    named = table if has_names(table) else with_members_as_names(sheet, table)
    return remapped(told_by_content(sheet, named), remembered)


def understood_again(
    sheet: Sheet, table: Table, direction: Direction, remembered: Mapping[str, Chosen]
) -> Table:
    """The same head for people of the other direction, its names where they were found before."""
    return _named(sheet, turned(sheet, table, direction), remembered)


def has_names(table: Table) -> bool:
    """Is one of its columns the name?"""
    return any(column.field == "name" for column in table.columns)


def remapped(table: Table, remembered: Mapping[str, Chosen]) -> Table:
    """The table with the fields an officer gave its columns, and those beside it; as guessed where he gave none."""
    if not remembered:
        return table
    beside = tuple(_remapped(each, remembered) for each in table.beside)
    return _remapped(table, remembered)._replace(beside=beside)


def _remapped(table: Table, remembered: Mapping[str, Chosen]) -> Table:
    head = head_of(table)
    chosen = remembered.get(head.digest)
    if chosen is None:
        return table
    given = [column._replace(field=chosen.get(key, column.field)) for key, column in head.columns]
    return table._replace(
        columns=tuple(column for column in given if column.field),
        unread=tuple(column for column in given if not column.field),
        is_chosen=True,
    )


def with_chosen(head: Sequence[tuple[str, str]], chosen: Chosen) -> dict[str, str]:
    """Key -> field of every column of a head, with those that were chosen."""
    return {key: chosen.get(key, field) for key, field in head}


def seen_in(
    sheet: Sheet, tables: Sequence[Table], remembered: Mapping[str, Chosen]
) -> Iterator[dict[str, Any]]:
    """Each head of a sheet as the mapping page shows it: its columns with some of what stands in them, masked.

    Where no column is the name, `guess` is what stands in a column nobody has explained, to be asked about.
    """
    for outer, end in spans(sheet, tables):
        for table in tables_within(outer):
            head = head_of(table)
            guessed = {} if has_names(table) else guessed_fields(sheet, table, end)
            yield {
                "sheet": sheet.name,
                "head": head.digest,
                "remembered": head.digest in remembered,
                "columns": [
                    {
                        "key": key,
                        "at": column_letters(column.at),
                        "field": column.field,
                        "guess": guessed.get(column.at, ""),
                        "samples": _samples(sheet, table.head_rows[-1] + 1, end, column.at),
                    }
                    for key, column in head.columns
                ],
            }


def _samples(sheet: Sheet, first: int, end: int, at: int) -> list[str]:
    found: dict[str, None] = {}
    for row in sheet.rows[first : min(end, first + ROWS_LOOKED_AT)]:
        if by_first_cell(next((cell.text for cell in row if cell is not EMPTY), "")) is not None:
            continue
        if row[at] is not EMPTY and len(found) < SAMPLES:
            found.setdefault(" ".join(row[at].text.split())[:SAMPLE_CHARACTERS])
    return [_LONG_NUMBER.sub(_masked, text) for text in found if text]


def _masked(found: "re.Match[str]") -> str:
    return mask_phone(found[0]) if len(found[0]) <= len("13800138000") else mask_id_number(found[0])
