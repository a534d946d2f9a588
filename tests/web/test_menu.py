"""The menu by permission: nobody is led to a closed door, nobody is shown another's."""

import pytest
from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.orgs.viewers import Viewer
from banyan.web import menu

OFFICES = [
    "city_officer",
    "auditor",
    "county_officer",
    "township_officer",
    "secretary",
    "floating_secretary",
]


def entries_of(viewer: Viewer) -> list[menu.Entry]:
    groups = menu.menu_for(viewer, path="/")
    found = [entry for group in groups for entry in group.entries]
    for bar in (menu.DESK_BAR, menu.OWN, menu.ACCOUNT):
        found += menu.entries_for(viewer, bar, path="/")
    return found


def labels_of(viewer: Viewer) -> set[str]:
    return {str(entry.label) for entry in entries_of(viewer)}


@pytest.mark.parametrize("office", OFFICES)
def test_every_entry_an_office_is_shown_opens(client: Client, cast: Cast, office: str) -> None:
    viewer: Viewer = getattr(cast, office)
    assert viewer.account
    client.force_login(viewer.account)
    for entry in entries_of(viewer):
        assert (entry.route, client.get(entry.address, follow=True).status_code) == (entry.route, 200)


def test_every_entry_a_member_is_shown_opens(client: Client, cast: Cast) -> None:
    viewer = viewer_of(cast.member)
    assert viewer.account
    client.force_login(viewer.account)
    for bar in (menu.MEMBER_BAR, menu.OWN, menu.ACCOUNT):
        for entry in menu.entries_for(viewer, bar, path="/"):
            assert (entry.route, client.get(entry.address, follow=True).status_code) == (entry.route, 200)


def test_the_menu_goes_by_permission(cast: Cast) -> None:
    assert "导入花名册" in labels_of(cast.secretary)
    assert "导入花名册" not in labels_of(cast.county_officer)
    assert "来报到的党员" in labels_of(cast.floating_secretary)
    assert "党员名单" not in labels_of(cast.auditor)
    assert "操作记录" in labels_of(cast.auditor)
    assert "操作记录" not in labels_of(cast.city_officer)


def test_a_group_without_entries_has_no_heading(cast: Cast) -> None:
    assert [str(group.label) for group in menu.menu_for(cast.auditor, path="/")] == ["", "组织"]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", ["待办"]),
        ("/people/new/", ["党员名单"]),
        ("/reports/", ["收到的报告"]),
        ("/reports/silent/", ["还没有消息的人"]),
        ("/legal", []),
    ],
)
def test_one_entry_at_most_is_marked_as_where_one_is(cast: Cast, path: str, marked: list[str]) -> None:
    groups = menu.menu_for(cast.secretary, path=path)
    current = [str(entry.label) for group in groups for entry in group.entries if entry.is_current]
    assert current == marked
