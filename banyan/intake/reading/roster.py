"""A whole file, read: heads found, rows told apart, every cell understood, every row judged (A-02, A-06, R-I1)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from banyan.intake.reading import crosschecks, rows
from banyan.intake.reading.branches import Branches, branch_reader, chosen
from banyan.intake.reading.codes import read_education, read_ethnicity, read_sex, read_yes_or_no
from banyan.intake.reading.dates import date_reader
from banyan.intake.reading.duplicates import mark_duplicates
from banyan.intake.reading.heads import filled_down, find_tables, spans
from banyan.intake.reading.id_numbers import read_id_number
from banyan.intake.reading.labels import REF_LABEL, letters
from banyan.intake.reading.names import read_name, sex_mark
from banyan.intake.reading.phones import phone_reader
from banyan.intake.reading.places import Gazetteer, joined_parts, place_reader
from banyan.intake.reading.results import (
    FIELDS,
    NOTHING,
    Certainty,
    Ignored,
    Place,
    Reading,
    Roster,
    Row,
    SheetHeads,
    Table,
    Verdict,
    corrected,
    question,
    refused,
    worst,
)
from banyan.intake.reading.text import BLANKS, is_ditto, is_masked, kept, normal, read_words, squeezed
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet, Unreadable

Read = Callable[[Cell, str], Reading]
_REF = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
NO_HEAD = "没有找到表头。请确认表格里有写着「姓名」「联系电话」等的一行，再重新选。"
_DITTO_WHY = "同上一行"
NO_DITTO = ("name", "id_number")
_PARTS = ("destination.province", "destination.city", "destination.district", "destination")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reader must know beside the file: the day, the regions, the branches it may name."""

    today: date
    gazetteer: Gazetteer
    home: Place | None = None
    branches: Branches | None = None


def read_roster(sheets: Sequence[Sheet], around: Surroundings) -> Roster:
    """Every row below a head gets a verdict or a reason to be ignored; Unreadable when there is no head.

    Only a database can tell new from same and changed: until it was asked, a row that can be taken in is new.
    """
    reader = _Reader(around)
    for sheet in sheets:
        reader.read_sheet(sheet)
    roster = reader.roster
    if not any(sheet.tables for sheet in roster.sheets):
        raise Unreadable(NO_HEAD)
    for row in roster.rows:
        row.verdict = worst(row.values) or Verdict.NEW
    mark_duplicates(roster.rows)
    return roster


class _Column(NamedTuple):
    """One field of a table: where its cells stand, how they are read, and what was read already."""

    field: str
    places: tuple[int, ...]
    known: dict[Cell, Reading]
    read: Callable[[Cell], Reading]


def _cell_of(places: tuple[int, ...], cells: Sequence[Cell]) -> Cell:
    """The cell of a field; province, city and district columns become one."""
    if len(places) == 1:
        return cells[places[0]]
    return _place_cell(joined_parts([squeezed(cells[place].text) for place in places]))


@lru_cache(maxsize=4096)
def _place_cell(text: str) -> Cell:
    """One object per place, as the cells of a sheet are."""
    return Cell(Kind.TEXT, text, text) if text else EMPTY


