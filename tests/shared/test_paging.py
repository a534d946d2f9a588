"""Keyset paging: pages meet without gap or repetition, whatever is added meanwhile, and cost the same anywhere."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from banyan.orgs.models import Region
from banyan.shared.paging import page_of


@pytest.fixture
def regions(db: None) -> None:
    names = ("同名", "另一个", "同名")
    Region.objects.bulk_create(
        Region(code=f"9{number:03d}", name=names[number % 3], level="city") for number in range(35)
    )


def walk(keys: list[str], rows: int = 10) -> list[str]:
    """The codes of every page, one after the other."""
    codes, mark = [], ""
    while True:
        page = page_of(Region.objects.filter(code__startswith="9"), keys, mark=mark, rows=rows)
        codes += [row.code for row in page.rows]
        mark = page.next_mark
        if not mark:
            return codes


@pytest.mark.parametrize(
    "keys", [["code"], ["-code"], ["name", "code"], ["-name", "code"], ["name", "-code"]]
)
@pytest.mark.parametrize("rows", [1, 10, 34, 35, 36])
def test_the_pages_hold_every_row_once_in_order(regions: None, keys: list[str], rows: int) -> None:
    wanted = list(Region.objects.filter(code__startswith="9").order_by(*keys).values_list("code", flat=True))
    assert walk(keys, rows) == wanted


def test_rows_added_before_a_mark_do_not_move_the_next_page(regions: None) -> None:
    found = Region.objects.filter(code__startswith="9")
    first = page_of(found, ["code"], rows=10)
    Region.objects.create(code="9000a", name="新的", level="city")
    second = page_of(found, ["code"], mark=first.next_mark, rows=10)
    assert [row.code for row in second.rows] == [f"9{number:03d}" for number in range(10, 20)]
    assert (first.is_first, second.is_first) == (True, False)


def test_a_mark_that_was_not_made_here_shows_the_first_page(regions: None) -> None:
    found = Region.objects.filter(code__startswith="9")
    other = page_of(found, ["name", "code"], rows=10).next_mark
    for mark in ("", "nonsense", "1", other, other + "x"):
        page = page_of(found, ["code"], mark=mark, rows=10)
        assert (page.is_first, page.rows[0].code) == (True, "9000")


def test_a_page_is_one_query_without_an_offset(regions: None) -> None:
    mark = page_of(Region.objects.all(), ["code"], rows=10).next_mark
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page_of(Region.objects.all(), ["code"], mark=mark, rows=10)
    assert len(asked) == 1
    assert "OFFSET" not in asked[0]["sql"].upper()


def test_rows_of_values_are_paged_like_rows_of_models(regions: None) -> None:
    found = Region.objects.filter(code__startswith="9").values("code", label=F("name"))
    first = page_of(found, ["code"], rows=10)
    assert page_of(found, ["code"], mark=first.next_mark, rows=10).rows[0]["code"] == "9010"


@pytest.mark.parametrize(
    ("keys", "bound"), [(["name", "code"], '"name" >= '), (["-name", "code"], '"name" <= ')]
)
def test_a_further_page_says_where_the_index_begins(regions: None, keys: list[str], bound: str) -> None:
    mark = page_of(Region.objects.all(), keys, rows=10).next_mark
    with CaptureQueriesContext(connection) as asked:
        page_of(Region.objects.all(), keys, mark=mark, rows=10)
    assert bound in asked[0]["sql"]
