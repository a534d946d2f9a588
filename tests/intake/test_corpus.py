"""Sixteen rosters as townships send them come out as their clerks meant them (A-02, A-06, rosters.md 6.1-6.3)."""

import json

import pytest

from banyan.intake.reading.results import FIELDS, Roster
from banyan.intake.reading.roster import read_roster
from banyan.shared.spreadsheets.reading import read_sheets
from tests.intake.corpus import CASES, Case
from tests.intake.surroundings import township

pytestmark = pytest.mark.plain

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def read(case: Case) -> Roster:
    return read_roster(read_sheets(case.content), township)


@each_case
def test_the_heads_are_found_where_they_are(case: Case) -> None:
    assert {sheet["name"]: sheet["header_rows"] for sheet in read(case).to_json()["sheets"]} == case.heads


@each_case
def test_the_columns_are_understood(case: Case) -> None:
    columns: dict[str, str] = {}
    for sheet in read(case).to_json()["sheets"]:
        columns |= sheet["columns"]
    assert {label: columns.get(label) for label in case.columns} == case.columns
    assert {name.partition(".")[0] for name in columns.values()} <= set(FIELDS)


@each_case
def test_every_row_gets_its_verdict(case: Case) -> None:
    assert {(row.table.sheet, row.number): str(row.verdict) for row in read(case).rows} == case.verdicts


@each_case
def test_the_values_are_what_the_clerk_meant(case: Case) -> None:
    rows = {(row.table.sheet, row.number): row.to_json()["values"] for row in read(case).rows}
    for at, expected in case.values.items():
        told = {name: rows[at].get(name, {}) for name in expected}
        assert {
            name: (each.get("value"), each.get("certainty")) for name, each in told.items()
        } == expected, at


@each_case
def test_rows_that_are_no_persons_are_listed_with_why(case: Case) -> None:
    found = {(each.sheet, each.row): each.why for each in read(case).ignored}
    assert set(found) == set(case.ignored)
    assert [at for at, word in case.ignored.items() if word not in found[at]] == []


@each_case
def test_the_sum_holds_and_every_doubt_has_a_reason(case: Case) -> None:
    roster = read(case)
    summary = roster.summary()
    assert summary["seen"] == sum(count for name, count in summary.items() if name != "seen")
    assert summary["seen"] == len(case.verdicts) + len(case.ignored)
    for row in roster.rows:
        assert all(reading.why for reading in row.values.values() if str(reading.certainty) != "sure")


def test_what_is_printed_is_the_promised_json_and_nothing_more() -> None:
    found = json.loads(json.dumps(read(CASES[0]).to_json(), ensure_ascii=False))
    assert set(found) == {"sheets", "rows", "ignored", "summary"}
    assert set(found["sheets"][0]) == {"name", "header_rows", "columns"}
    assert set(found["rows"][0]) == {"sheet", "row", "verdict", "values"}
    assert set(found["rows"][0]["values"]["name"]) == {"raw", "value", "certainty", "why"}
    assert set(found["ignored"][0]) == {"sheet", "row", "why"}
    assert list(found["summary"]) == ["seen", "new", "same", "changed", "question", "refused", "ignored"]
    assert found["rows"][0]["values"]["destination"]["value"] == {
        "province": "广东省",
        "city": "广州市",
        "district": "番禺区",
    }
