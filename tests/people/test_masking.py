"""Who sees what of a person: each cell of trust.md 4.4 for the roles that exist (R-P3)."""

from datetime import date

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.orgs.viewers import Viewer
from banyan.people.actions import open_stay, reveal
from banyan.people.models import Arrival, Person
from banyan.people.queries import side_of
from banyan.people.rules.masking import Side, Sight, sight_of
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.masking import mask_address

# field -> self, home, host, township, county
EXPECTED = {
    "name": ("whole", "whole", "whole", "whole", "whole"),
    "id_number": ("reveal", "reveal", "masked", "reveal", "reveal"),
    "phone": ("whole", "reveal", "reveal", "reveal", "reveal"),
    "address": ("whole", "reveal", "hidden", "reveal", "hidden"),
}
SIDES = (Side.SELF, Side.HOME, Side.HOST, Side.TOWNSHIP, Side.COUNTY)


@pytest.mark.parametrize("field", EXPECTED)
def test_each_side_sees_exactly_what_the_table_says(field: str) -> None:
    assert tuple(sight_of(side, field) for side in SIDES) == EXPECTED[field]


def test_a_field_nobody_named_is_hidden_from_nowhere() -> None:
    assert sight_of(Side.NOWHERE, "name") == Sight.HIDDEN


@pytest.fixture
def hosted(cast: Cast) -> Person:
    open_stay(cast.member, cast.floating, by=cast.floating_secretary, from_day=date(2021, 5, 1))
    return cast.member


def test_each_office_looks_from_its_own_side(cast: Cast, hosted: Person) -> None:
    looks = {
        Side.SELF: viewer_of(cast.member),
        Side.HOME: cast.secretary,
        Side.TOWNSHIP: cast.township_officer,
        Side.COUNTY: cast.county_officer,
        Side.HOST: cast.floating_secretary,
        Side.NOWHERE: cast.other_secretary,
    }
    assert {side: side_of(viewer, hosted) for side, viewer in looks.items()} == {side: side for side in looks}
    assert side_of(cast.city_officer, hosted) == Side.COUNTY
    assert side_of(cast.auditor, hosted) == Side.NOWHERE


# What a host's list told of a stay -> who reads it on the card (Stay: home city and dates, host its own part).
TOLD = {
    "2021年5月": {Side.SELF, Side.HOME, Side.HOST, Side.TOWNSHIP},
    "望江电子厂": {Side.SELF, Side.HOST, Side.TOWNSHIP},
    "广东省广州市天河区": {Side.SELF, Side.HOST},
    "望江路": {Side.SELF},
    "15466660077": {Side.SELF},
    "154****0077": {Side.HOME, Side.HOST, Side.TOWNSHIP},
    "常上夜班": set(),
}


def test_each_side_reads_of_a_stay_what_the_table_says(cast: Cast, hosted: Person) -> None:
    Arrival.objects.create(
        stay=hosted.memberships.get(kind="host"),
        arrived_on="2021-05",
        employer="望江电子厂",
        place="广东省广州市天河区望江路8号",
        phone="15466660077",
        note="常上夜班",
    )
    looks = {
        Side.SELF: viewer_of(cast.member),
        Side.HOME: cast.secretary,
        Side.TOWNSHIP: cast.township_officer,
        Side.COUNTY: cast.county_officer,
        Side.HOST: cast.floating_secretary,
        Side.NOWHERE: cast.other_secretary,
    }
    pages = {side: card(viewer, hosted) for side, viewer in looks.items()}
    assert {words: {side for side in pages if words in pages[side]} for words in TOLD} == TOLD


@pytest.mark.parametrize(
    ("whole", "masked"),
    [
        ("广东省广州市番禺区大石街道8号", "广东省广州市番禺区***"),
        ("湖南省郴州市沙洲村新街三号", "湖南省郴州市***"),
        ("番禺区阳光小区3栋", "番禺区***"),
        ("阳光小区3栋", "***"),
        ("新街三号", "***"),
        ("", ""),
    ],
)
def test_an_address_is_masked_to_its_district(whole: str, masked: str) -> None:
    assert mask_address(whole) == masked


def card(viewer: Viewer, person: Person) -> str:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client.get(f"/people/{person.ref}/").content.decode()


def test_the_card_shows_numbers_masked(cast: Cast, hosted: Person) -> None:
    phone, id_number = hosted.phone.open(), hosted.id_number.open()
    for viewer in (cast.secretary, cast.township_officer, cast.county_officer, cast.floating_secretary):
        page = card(viewer, hosted)
        assert f"{phone[:3]}****{phone[-4:]}" in page
        assert phone not in page
        assert id_number not in page


def test_address_and_family_stay_with_home(cast: Cast, hosted: Person) -> None:
    assert "家庭住址" in card(cast.secretary, hosted)
    for viewer in (cast.county_officer, cast.floating_secretary):
        page = card(viewer, hosted)
        assert "家庭住址" not in page
        assert "登记家人" not in page


def test_a_reveal_asks_a_reason_and_leaves_a_row_the_person_can_read(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        reveal(cast.member, "phone", by=cast.secretary, reason=" ")
    assert refusal.value.reason.code == "no_reason"
    assert reveal(cast.member, "phone", by=cast.secretary, reason="通知开会") == cast.member.phone.open()
    row = Entry.objects.get(act="person.revealed")
    assert (row.subject_ref, row.field_names, row.reason) == (cast.member.ref, ["phone"], "通知开会")


def test_a_host_reveals_the_phone_and_nothing_else(cast: Cast, hosted: Person) -> None:
    assert reveal(hosted, "phone", by=cast.floating_secretary, reason="联系报到") == hosted.phone.open()
    for field in ("id_number", "address", "note"):
        with pytest.raises(Refused):
            reveal(hosted, field, by=cast.floating_secretary, reason="联系报到")


def test_an_outsider_reveals_nothing(cast: Cast) -> None:
    for viewer in cast.outsiders:
        with pytest.raises((Refused, NotAllowed)):
            reveal(cast.member, "phone", by=viewer, reason="看看")


def test_opening_a_card_writes_one_look_but_ones_own_card_none(cast: Cast) -> None:
    card(cast.secretary, cast.member)
    card(viewer_of(cast.member), cast.member)
    assert Entry.objects.filter(act="person.opened", subject_ref=cast.member.ref).count() == 1
