"""Lists: which columns they show and export, and narrowings kept under a name."""

import pytest
from django.test import Client
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.journeys.actions.departure import record_departure
from banyan.shared.spreadsheets.reading import read_sheets
from banyan.web.models import SavedView
from banyan.web.preferences import VIEWS_A_LIST, kept_query, why_not_keep_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    record_departure(
        cast.member, {"departed_on": "2025-10", "place_words": "广东省广州市"}, by=cast.secretary
    )
    assert cast.secretary.account
    client.force_login(cast.secretary.account)
    return client


def heads_of(body: bytes) -> list[str]:
    return [str(cell.text) for cell in next(iter(read_sheets(body, "list.xlsx"))).rows[0]]


@pytest.mark.parametrize(
    ("page", "hidden", "chosen", "head"),
    [
        ("people:list", "民族", ["home", "ethnicity"], ["编号", "姓名", "所在党支部", "民族"]),
        ("journeys:list", "外出原因", ["place", "reason"], ["编号", "姓名", "外出地", "外出原因"]),
    ],
)
def test_the_columns_somebody_chooses_are_shown_and_exported(
    desk: Client, page: str, hidden: str, chosen: list[str], head: list[str]
) -> None:
    address = reverse(page)
    assert f'data-label="{hidden}"' not in desk.get(address).content.decode()
    narrowed = desk.get(address, {"col": chosen}).content.decode()
    assert f'data-label="{hidden}"' in narrowed
    assert 'data-label="入党时间"' not in narrowed
    assert 'data-label="回执"' not in narrowed
    export = reverse(page.replace(":list", ":export"))
    exported = desk.post(f"{export}?col={chosen[0]}&col={chosen[1]}")
    assert heads_of(exported.content) == head


def test_a_column_nobody_knows_shows_the_usual_ones(desk: Client) -> None:
    page = desk.get(reverse("people:list"), {"col": "password"}).content.decode()
    assert 'data-label="入党时间"' in page


def test_a_narrowing_is_kept_without_the_name_looked_for_and_found_again(desk: Client, cast: Cast) -> None:
    told = {"page": "journeys:list", "label": "未报到的", "query": "text=何&checked_in=no&col=place&mark=x"}
    answer = desk.post(reverse("web:views"), told)
    assert answer["Location"] == f"{reverse('journeys:list')}?checked_in=no&col=place"
    assert SavedView.objects.get().query == "checked_in=no&col=place"
    assert "未报到的" in desk.get(reverse("journeys:list")).content.decode()
    assert "未报到的" not in desk.get(reverse("people:list")).content.decode()
    entry = Entry.objects.get(act="view.kept")
    assert (entry.actor_label, entry.details) == ("朱望舒", {})


def test_the_same_name_replaces_and_what_is_not_needed_goes(desk: Client) -> None:
    for query in ("checked_in=no", "checked_in=yes"):
        desk.post(reverse("web:views"), {"page": "journeys:list", "label": "报到", "query": query})
    view = SavedView.objects.get()
    assert view.query == "checked_in=yes"
    desk.post(reverse("web:view-remove", args=[view.ref]))
    assert not SavedView.objects.exists()


def test_nobody_takes_away_what_another_keeps(client: Client, desk: Client, cast: Cast) -> None:
    desk.post(
        reverse("web:views"), {"page": "people:list", "label": "预备", "query": "category=probationary"}
    )
    view = SavedView.objects.get()
    assert cast.township_officer.account
    client.force_login(cast.township_officer.account)
    assert client.post(reverse("web:view-remove", args=[view.ref])).status_code == 404
    assert (
        "预备" not in client.get(reverse("people:list")).content.decode().split("<table")[0].split("kept")[-1]
    )


def test_a_narrowing_is_of_a_known_list_named_and_not_one_of_too_many() -> None:
    def code(page: str = "people:list", label: str = "预备", others: int = 0) -> str | None:
        reason = why_not_keep_view(page, label, others)
        return reason.code if reason else None

    assert code() is None
    assert code(page="privacy:record") == "no_list"
    assert code(label="") == "no_label"
    assert code(label="长" * 21) == "no_label"
    assert (code(others=VIEWS_A_LIST - 1), code(others=VIEWS_A_LIST)) == (None, "too_many")
    assert kept_query("q=张三&ended=on&mark=1&col=a&col=b") == "ended=on&col=a&col=b"
