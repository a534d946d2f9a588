"""Empty rosters to download: drop-downs, columns of text, an example that is never taken in (issue 3, Rosters)."""

import io

import openpyxl
import pytest
from django.test import Client

from banyan.demo.cast import Cast
from banyan.intake.exports import blank_workbook
from banyan.intake.queries.batches import branch_names_for
from banyan.intake.queries.checking import check_roster
from banyan.intake.reading import labels
from banyan.intake.reading.blank_forms import FORMS
from banyan.intake.reading.results import Certainty
from banyan.orgs.viewers import Viewer

KINDS = sorted(FORMS)


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def downloaded(cast: Cast, kind: str) -> openpyxl.Workbook:
    answer = signed_in(cast.township_officer).get(f"/imports/forms/{kind}/")
    assert answer["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def filled(book: openpyxl.Workbook) -> bytes:
    """Its own example, as somebody's row."""
    sheet = book.worksheets[0]
    sheet.cell(3, 1).value = "1"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_never_taken_in(cast: Cast, kind: str) -> None:
    content = blank_workbook(FORMS[kind], branch_names_for(cast.township_officer))
    found, _checked = check_roster(content, "x.xlsx", cast.township)
    assert found.summary() | {"seen": 1, "ignored": 1} == {
        "seen": 1, "new": 0, "same": 0, "changed": 0, "question": 0, "refused": 0, "ignored": 1,
    }  # fmt: skip
    assert [each.why for each in found.ignored] == ["填写示例"]


@pytest.mark.parametrize("kind", KINDS)
def test_filled_as_its_example_it_raises_no_question(cast: Cast, kind: str) -> None:
    found, _checked = check_roster(filled(downloaded(cast, kind)), "x.xlsx", cast.township)
    (row,) = found.rows
    doubts = {name: each.why for name, each in row.values.items() if each.certainty is not Certainty.SURE}
    assert set(doubts) <= {"birth", "note"}
    assert str(row.verdict) == "new"
    assert [each.label for each in row.table.unread if not labels.watched(each.label)] == ["序号"]
    assert (row.text("direction") == "inflow") == (kind == "inflow")


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_columns_of_text_and_choices_drop_down(cast: Cast, kind: str) -> None:
    sheet = downloaded(cast, kind).worksheets[0]
    heads = {str(cell.value): cell.column_letter for cell in sheet[2]}
    for label in ("身份证号", "联系电话"):
        assert sheet.column_dimensions[heads[label]].number_format == "@"
    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered[f"{heads['性别']}3"] == '"男,女"'
    if "所在党支部" in heads:
        assert offered[f"{heads['所在党支部']}3"].startswith("党支部!$A$1:$A$")


def test_the_branches_are_those_of_whoever_asks(cast: Cast) -> None:
    book = downloaded(cast, "outflow")
    names = [cell.value for cell in book["党支部"]["A"]]
    assert names == [cast.shazhou.name, cast.baonan.name]
    assert book.sheetnames == ["流出党员", "填写说明", "党支部"]


def test_every_column_is_explained(cast: Cast) -> None:
    for kind in KINDS:
        book = downloaded(cast, kind)
        told = "\n".join(str(cell.value) for cell in book["填写说明"]["A"])
        assert [column.label for column in FORMS[kind].columns if f"{column.label}：" not in told] == []


def test_the_upload_page_links_them_and_others_get_none(cast: Cast) -> None:
    page = signed_in(cast.secretary).get("/imports/").content.decode()
    for kind in KINDS:
        assert f"/imports/forms/{kind}/" in page
    assert signed_in(cast.secretary).get("/imports/forms/anything/").status_code == 404
    assert signed_in(cast.county_officer).get("/imports/forms/outflow/").status_code == 403
