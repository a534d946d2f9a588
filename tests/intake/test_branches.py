"""Branches by their many spellings (rosters.md 6.3, 10): one is taken, several or none are asked about."""

from dataclasses import replace

import pytest

from banyan.intake.reading.branches import Branches, branch_reader
from banyan.intake.reading.results import Branch, Reading
from banyan.intake.reading.roster import read_roster
from banyan.shared.spreadsheets.reading import read_sheets
from tests.intake.surroundings import ABOVE, text_cell, township

HUANGNI = ("郴州市委", "永兴县委", "黄泥镇党委")
branches = Branches(
    [
        Branch("1", "沙洲瑶族村党支部", ABOVE),
        Branch("2", "韩田村党支部", ABOVE),
        Branch("3", "涌水村党支部", HUANGNI),
        Branch("4", "新村党支部", ABOVE),
        Branch("5", "新村党支部", HUANGNI),
        Branch("6", "文明社区党支部", ABOVE),
        Branch("7", "佛山流动党支部", ABOVE),
        Branch("8", "涌水村第二党支部", HUANGNI),
    ]
)


def read(text: str) -> Reading:
    return branch_reader(branches)(text_cell(text), text)


def key(text: str) -> str:
    value = read(text).value
    return value.key if isinstance(value, Branch) else ""


@pytest.mark.parametrize(
    "text",
    [
        "涌水村党支部",
        "涌水村支部",
        "涌水村",
        "涌水",
        "黄泥镇涌水村",
        "黄泥镇涌水村党支部",
        "中共永兴县黄泥镇涌水村支部委员会",
        "中共黄泥镇涌水村党支部委员会",
        "永兴县黄泥镇涌水村党组织",
        "郴州市永兴县黄泥镇涌水村党总支",
        "涌水村委会",
        "涌水村民委员会",
        "涌 水 村",
        "一、涌水村（12人）",
    ],
)
def test_every_spelling_finds_the_one_branch(text: str) -> None:
    assert key(text) == "3"
    assert str(read(text).certainty) == ("sure" if text == "涌水村党支部" else "corrected")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("沙洲村", "1"),
        ("沙洲", "1"),
        ("文明瑶族乡沙洲瑶族村党支部", "1"),
        ("文明乡沙洲村支部", "1"),
        ("文明社区居委会", "6"),
        ("佛山流动党支部", "7"),
        ("涌水村第二党支部", "8"),
        ("文明乡新村", "4"),
        ("黄泥镇新村", "5"),
    ],
)
def test_short_names_and_names_above_lead_to_the_right_branch(text: str, found: str) -> None:
    assert key(text) == found


@pytest.mark.parametrize("text", ["新村", "新村党支部"])
def test_two_branches_of_one_name_are_asked(text: str) -> None:
    reading = read(text)
    assert (reading.value, str(reading.certainty)) == (None, "question")
    assert "文明瑶族乡党委新村党支部、黄泥镇党委新村党支部" in reading.why


@pytest.mark.parametrize("text", ["别处村", "马田镇涌水村", "广州市涌水村党支部", "村", "党支部"])
def test_an_unknown_branch_or_one_of_another_township_is_asked(text: str) -> None:
    assert (read(text).value, str(read(text).certainty)) == (None, "question")


def test_without_an_organisation_the_name_is_only_tidied() -> None:
    reading = branch_reader(None)(text_cell("涌水村 支部"), "涌水村 支部")
    assert (reading.value, str(reading.certainty)) == (Branch("", "涌水村支部"), "sure")


@pytest.mark.parametrize(
    ("villages", "branch"), [(["沙洲瑶族村党支部"], "b0"), (["沙洲瑶族村党支部", "韩田村党支部"], "")]
)
def test_a_row_without_a_branch_goes_where_it_alone_can(villages: list[str], branch: str) -> None:
    named = Branches(Branch(f"b{at}", village, ABOVE) for at, village in enumerate(villages))
    content = "姓名,性别,联系电话,入党时间\n盘小雨,女,15400007777,2012.06\n".encode()
    (row,) = read_roster(read_sheets(content), replace(township, branches=named)).rows
    value = row.values["branch"].value
    assert (value.key if isinstance(value, Branch) else "") == branch
