"""What only looks like forms stays as it is (rosters.md 6.3, R-I1)."""

import pytest

from banyan.intake.reading.straight import straight
from banyan.shared.spreadsheets.sheets import Sheet
from tests.intake.surroundings import text_cell


def sheet_of(*lines: str) -> Sheet:
    rows = [[text_cell(text) for text in line.split("|")] for line in lines]
    width = max(map(len, rows))
    return Sheet("Sheet1", [[*row, *[text_cell("")] * (width - len(row))] for row in rows])


@pytest.mark.parametrize(
    "lines",
    [
        # Nobody is named below the head, and words nobody knows stand beside those that are known.
        (
            "所在省份|是否办理活动证||党内状态|党员姓名|某列|联系电话|某列",
            "湖南|有|某列|务工||务工|15470000001|无",
        ),
        ("某列|姓名|某列|电话|某列", "务工|强小甲|瑶|15470000001|无", "务工|强小乙|瑶|15470000002|无"),
        ("姓名：写身份证上的姓名", "性别：男或女", "联系电话：11位手机号"),
        (
            "户主姓名|强大山|联系电话|15470000001",
            "家庭住址|沙洲村1组",
            "姓名|与户主关系|联系电话",
            "强小甲|子|15470000002",
        ),
    ],
)
def test_a_list_and_its_instructions_are_no_forms(lines: tuple[str, ...]) -> None:
    sheet = sheet_of(*lines)
    assert straight(sheet) is sheet


def test_a_form_is_a_row_where_the_name_stood() -> None:
    laid = straight(sheet_of("流动党员登记卡", "姓名|强小甲|性别|男", "联系电话|15470000001|外出地点|东莞"))
    assert [cell.text for cell in laid.rows[-1]] == ["强小甲", "男", "15470000001", "东莞"]
    assert laid.number_of(len(laid.rows) - 1) == 2
