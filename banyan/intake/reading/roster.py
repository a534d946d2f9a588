"""A whole file, read: heads found, rows told apart, every cell understood, every row judged (A-02, A-06, R-I1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.intake.reading import crosschecks, finishing, rows
from banyan.intake.reading.bodies import Body, body_of
from banyan.intake.reading.branches import Branches, chosen
from banyan.intake.reading.columns import tables_within
from banyan.intake.reading.directions import Said, in_words, kind_in_words
from banyan.intake.reading.duplicates import mark_duplicates
from banyan.intake.reading.fields import DITTO_WHY, field_readers, from_above
from banyan.intake.reading.heads import filled_down, spans
from banyan.intake.reading.mappings import Chosen, seen_in, understood, understood_again
from banyan.intake.reading.places import Gazetteer
from banyan.intake.reading.results import (
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
    refused,
    worst,
)
from banyan.intake.reading.straight import straight
from banyan.intake.reading.text import BLANKS, normal
from banyan.shared.spreadsheets.sheets import EMPTY, Cell, Kind, Sheet, Unreadable

_DIGIT = re.compile(r"\d")
_REF = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
NO_HEAD = _("没有找到表头。请确认表格里有写着「姓名」「联系电话」等的一行，再重新选。")
NO_NAME = _(
    "像是名册，但认不出哪一列是姓名。请在网页“导入花名册”里上传，在那里指明姓名列，以后就认得；"
    "也可以把那一列的表头改成「姓名」，再重新选。"
)


class NameUnknown(Unreadable):
    """People in rows, but no column that says 姓名. `roster` has the heads alone: a page can ask (see `seen`)."""

    def __init__(self, roster: Roster) -> None:
        super().__init__(NO_NAME)
        self.roster = roster


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reader must know beside the file: the day, the regions, the branches it may name, heads corrected.

    `side`: whom a list there is of where it says nothing itself; at a floating branch those who came.
    """

    today: date
    gazetteer: Gazetteer
    home: Place | None = None
    branches: Branches | None = None
    remembered: Mapping[str, Chosen] = field(default_factory=dict)
    side: Direction = field(default_factory=Direction)


def read_roster(sheets: Sequence[Sheet], around: Surroundings) -> Roster:
    """Every row below a head gets a verdict or a reason to be ignored; Unreadable when there is no head.

    NameUnknown, which is Unreadable too, when there are heads but none of them has the name.
    Only a database can tell new from same and changed: until it was asked, a row that can be taken in is new.
    """
    reader = _Reader(around)
    for sheet in sheets:
        reader.read_sheet(straight(sheet))
    roster = reader.roster
    if not any(sheet.tables for sheet in roster.sheets):
        raise NameUnknown(roster) if roster.seen else Unreadable(NO_HEAD)
    for row in roster.rows:
        row.verdict = worst(row.values) or Verdict.NEW
    mark_duplicates(roster.rows)
    return roster


