"""The workbook of rows to mend: what it holds, and that read again it says what it said (story.md, Rosters)."""

import io

import openpyxl
import pytest

from banyan.intake.actions.staging import staged_rows
from banyan.intake.exports import mending_workbook
from banyan.intake.models import Batch
from banyan.intake.queries.batches import Note, review_row
from banyan.intake.queries.checking import Checked
from banyan.intake.reading.results import Branch, Roster, Row, Verdict
from banyan.intake.reading.roster import read_roster
from banyan.intake.rules import facts_of
from banyan.shared.spreadsheets.reading import read_sheets
from tests.intake.corpus import CASES, Case
from tests.intake.surroundings import township
from tests.shared.spreadsheet_files import xlsx_of

WAITING = (Verdict.REFUSED, Verdict.QUESTION)


def notes_of(roster: Roster) -> dict[str, dict[int, list[Note]]]:
    """What a stored batch tells of its rows that wait, without storing it."""
    checked = [Checked(row, facts_of(row), None) for row in roster.rows]
    found: dict[str, dict[int, list[Note]]] = {}
    for row, staged in zip(roster.rows, staged_rows(Batch(), checked), strict=True):
        if row.verdict in WAITING:
            notes = [note for note in review_row(staged).notes if note.certainty in ("refused", "question")]
            found.setdefault(row.table.sheet, {})[row.number] = notes
    return found


def mended(case: Case) -> tuple[Roster, bytes]:
    roster = read_roster(read_sheets(case.content), township)
    return roster, mending_workbook(case.content, "名单", notes_of(roster))


def said(row: Row) -> dict[str, object]:
    """The values, with a date cell's precision and everything else as read."""
    values = {name: reading.value for name, reading in row.values.items() if reading.value is not None}
    return {name: each.name if isinstance(each, Branch) else each for name, each in values.items()}


WITH_DOUBTS = [case for case in CASES if {"question", "refused"} & set(case.verdicts.values())]


@pytest.mark.parametrize("case", WITH_DOUBTS, ids=lambda case: case.name)
def test_read_again_the_rows_say_what_they_said(case: Case) -> None:
    roster, workbook = mended(case)
    waiting = [row for row in roster.rows if row.verdict in WAITING]
    again = read_roster(read_sheets(workbook), township)
    assert [said(row) for row in again.rows] == [said(row) for row in waiting]
    assert {row.table.sheet for row in again.rows} == {row.table.sheet for row in waiting}


def case_named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def test_only_the_waiting_rows_come_with_their_cells_marked_and_a_remark() -> None:
    _roster, workbook = mended(case_named("classic"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["花名册"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "文明瑶族乡流动党员花名册"
    assert rows[2][:3] == ["序号", "姓名", "性别"]
    assert rows[2][-1] == "需要改的地方"
    assert [row[1] for row in rows[3:]] == ["朱大田", "何 梅"]
    amber = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFF4DC"
    }
    assert amber == {"F4", "D5", "E5"}
    assert "10 月" in rows[4][-1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_two_row_head_keeps_its_merges_and_its_marks() -> None:
    _roster, workbook = mended(case_named("family_columns"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["Sheet1"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {
        "A1:A2", "B1:C1", "D1:F1", "G1:G2", "H1:H2", "I1:I2",
    }  # fmt: skip


def test_what_a_row_took_from_its_neighbours_comes_along() -> None:
    _roster, workbook = mended(case_named("printed_pages"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["Sheet1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "二、韩田村：" in [row[0] for row in rows]
    assert "同上" not in [row[3] for row in rows]


def test_the_part_a_row_stands_in_comes_along_so_that_who_came_stays_so() -> None:
    content = xlsx_of(
        [
            ["韩田村党支部流动党员情况"],
            ["姓名", "手机", "流动时间", "组织关系所在支部"],
            ["（一）流出党员"],
            ["公川", "15470000001", "2016.5", "韩田村"],
            ["（二）流入党员"],
            ["公远", "1547000000", "2018.5", "广西某村党支部"],
        ]
    )
    roster = read_roster(read_sheets(content), township)
    again = read_roster(read_sheets(mending_workbook(content, "名单", notes_of(roster))), township)
    assert [(row.text("name"), row.text("direction")) for row in again.rows] == [("公远", "inflow")]
    assert [(row.text("arrived_on"), row.text("home_organisation")) for row in again.rows] == [
        ("2018-05", "广西某村党支部")
    ]
