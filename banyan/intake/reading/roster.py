"""A whole file, read: heads found, rows told apart, every cell understood, every row judged (A-02, A-06, R-I1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _

from banyan.intake.reading import crosschecks, finishing, labels, rows
from banyan.intake.reading.branches import Branches, branch_reader, chosen
from banyan.intake.reading.cells import Column, plan_of
from banyan.intake.reading.codes import (
    read_category,
    read_direction,
    read_education,
    read_ethnicity,
    read_lost,
    read_sex,
    read_yes_or_no,
)
from banyan.intake.reading.columns import tables_within, turned
from banyan.intake.reading.dates import date_reader
from banyan.intake.reading.directions import in_words
from banyan.intake.reading.duplicates import mark_duplicates
from banyan.intake.reading.heads import continued, filled_down, find_tables, has_cards, spans
from banyan.intake.reading.id_numbers import read_id_number
from banyan.intake.reading.names import read_name
from banyan.intake.reading.phones import phone_reader
from banyan.intake.reading.places import Gazetteer, origin_reader, place_reader
from banyan.intake.reading.results import (
    FIELDS,
    NOT_COMPUTED,
    NOTHING,
    Certainty,
    Direction,
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
from banyan.intake.reading.text import BLANKS, is_ditto, is_masked, kept, normal, read_words
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet, Unreadable

Read = Callable[[Cell, str], Reading]
_REF = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
NO_HEAD = _("没有找到表头。请确认表格里有写着「姓名」「联系电话」等的一行，再重新选。")
ONE_A_PAGE = _("这是一人一张的登记表，不是名册。请改成一人一行的表格，再重新选。")
_DITTO_WHY = "同上一行"
NO_DITTO = ("name", "id_number")
_YES_OR_NO = ("has_certificate", "floating", "lost")
_DATES = ("birth", "joined_on", "full_member_on", "departed_on", "arrived_on")


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
        raise Unreadable(ONE_A_PAGE if any(map(has_cards, sheets)) else NO_HEAD)
    for row in roster.rows:
        row.verdict = worst(row.values) or Verdict.NEW
    mark_duplicates(roster.rows)
    return roster


@dataclass(slots=True)
class _Body:
    """One table while it is read: its plan, and what stands in its cells beside values."""

    table: Table
    sheet: Sheet
    plan: list[Column]
    refs: list[int]
    watched: Mapping[str, int]
    fields: Mapping[int, str]
    continued: frozenset[int]
    branch_column: int
    is_sparse: bool = False


@dataclass(slots=True)
class _Reader:
    """One pass over a file; what a cell means is worked out once per field and content."""

    around: Surroundings
    roster: Roster = field(default_factory=Roster)
    _reads: dict[str, Callable[[Cell], Reading]] = field(default_factory=dict)
    _known: dict[str, dict[Cell, Reading]] = field(default_factory=dict)
    _section: str = ""
    _direction: Direction = field(default_factory=Direction)
    _above: Mapping[str, Reading] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, read in _reads(self.around).items():
            self._reads[name] = partial(_read_cell, name, read)
            self._known[name] = {EMPTY: NOTHING}

    def read_sheet(self, sheet: Sheet) -> None:
        tables = find_tables(sheet)
        self.roster.sheets.append(SheetHeads(sheet.name, tables))
        self._section = self._heading(sheet, tables)
        first_row = len(self.roster.rows)
        self._texts = [
            cell.text for row in sheet.rows[: _first_head(tables)] for cell in row if cell is not EMPTY
        ]
        for number, (table, end) in enumerate(spans(sheet, tables)):
            if number:
                self._ignore_head(table, tables[number - 1])
            if not number or table.columns != tables[number - 1].columns:
                self._above = {}
            self._direction = table.direction
            self._read_table(table, end, sheet)
        if sheet.shades:
            finishing.ask_about_shades(self.roster.rows[first_row:], sheet.shades, self._texts)

    def _heading(self, sheet: Sheet, tables: Sequence[Table]) -> str:
        """A branch named above the first head, or by the sheet itself, is that of rows without one."""
        if self.around.branches is None or not tables:
            return ""
        above = [cell.text for row in sheet.rows[: _first_head(tables)] for cell in row if cell is not EMPTY]
        return next(filter(None, map(self._named_in, (*reversed(above), sheet.name))), "")

    def _named_in(self, title: str) -> str:
        """The words of a title that name exactly one branch."""
        if self.around.branches is not None and title:
            words = re.split(r"[:： ]", normal(title))
            for word in (word for whole in words for word in rows.names_in_title(whole)):
                if len(self.around.branches.find(word)) == 1:
                    return word
        return ""

    def _ignore_head(self, table: Table, before: Table) -> None:
        why = "重复的表头" if table.columns == before.columns else "又一个表头，下面按它来读"
        self.roster.ignored.extend(Ignored(table.sheet, row + 1, why) for row in table.head_rows)

    def _read_table(self, table: Table, end: int, sheet: Sheet) -> None:
        bodies = [self._body(each, end, sheet) for each in tables_within(table)]
        is_counting = False
        for number, cells in filled_down(sheet, table, end):
            filled = [cell for cell in sheet.rows[number] if cell is not EMPTY]
            if not filled:
                is_counting = False
                continue
            mapped = [cells[at] for body in bodies for at in body.fields]
            why = _why_no_person(filled, mapped, is_counting=is_counting)
            is_counting = why is not None and why.is_count
            if why is None:
                self._read_people(bodies, number, cells)
                continue
            self.roster.ignored.append(Ignored(sheet.name, number + 1, why.why))
            self._texts.extend(cell.text for cell in filled)
            self._section = why.section or self._named_in(why.direction) or self._section
            if (said := in_words(why.direction)) and said != self._direction.value:
                self._direction = Direction(said, f"按「{normal(why.direction)}」")
                turned_table = turned(sheet, table, self._direction)
                bodies = [self._body(each, end, sheet) for each in tables_within(turned_table)]

    def _body(self, table: Table, end: int, sheet: Sheet) -> _Body:
        watched = {name: c.at for c in table.unread if (name := labels.watched(_last(c.label)))}
        branches = [column.at for column in table.columns if column.field == "branch"]
        return _Body(
            table,
            sheet,
            plan_of(table, self._reads, self._known),
            [column.at for column in table.unread if labels.letters(column.label) == labels.REF_LABEL],
            watched,
            {column.at: column.field.partition(".")[0] for column in table.columns},
            continued(sheet, table),
            branches[0] if branches else -1,
            bool(branches)
            and _is_sparse([row[branches[0]] for row in sheet.rows[table.head_rows[-1] + 1 : end]]),
        )

    def _read_people(self, bodies: Sequence[_Body], number: int, cells: Sequence[Cell]) -> None:
        """One person, or several beside each other; a place beside that is empty is nobody."""
        for body in bodies:
            if len(bodies) > 1 and all(cells[at] is EMPTY for at in body.fields):
                continue
            row = Row(body.table, number + 1, self._values(body, cells))
            row.ref = next((_ref(cells[at]) for at in body.refs), "")
            row.is_continued = number in body.continued
            self._finish(row, body, cells)
            self._above = row.values
            self.roster.rows.append(row)

    def _values(self, body: _Body, cells: Sequence[Cell]) -> dict[str, Reading]:
        values = {}
        for column in body.plan:
            cell = column.cell(cells)
            reading = column.known.get(cell)
            if reading is None:
                reading = column.known[cell] = column.read(cell)
            if reading.why == _DITTO_WHY:
                reading = _from_above(column.field, reading.raw, self._above)
            values[column.field] = reading
        return values

    def _finish(self, row: Row, body: _Body, cells: Sequence[Cell]) -> None:
        name = row.values["name"]
        if name.value is None and name.certainty is not Certainty.REFUSED and not (name.is_kept and row.ref):
            row.values["name"] = refused(name.raw, "没有姓名，请填上")
        if name.certainty is not Certainty.SURE:
            finishing.take_sex_from_name(row)
        finishing.take_category(row)
        self._take_branch(row, body)
        finishing.heed_watched(row, {name: cells[at].text for name, at in body.watched.items()})
        finishing.heed_note(row)
        self._heed_comments(row, body)
        finishing.take_direction(row, self._direction)
        finishing.ask_which_time(row, self._direction)
        finishing.drop_home(row)
        finishing.move_asides_to_note(row)
        crosschecks.check_row(row, self.around.today)
        if body.sheet.is_hidden:
            row.ask("name", "这一行在隐藏的工作表里，请确认要不要导入")
        elif row.number - 1 in body.sheet.hidden_rows:
            row.ask("name", "这一行被隐藏了，请确认要不要导入")

    def _take_branch(self, row: Row, body: _Body) -> None:
        """From the section above, or from the row above where a village is written only once."""
        if self.around.branches is None or row.values.get("branch", NOTHING).value is not None:
            return
        if row.values.get("branch", NOTHING).raw == "":
            if body.is_sparse and (above := self._above.get("branch", NOTHING)).value is not None:
                row.values["branch"] = corrected("", above.value, "支部只写了一次，按上面一行填写")
            elif self._section:
                found = self.around.branches.find(self._section)
                row.values["branch"] = chosen("", found, f"按上面的「{self._section}」填写")
        if row.values.get("branch", NOTHING).value is None:
            row.ask("branch", "没有写明支部，请选定一个")

    def _heed_comments(self, row: Row, body: _Body) -> None:
        if not body.sheet.comments:
            return
        said: dict[str, str] = {}
        for (at_row, column), text in body.sheet.comments.items():
            if at_row == row.number - 1:
                said[body.fields.get(column, "")] = text
        read = {name: self._reads[name](Cell(Kind.TEXT, text, text)) for name, text in said.items() if name}
        finishing.heed_comments(row, said, read)


def _says_nothing(cell: Cell) -> bool:
    """A dash through an empty line."""
    return cell.kind is Kind.TEXT and cell.text.strip() in BLANKS


def _first_head(tables: Sequence[Table]) -> int:
    return tables[0].head_rows[0] if tables else 0


def _last(label: str) -> str:
    return label.rpartition("/")[2]


def _is_sparse(column: Sequence[Cell]) -> bool:
    """Is each village written once, above its people? Then none repeats and the blanks are the many."""
    written = [cell for cell in column if cell is not EMPTY]
    blanks = len(column) - len(written)
    return len(set(written)) == len(written) and blanks >= len(written) > 0 and column[0] is not EMPTY


def _why_no_person(
    filled: Sequence[Cell], mapped: Sequence[Cell], *, is_counting: bool
) -> rows.NoPerson | None:
    first = next((cell for cell in filled if cell.kind is Kind.TEXT), None)
    found = rows.by_first_cell(first.text) if first is not None else None
    if found is None and len(filled) == 1 and first is not None:
        found = rows.by_only_cell(first)
    if found is None:
        found = rows.by_all_cells(filled, is_counting=is_counting)
    if found is None and all(cell is EMPTY or _says_nothing(cell) for cell in mapped):
        return rows.NoPerson("只有序号，没有内容")
    return found


def _reads(around: Surroundings) -> dict[str, Read]:
    read_date = date_reader(around.today)
    return {
        **dict.fromkeys(FIELDS, read_words),
        **dict.fromkeys(_DATES, read_date),
        **dict.fromkeys(_YES_OR_NO, read_yes_or_no),
        "name": read_name,
        "sex": read_sex,
        "id_number": read_id_number,
        "phone": phone_reader(),
        "host_phone": phone_reader(takes_land_lines=True),
        "ethnicity": read_ethnicity,
        "education": read_education,
        "category": read_category,
        "lost": read_lost,
        "direction": read_direction,
        "branch": branch_reader(around.branches),
        "destination": place_reader(around.gazetteer, around.home),
        "origin": origin_reader(around.gazetteer, around.home),
    }


def _read_cell(field_name: str, read: Read, cell: Cell) -> Reading:
    """What every field shares: errors, ditto marks, words for nothing, masked cells."""
    if cell.kind is Kind.ERROR:
        return refused(cell.text, NOT_COMPUTED)
    if is_ditto(cell):
        return Reading(cell.text, None, why=_DITTO_WHY)
    text = normal(cell.text)
    if text.lower() in BLANKS:
        said_no = field_name in _YES_OR_NO and text in ("无", "没有")
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
    if was.certainty is Certainty.QUESTION:
        return question(raw, was.value, "写的是「同上」，上一行也要确认", was.aside)
    return corrected(raw, was.value, _DITTO_WHY, was.aside)


def _ref(cell: Cell) -> str:
    text = normal(cell.text).lower()
    return text.replace("-", "") if _REF.fullmatch(text) else ""