@dataclass(slots=True)
class _Reader:
    """One pass over a file; what a cell means is worked out once per field and content."""

    around: Surroundings
    roster: Roster = field(default_factory=Roster)
    _reads: Mapping[str, Callable[[Cell], Reading]] = field(default_factory=dict)
    _known: dict[str, dict[Cell, Reading]] = field(default_factory=dict)
    _section: str = ""
    _direction: Direction = field(default_factory=Direction)
    _kind: Said = field(default_factory=Said)
    _above: Mapping[str, Reading] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)
    _place: Reading = NOTHING

    def __post_init__(self) -> None:
        around = self.around
        self._reads = field_readers(around.today, around.gazetteer, around.home, around.branches)
        self._known = {name: {EMPTY: NOTHING} for name in self._reads}

    def read_sheet(self, sheet: Sheet) -> None:
        remembered = self.around.remembered
        tables, unnamed = understood(sheet, remembered)
        self.roster.seen.extend(seen_in(sheet, tables or unnamed, remembered))
        self.roster.sheets.append(SheetHeads(sheet.name, tables, bool(sheet.numbers)))
        self._section = self._heading(sheet, tables)
        self._kind = _kind_above(sheet, tables)
        first_row = len(self.roster.rows)
        self._texts = [
            cell.text for row in sheet.rows[: _first_head(tables)] for cell in row if cell is not EMPTY
        ]
        for number, (table, end) in enumerate(spans(sheet, tables)):
            if number:
                self._ignore_head(sheet, table, tables[number - 1])
            if not number or table.columns != tables[number - 1].columns:
                self._above = {}
            if self.around.side.value and not table.direction.value:
                table = understood_again(sheet, table, self.around.side, remembered)
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

    def _ignore_head(self, sheet: Sheet, table: Table, before: Table) -> None:
        why = "重复的表头" if table.columns == before.columns else "又一个表头，下面按它来读"
        filled = [row for row in table.head_rows if any(cell is not EMPTY for cell in sheet.rows[row])]
        self.roster.ignored.extend(Ignored(table.sheet, sheet.number_of(row), why) for row in filled)

    def _read_table(self, table: Table, end: int, sheet: Sheet) -> None:
        bodies = self._bodies(table, end, sheet)
        is_counting = False
        for number, cells in filled_down(sheet, table, end):
            filled = [cell for cell in sheet.rows[number] if cell is not EMPTY]
            if not filled:
                is_counting = False
                continue
            mapped = [cells[at] for body in bodies for at in body.fields]
            why = rows.by_name(bodies[0].name_in(cells))
            why = why or _why_no_person(filled, mapped, is_counting=is_counting)
            is_counting = why is not None and why.is_count
            if why is None:
                self._read_people(bodies, number, cells)
                continue
            self.roster.ignored.append(Ignored(sheet.name, sheet.number_of(number), why.why))
            is_again = why.direction in self._texts
            self._texts.extend(cell.text for cell in filled)
            self._section = why.section or self._named_in(why.direction) or self._section
            self._take_kind(why, is_again=is_again)
            self._place = self._place_in(why)
            if (said := in_words(why.direction)) and said != self._direction.value:
                self._direction = Direction(said, f"按「{normal(why.direction)}」")
                again = understood_again(sheet, table, self._direction, self.around.remembered)
                bodies = self._bodies(again, end, sheet)

    def _take_kind(self, why: rows.NoPerson, *, is_again: bool) -> None:
        """The title of a printed page, seen before, ends no section."""
        read = len(self.roster.rows)
        if why.direction and not is_again:
            self._kind = Said(kind_in_words(why.direction), normal(why.direction), read)
        elif why.section:
            self._kind = self._kind.below_a_village(read)

    def _place_in(self, why: rows.NoPerson) -> Reading:
        """在广州（2人） over those who are there; any other line between people ends it."""
        told = rows.place_in_section(why.direction)
        return self._reads["destination"](Cell(Kind.TEXT, told, told)) if told else NOTHING

    def _bodies(self, table: Table, end: int, sheet: Sheet) -> list[Body]:
        return [
            body_of(each, end, sheet, reads=self._reads, known=self._known, is_alone=not table.beside)
            for each in tables_within(table)
        ]

    def _read_people(self, bodies: Sequence[Body], number: int, cells: Sequence[Cell]) -> None:
        """One person, or several beside each other; a place beside that is empty is nobody."""
        for body in bodies:
            if len(bodies) > 1 and body.is_empty(cells):
                continue
            row = Row(body.table, body.sheet.number_of(number), self._values(body, cells))
            row.ref = next((_ref(cells[at]) for at in body.refs), "")
            row.is_continued = number in body.continued
            self._finish(row, body, cells)
            self._above = row.values
            self.roster.rows.append(row)

    def _values(self, body: Body, cells: Sequence[Cell]) -> dict[str, Reading]:
        values = {}
        for column in body.plan:
            cell = column.cell(cells)
            reading = column.known.get(cell)
            if reading is None:
                reading = column.known[cell] = column.read(cell)
            if reading.why == DITTO_WHY:
                reading = from_above(column.field, reading.raw, self._above)
            values[column.field] = reading
        return values

    def _finish(self, row: Row, body: Body, cells: Sequence[Cell]) -> None:
        name = row.values["name"]
        if name.value is None and name.certainty is not Certainty.REFUSED and not (name.is_kept and row.ref):
            row.values["name"] = refused(name.raw, "没有姓名，请填上")
        if name.certainty is not Certainty.SURE:
            finishing.take_sex_from_name(row)
        finishing.take_category(row)
        finishing.take_kind(row, self._kind)
        self._take_branch(row, body)
        self._ask_about_places_for_names(row)
        finishing.heed_watched(row, {name: cells[at].text for name, at in body.watched.items()})
        finishing.heed_note(row)
        finishing.keep_remarks(row, {label: cells[at].text for label, at in body.remarks.items()})
        finishing.ask_about_second(row, {name: cells[at].text for name, at in body.again.items()})
        finishing.heed_unheaded(row, [cells[at].text for at in body.unheaded])
        self._keep_phones(row, body, cells)
        self._heed_comments(row, body)
        finishing.take_direction(row, body.table.direction)
        finishing.ask_which_time(row, body.table.direction)
        finishing.ask_which_place(row, self.around.home)
        finishing.ask_about_section(row, self._place)
        finishing.drop_home(row)
        finishing.move_asides_to_note(row)
        finishing.ask_about_dates(row)
        crosschecks.check_row(row, self.around.today)
        if body.sheet.is_hidden:
            row.ask("name", "这一行在隐藏的工作表里，请确认要不要导入")
        elif row.number - 1 in body.sheet.hidden_rows:
            row.ask("name", "这一行被隐藏了，请确认要不要导入")

    def _keep_phones(self, row: Row, body: Body, cells: Sequence[Cell]) -> None:
        """The first telephone there is counts, the others are kept in the note (story.md, Rosters)."""
        for reading in (self._reads["phone"](cells[at]) for at in body.phones if cells[at] is not EMPTY):
            was = row.values["phone"]
            if was.value is None and was.certainty in (Certainty.SURE, Certainty.CORRECTED):
                row.values["phone"] = reading._replace(
                    aside="；".join(filter(None, (was.aside, reading.aside)))
                )
            elif _DIGIT.search(reading.raw) and reading.raw.strip() != row.values["phone"].raw.strip():
                row.asides.append(f"联系电话：{reading.raw.strip()}")

    def _take_branch(self, row: Row, body: Body) -> None:
        """From the section above, or from the row above where a village is written only once."""
        if self.around.branches is None or row.values.get("branch", NOTHING).value is not None:
            return
        if row.values.get("branch", NOTHING).raw == "":
            if body.is_sparse and (above := self._above.get("branch", NOTHING)).value is not None:
                row.values["branch"] = corrected("", above.value, "支部只写了一次，按上面一行填写")
            elif self._section:
                found = self.around.branches.find(self._section)
                row.values["branch"] = chosen("", found, f"按上面的「{self._section}」填写")
            elif only := self.around.branches.only:
                row.values["branch"] = corrected("", only, "没有写明支部，按导入到的支部填写")
        if row.values.get("branch", NOTHING).value is None:
            row.ask("branch", "没有写明支部，请选定一个")

    def _ask_about_places_for_names(self, row: Row) -> None:
        """楼江村 where a name should be; somebody called so is no village of ours."""
        name = row.text("name")
        if name.endswith(("村", "社区", "支部")) and self.around.branches and self.around.branches.find(name):
            row.ask("name", "这像是村或支部的名称，请核对是不是填错了格")

    def _heed_comments(self, row: Row, body: Body) -> None:
        for name, text in body.comments.get(row.number - 1, ()):
            said = self._reads[name](Cell(Kind.TEXT, text, text)) if name else NOTHING
            finishing.heed_comment(row, name, text, said)


def _says_nothing(cell: Cell) -> bool:
    """A dash through an empty line."""
    return cell.kind is Kind.TEXT and cell.text.strip() in BLANKS


def _kind_above(sheet: Sheet, tables: Sequence[Table]) -> Said:
    """What the titles above the first head, else the sheet's name, say of everybody."""
    above = [cell.text for row in sheet.rows[: _first_head(tables)] for cell in row if cell is not EMPTY]
    told = (Said(kind_in_words(text), normal(text)) for text in (*reversed(above), sheet.name))
    return next((each for each in told if each.value), Said())


def _first_head(tables: Sequence[Table]) -> int:
    return tables[0].head_rows[0] if tables else 0


def _last(label: str) -> str:
    return label.rpartition("/")[2]


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


def _ref(cell: Cell) -> str:
    text = normal(cell.text).lower()
    return text.replace("-", "") if _REF.fullmatch(text) else ""
