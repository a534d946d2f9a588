"""Every reason a roster's reader gives is said in the language of the screen; in JSON it stays Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

import banyan.intake.reading
from banyan.demo.cast import Cast
from banyan.intake.actions import stage_roster
from banyan.intake.reading.roster import read_roster
from banyan.intake.reading.sentences import spoken
from banyan.shared.spreadsheets.reading import read_sheets
from tests.intake.corpus import CASES
from tests.intake.surroundings import township
from tests.intake.townships import misread, person, roster

HAN = re.compile("[\u4e00-\u9fff]{2,}")
FOLDER = Path(banyan.intake.reading.__file__).parent
# Which argument of a reader's call is the reason.
REASONS = {"question": 2, "corrected": 2, "_asked": 2, "refused": 1, "ask": 1, "refuse": 1, "NoPerson": 0}
VALUE = "Z9"


def reasons_written() -> Iterator[str]:
    """The reasons as they stand in the source, with a value where one is put in."""
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                at = REASONS.get(name)
                told = node.args[at : at + 1] if at is not None else []
                for reason in (*told, *(each.value for each in node.keywords if each.arg == "why")):
                    yield from _words(reason)


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else VALUE for part in node.values)  # type: ignore[misc]


def untranslated(why: str) -> bool:
    said = spoken(why)
    return said == why and bool(HAN.search(why))


def test_every_reason_in_the_source_is_said_in_english() -> None:
    with override("en"):
        found = sorted({why for why in reasons_written() if untranslated(why)})
    assert found == []


def test_every_reason_the_corpus_gives_is_said_in_english() -> None:
    given = set()
    for case in CASES:
        found = read_roster(read_sheets(case.content), township)
        given |= {each.why for row in found.rows for each in row.values.values() if each.why}
        given |= {each.why for each in found.ignored}
    with override("en"):
        assert sorted(why for why in given if untranslated(why)) == []
    assert len(given) > 40


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            "没有写省市，请确认是不是广东省广州市番禺区",
            "no province or city; please say whether it is 广东省广州市番禺区",
        ),
        ("按身份证号码填上出生日期", "birth date filled in from the ID number"),
        (
            "身份证号码应是 18 位，这里是 17 位，请核对",
            "an ID number has 18 digits, this one 17; please check",
        ),
        ("自己写的话", "自己写的话"),
        ("", ""),
    ],
)
def test_what_a_reason_names_stays_in_it(why: str, said: str) -> None:
    assert spoken(why) == why
    with override("en"):
        assert spoken(why) == said


def test_an_english_screen_says_it_in_english(cast: Cast) -> None:
    rows = [person(1, 外出地点="番禺"), person(2, 身份证号=misread(2))]
    batch = stage_roster(roster(rows), "r.xlsx", org=cast.township, by=cast.township_officer)
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    client.cookies["django_language"] = "en"
    page = client.get(f"/imports/{batch.ref}/?kind=question").content.decode()
    assert "no province or city; please say whether it is 广东省广州市番禺区" in page
    assert "the check digit is wrong" in client.get(f"/imports/{batch.ref}/?kind=refused").content.decode()
    assert (
        batch.rows.get(number=2).reading()["values"]["id_number"]["why"].startswith("身份证号码的校验位不对")
    )
