"""A row beside the person it means: field, what stands, what the file says, and why it is he (issue 3, Rosters)."""

import pytest
from django.test import Client

from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster
from banyan.intake.models import Batch
from banyan.intake.queries.comparing import Compared, changes_page
from banyan.intake.rules import recognised_by
from tests.intake.townships import HEADS, id_number, person, roster


def staged(cast: Cast, *rows: list[str], heads: tuple[str, ...] = HEADS) -> Batch:
    return stage_roster(roster(rows, heads=heads), "花名册.xlsx", org=cast.township, by=cast.township_officer)


def second(cast: Cast, **cells: str) -> Compared:
    """The same person again with other cells."""
    accept_batch(staged(cast, person(1)), by=cast.township_officer)
    found: Compared = changes_page(staged(cast, person(1, **cells))).rows[0]
    return found


def differences(found: Compared) -> list[tuple[str, str, str, str]]:
    return [(each.field, each.now, each.told, each.raw) for each in found.differences]


def test_every_field_that_would_change_stands_beside_what_it_is(cast: Cast) -> None:
    found = second(
        cast,
        手机="154-7000-9999",
        入党时间="2009年6月",
        外出地点="佛山市南海区",
        工作单位="新厂",
        所在支部="宝南村",
    )
    assert differences(found) == [
        ("phone", "154****0001", "154****9999", "154******9999"),
        ("joined_on", "2008-06", "2009-06", "2009年6月"),
        ("branch", cast.shazhou.name, cast.baonan.name, "宝南村"),
        (
            "destination",
            "广东省广州市番禺区（广东广州番禺）",
            "广东省佛山市南海区（佛山市南海区）",
            "佛山市南海区",
        ),
        ("employer", "远成电子厂", "新厂", ""),
    ]
    assert (str(found.recognised.words), found.recognised.score) == ("身份证号相同", 100)


def test_a_note_stays_closed(cast: Cast) -> None:
    accept_batch(staged(cast, person(1, 备注="家有老人")), by=cast.township_officer)
    batch = staged(cast, person(1, 备注="独居"))
    assert differences(changes_page(batch).rows[0]) == [("note", "***", "独居", "")]


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"id_number": "1"}, 100),
        ({"phone": "2", "name": "盘"}, 90),
        ({"name": "盘", "birth": "1985-04-12"}, 85),
        ({"name": "盘", "birth": "1985-04"}, 75),
        ({"name": "盘", "birth": "1985"}, 60),
    ],
)
def test_how_sure_it_is_follows_from_what_agrees(facts: dict[str, str], score: int) -> None:
    known = {"id_number": "1", "phone": "2", "name": "盘", "birth": "1985-04-12"}
    assert recognised_by(False, facts, known).score == score
    assert recognised_by(True, facts, known).score == 100


def test_the_page_shows_the_change_and_no_number(cast: Cast) -> None:
    second(cast, 手机="15470009999", 工作单位="新厂")
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    page = client.get(f"/imports/{Batch.objects.order_by('pk').last().ref}/?kind=changed").content.decode()  # type: ignore[union-attr]
    for words in ("认定是他：身份证号相同（把握 100%）", "154****0001", "154****9999", "远成电子厂", "新厂"):
        assert words in page
    for number in ("15470000001", "15470009999", id_number(1)):
        assert number not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(
    cast: Cast, rows: int, django_assert_num_queries: object
) -> None:
    people = range(1, rows + 1)
    accept_batch(staged(cast, *[person(at) for at in people]), by=cast.township_officer)
    batch = staged(cast, *[person(at, 工作单位="新厂", 所在支部="宝南村") for at in people])
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    with django_assert_num_queries(18):  # type: ignore[operator]
        client.get(f"/imports/{batch.ref}/?kind=changed")
