"""What reading a roster yields, and the JSON of `banyan roster check` (story.md, Rosters)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from banyan.shared.spreadsheets.sheets import column_letters

FIELDS = (
    "name",
    "sex",
    "birth",
    "id_number",
    "phone",
    "ethnicity",
    "education",
    "category",
    "joined_on",
    "full_member_on",
    "branch",
    "floating",
    "lost",
    "direction",
    "departed_on",
    "arrived_on",
    "destination",
    "employer",
    "occupation",
    "reason",
    "has_certificate",
    "host_organisation",
    "host_head",
    "host_phone",
    "origin",
    "home_organisation",
    "note",
)
OUTFLOW, INFLOW = "outflow", "inflow"


class Certainty(StrEnum):
    """How sure the reader is of a value; corrected: what is taken in differs from what was written."""

    SURE = "sure"
    CORRECTED = "corrected"
    QUESTION = "question"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What becomes of a row: new and changed go in, questions wait, refused go back with a remark."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    QUESTION = "question"
    REFUSED = "refused"


class Place(NamedTuple):
    """A destination as far as it is known; `code` is the finest region's, for whoever stores it."""

    province: str | None
    city: str | None
    district: str | None
    code: str = ""


class Origin(NamedTuple):
    """Where somebody came from, as far as it counts: province and city."""

    province: str | None
    city: str | None
    code: str = ""


class Branch(NamedTuple):
    """One organisation a roster may name; `above`: the names over it, from the top down."""

    key: str
    name: str
    above: tuple[str, ...] = ()


Value = str | bool | Place | Origin | Branch | None


class Reading(NamedTuple):
    """One cell understood. `aside`: what belongs into the note; `is_kept`: masked, so nothing changes."""

    raw: str
    value: Value
    certainty: Certainty = Certainty.SURE
    why: str = ""
    aside: str = ""
    is_kept: bool = False

    def to_json(self) -> dict[str, Any]:
        value: Any = self.value
        if isinstance(value, Place):
            value = {"province": value.province, "city": value.city, "district": value.district}
        elif isinstance(value, Origin):
            value = {"province": value.province, "city": value.city}
        elif isinstance(value, Branch):
            value = value.name
        return {"raw": self.raw, "value": value, "certainty": str(self.certainty), "why": self.why}


NOTHING = Reading("", None)
NOT_COMPUTED = "这一格是没有算出结果的公式，请改成文字再填"


def corrected(raw: str, value: Value, why: str, aside: str = "") -> Reading:
    return Reading(raw, value, Certainty.CORRECTED, why, aside)


def question(raw: str, value: Value, why: str, aside: str = "") -> Reading:
    return Reading(raw, value, Certainty.QUESTION, why, aside)


def refused(raw: str, why: str) -> Reading:
    return Reading(raw, None, Certainty.REFUSED, why)


def worst(readings: Mapping[str, Reading]) -> Verdict | None:
    """Refused before question; None when every cell could be taken in."""
    found = {reading.certainty for reading in readings.values()}
    if Certainty.REFUSED in found:
        return Verdict.REFUSED
    return Verdict.QUESTION if Certainty.QUESTION in found else None


class Column(NamedTuple):
    """One column of a table: where, what its head says, and the field it feeds (destination.city is a part)."""

    at: int
    label: str
    field: str


class Direction(NamedTuple):
    """Whether a list is of people who left or who came, and by what that is known; empty when it is not."""

    value: str = ""
    why: str = ""


class Table(NamedTuple):
    """One head and what it governs, rows counted from 0; a sheet may hold several tables.

    `beside`: the same head once more to the right, with other people on the same rows. `is_chosen`: an officer has
    said what its columns mean, and which of them are not taken.
    """

    sheet: str
    head_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    unread: tuple[Column, ...] = ()
    direction: Direction = Direction()
    beside: tuple["Table", ...] = ()
    is_chosen: bool = False


@dataclass(slots=True)
class Row:
    """One person's row. `number` as the spreadsheet shows it; `ref` from a 编号 column of our own export.

    A person written on several lines is told once, by the first; `lines` are the others, `told_by` the first.
    `beside`: what stands in columns that are no field of the reading, by their names in label_words.WATCHED.
    """

    table: Table
    number: int
    values: dict[str, Reading]
    verdict: Verdict = Verdict.NEW
    ref: str = ""
    lines: list[int] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    told_by: "Row | None" = None
    is_continued: bool = False
    beside: dict[str, str] = field(default_factory=dict)

    def text(self, field_name: str) -> str:
        """The value of a text field, empty when there is none."""
        value = self.values.get(field_name, NOTHING).value
        return value if isinstance(value, str) else ""

    def ask(self, field_name: str, why: str) -> None:
        """Turn a value into a question, unless it is refused or asked about already."""
        was = self.values.get(field_name, NOTHING)
        if was.certainty in (Certainty.SURE, Certainty.CORRECTED):
            self.values[field_name] = was._replace(certainty=Certainty.QUESTION, why=why)

    def asked(self) -> list[str]:
        """The fields a question waits for."""
        return [name for name, each in self.values.items() if each.certainty is Certainty.QUESTION]

    def trust(self, field_name: str) -> None:
        """Take a questioned value as it is written."""
        self.values[field_name] = self.values[field_name]._replace(certainty=Certainty.SURE, why="")

    def refuse(self, field_name: str, why: str) -> None:
        was = self.values.get(field_name, NOTHING)
        self.values[field_name] = was._replace(certainty=Certainty.REFUSED, why=why)

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.table.sheet,
            "row": [self.number, *self.lines] if self.lines else self.number,
            "verdict": str(self.verdict),
            "values": {name: reading.to_json() for name, reading in self.values.items()},
        }


class Ignored(NamedTuple):
    """A row that is no person's: a total, a signature, a legend, a repeated head."""

    sheet: str
    row: int
    why: str


@dataclass(slots=True)
class SheetHeads:
    """How a sheet was understood: the rows of its heads as the spreadsheet counts them, and its columns.

    `is_laid_straight`: its people did not stand one to a row; the rows of its heads are those it was given.
    """

    name: str
    tables: list[Table] = field(default_factory=list)
    is_laid_straight: bool = False

    def to_json(self) -> dict[str, Any]:
        columns: dict[str, str] = {}
        for column in (column for table in self.tables for column in table.columns):
            label = column.label
            if label in columns and columns[label] != column.field:
                label = f"{label}（{column_letters(column.at)}列）"
            columns[label] = column.field
        rows = [row + 1 for table in self.tables for row in table.head_rows]
        return {"name": self.name, "header_rows": rows, "columns": columns}


@dataclass(slots=True)
class Roster:
    """A whole file, read. `seen`: its heads with samples, for whoever looks at how they were understood."""

    sheets: list[SheetHeads] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def summary(self) -> dict[str, int]:
        """seen = new + same + changed + question + refused + ignored, always."""
        counts = {str(verdict): 0 for verdict in Verdict}
        for row in self.rows:
            counts[row.verdict] += 1
        return {"seen": len(self.rows) + len(self.ignored), **counts, "ignored": len(self.ignored)}

    def to_json(self) -> dict[str, Any]:
        return {
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "rows": [row.to_json() for row in self.rows if row.told_by is None],
            "ignored": [found._asdict() for found in self.ignored],
            "summary": self.summary(),
        }