@dataclass(slots=True)
class _Reader:
    """One pass over a file; what a cell means is worked out once per field and content."""

    around: Surroundings
    roster: Roster = field(default_factory=Roster)
    _reads: dict[str, Callable[[Cell], Reading]] = field(default_factory=dict)
    _known: dict[str, dict[Cell, Reading]] = field(default_factory=dict)
    _section: str = ""
    _above: Mapping[str, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, read in _reads(self.around).items():
            self._reads[name] = partial(_read_cell, name, read)
            self._known[name] = {EMPTY: NOTHING}

    def read_sheet(self, sheet: Sheet) -> None:
        tables = find_tables(sheet)
        self.roster.sheets.append(SheetHeads(sheet.name, tables))
        self._section = self._heading(sheet, tables)
        for number, (table, end) in enumerate(spans(sheet, tables)):
            if number:
                self._ignore_head(table, tables[number - 1])
            if not number or table.columns != tables[number - 1].columns:
                self._above = {}
            self._read_table(filled_down(sheet, table, end), table, sheet)

    def _heading(self, sheet: Sheet, tables: Sequence[Table]) -> str:
        """A branch named above the first head, or by the sheet itself, is that of rows without one."""
        if self.around.branches is None or not tables:
            return ""
        above = [
            cell.text for row in sheet.rows[: tables[0].head_rows[0]] for cell in row if cell is not EMPTY
        ]
        for text in (*reversed(above), sheet.name):
            words = re.split(r"[:： ]", normal(text))
            for word in (word for whole in words for word in (whole, rows.without_title(whole))):
                if len(self.around.branches.find(word)) == 1:
                    return word
        return ""

    def _ignore_head(self, table: Table, before: Table) -> None:
        why = "重复的表头" if table.columns == before.columns else "又一个表头，下面按它来读"
        self.roster.ignored.extend(Ignored(table.sheet, row + 1, why) for row in table.head_rows)

    def _read_table(self, body: Iterator[tuple[int, Sequence[Cell]]], table: Table, sheet: Sheet) -> None:
        plan = self._plan(table)
        mapped = [column.at for column in table.columns]
        refs = [column.at for column in table.unread if letters(column.label) == REF_LABEL]
        for number, cells in body:
            filled = [cell for cell in sheet.rows[number] if cell is not EMPTY]
            if not filled:
                continue
            why = self._why_no_person(filled, [cells[at] for at in mapped])
            if why is not None:
                self._section = why.section or self._section
                self.roster.ignored.append(Ignored(sheet.name, number + 1, why.why))
                continue
            row = Row(table, number + 1, self._values(plan, cells))
            row.ref = next((_ref(cells[at]) for at in refs), "")
            self._finish(row, is_hidden=sheet.is_hidden)
            self._above = row.values

    def _plan(self, table: Table) -> list[_Column]:
        """The columns in the order of the fields; a destination may be spread over several."""
        places = {name: [c.at for c in table.columns if c.field == name] for name in (*FIELDS, *_PARTS)}
        places["destination"] = [at for part in _PARTS for at in places[part]]
        return [
            _Column(name, tuple(places[name]), self._known[name], self._reads[name])
            for name in FIELDS
            if places[name]
        ]

    def _why_no_person(self, filled: Sequence[Cell], mapped: Sequence[Cell]) -> rows.NoPerson | None:
        first = next((cell for cell in filled if cell.kind is Kind.TEXT), None)
        found = rows.by_first_cell(first.text) if first is not None else None
        if found is None and len(filled) == 1 and first is not None:
            found = rows.by_only_cell(first)
        if found is None and all(cell is EMPTY for cell in mapped):
            return rows.NoPerson("只有序号，没有内容")
        return found

    def _values(self, plan: Sequence[_Column], cells: Sequence[Cell]) -> dict[str, Reading]:
        values = {}
        for name, places, known, read in plan:
            cell = _cell_of(places, cells)
            reading = known.get(cell)
            if reading is None:
                reading = known[cell] = read(cell)
            if reading.why == _DITTO_WHY:
                reading = _from_above(name, reading.raw, self._above)
            values[name] = reading
        return values

    def _finish(self, row: Row, *, is_hidden: bool) -> None:
        name = row.values["name"]
        if name.value is None and name.certainty is not Certainty.REFUSED and not (name.is_kept and row.ref):
            row.values["name"] = refused(name.raw, "没有姓名，请填上")
        if name.certainty is not Certainty.SURE:
            _take_sex_from_name(row)
        if self._section and row.values.get("branch", NOTHING).raw == "":
            self._take_branch_from_section(row)
        if self.around.branches is not None and row.values.get("branch", NOTHING).value is None:
            row.ask("branch", "没有写明支部，请选定一个")
        _move_asides_to_note(row)
        crosschecks.check_row(row, self.around.today)
        if is_hidden:
            row.ask("name", "这一行在隐藏的工作表里，请确认要不要导入")
        self.roster.rows.append(row)

    def _take_branch_from_section(self, row: Row) -> None:
        if self.around.branches is not None:
            found = self.around.branches.find(self._section)
            row.values["branch"] = chosen("", found, f"按上面的「{self._section}」填写")


def _reads(around: Surroundings) -> dict[str, Read]:
    read_date = date_reader(around.today)
    return {
        **dict.fromkeys(FIELDS, read_words),
        **dict.fromkeys(("birth", "joined_on", "full_member_on", "departed_on"), read_date),
        "name": read_name,
        "sex": read_sex,
        "id_number": read_id_number,
        "phone": phone_reader(),
        "host_phone": phone_reader(takes_land_lines=True),
        "ethnicity": read_ethnicity,
        "education": read_education,
        "has_certificate": read_yes_or_no,
        "branch": branch_reader(around.branches),
        "destination": place_reader(around.gazetteer, around.home),
    }


def _read_cell(field_name: str, read: Read, cell: Cell) -> Reading:
    """What every field shares: errors, ditto marks, words for nothing, masked cells."""
    if cell.kind is Kind.ERROR:
        return refused(cell.text, "这一格是没有算出结果的公式，请改成文字再填")
    if is_ditto(cell):
        return Reading(cell.text, None, why=_DITTO_WHY)
    text = normal(cell.text)
    if text.lower() in BLANKS:
        said_no = field_name == "has_certificate" and text in ("无", "没有")
        return Reading(cell.text, False) if said_no else Reading(cell.text, None)
    if set(text) == {"*"} or (is_masked(text) and field_name == "branch"):
        return kept(cell)
    return read(cell, text)


def _from_above(name: str, raw: str, above: Mapping[str, Reading]) -> Reading:
    was = above.get(name, NOTHING)
    if name in NO_DITTO:
        return refused(raw, "这一格不能写「同上」，请填完整")
    if was.value is None:
        return question(raw, None, "写的是「同上」，上一行却没有内容，请补上")
    return corrected(raw, was.value, _DITTO_WHY, was.aside)


def _take_sex_from_name(row: Row) -> None:
    mark = sex_mark(row.values["name"].raw)
    if not mark:
        return
    written = row.values.get("sex", NOTHING)
    if written.value is None:
        row.values["sex"] = corrected(written.raw, mark, "姓名旁边写着性别")
    elif written.value != mark:
        row.ask("sex", f"姓名旁边写的是「{mark}」，和性别一栏不一致，请核对")


def _move_asides_to_note(row: Row) -> None:
    asides = [reading.aside for reading in row.values.values() if reading.aside]
    if asides:
        was = row.values.get("note", NOTHING)
        words = "；".join([str(was.value)] * (was.value is not None) + asides)
        row.values["note"] = corrected(was.raw, words, "补记了别的格里的内容")


def _ref(cell: Cell) -> str:
    text = normal(cell.text).lower()
    return text.replace("-", "") if _REF.fullmatch(text) else ""
