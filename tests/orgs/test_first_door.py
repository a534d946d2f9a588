"""The first door: one code, one time, all or nothing."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.http import Http404
from django.test import Client

from banyan.accounts.models import Account
from banyan.accounts.viewers import Visitor
from banyan.audit.models import Entry
from banyan.demo.cast import PASSWORD, Cast, load_cast_regions
from banyan.orgs.actions.first_door import FirstOfficer, code_of, make_first_door, open_house
from banyan.orgs.models import FirstDoor, Office, Organisation, Region
from banyan.orgs.queries import recomputed_paths
from banyan.shared.errors import Refused

DOOR, PLACE, HOUSE = "/first-door/", "/first-door/place", "/first-door/house?place=431026"
FIRST = {
    "name": "汝城县",
    "label": "林知远",
    "phone": "15400000011",
    "account": "Rucheng-Lin",
    "password": PASSWORD,
    "again": PASSWORD,
    "regions": ["431026217", "431026217219"],
}


@pytest.fixture
def door(db: None) -> FirstDoor:
    """An empty installation with the regions of the cast, and its door. Villages are there already."""
    load_cast_regions()
    made = make_first_door()
    assert made is not None
    return made


def passed(door: FirstDoor) -> Client:
    client = Client()
    assert client.post(DOOR, {"code": code_of(door)})["Location"] == PLACE
    return client


def founded(door: FirstDoor, client: Client, **other: Any) -> Any:
    return client.post(HOUSE, {**FIRST, **other})


def printed() -> str:
    out = StringIO()
    call_command("firstdoor", "code", stdout=out)
    return out.getvalue()


def test_the_command_shows_the_same_code_until_it_is_used(door: FirstDoor) -> None:
    assert printed() == printed()
    assert code_of(door) in printed()
    founded(door, passed(door))
    assert "已经有组织" in printed()


def test_the_code_stands_in_no_table(door: FirstDoor) -> None:
    rows = str(list(FirstDoor.objects.values())) + str(list(Entry.objects.values()))
    assert code_of(door) not in rows
    assert code_of(door).replace("-", "").lower() not in rows


def test_a_county_opens_its_house(door: FirstDoor) -> None:
    client = passed(door)
    page = client.get(HOUSE).content.decode()
    assert 'value="431026217" checked' in page
    assert 'value="431026217219" checked' in page
    assert founded(door, client)["Location"] == "/login"
    tree = list(Organisation.objects.order_by("path").values_list("name", "kind", "code"))
    assert tree == [
        ("汝城县", "county", "431026"),
        ("文明瑶族乡", "township", "431026217"),
        ("沙洲瑶族村党支部", "village", "431026217219"),
    ]
    assert recomputed_paths() == []
    office = Office.objects.select_related("account").get()
    assert (office.name, office.account.label, office.account.name) == (
        "county_officer",
        "林知远",
        "rucheng-lin",
    )
    assert Client().post("/login", {"name": "15400000011", "password": PASSWORD}).status_code == 302


def test_what_was_done_is_in_the_record(door: FirstDoor) -> None:
    founded(door, passed(door))
    entry = Entry.objects.get(act="first_door.opened")
    assert entry.details == {"organisations": 3}


def test_a_city_brings_the_villages_of_its_ticked_townships_along(door: FirstDoor) -> None:
    client = passed(door)
    client.post(
        "/first-door/house?place=4310", {**FIRST, "name": "郴州市", "regions": ["431026", "431026217"]}
    )
    assert list(Organisation.objects.order_by("code").values_list("code", flat=True)) == [
        "4310",
        "431026",
        "431026217",
        "431026217219",
        "431026217244",
    ]


def test_choosing_a_place_works_by_steps_without_script(door: FirstDoor) -> None:
    client = passed(door)
    assert 'name="city"' not in client.get(PLACE).content.decode()
    step = client.post(PLACE, {"province": "43", "choose": "1"})
    assert step.status_code == 200
    assert "郴州市" in step.content.decode()
    assert client.post(PLACE, {"province": "43"}).status_code == 422


def test_the_root_of_an_empty_house_leads_to_its_door_and_of_a_founded_one_to_the_sign_in(
    door: FirstDoor,
) -> None:
    assert Client().get("/")["Location"] == DOOR
    founder = Client()
    founder.post(DOOR, {"code": code_of(door)})
    founder.post(HOUSE, FIRST)
    assert Client().get("/")["Location"] == "/login?next=/"
    officer = Client()
    officer.post("/login", {"name": "154 0000 0011", "password": PASSWORD})
    assert "先在组织树里给下级组织安排人" in officer.get("/").content.decode()


def test_the_door_is_404_once_there_is_an_organisation(cast: Cast) -> None:
    assert make_first_door() is None
    for address in (DOOR, PLACE, HOUSE):
        assert Client().get(address).status_code == 404
        assert Client().post(address, FIRST).status_code == 404


def test_without_the_code_nobody_comes_further(door: FirstDoor) -> None:
    for address in (PLACE, HOUSE):
        assert Client().get(address)["Location"] == DOOR
    assert founded(door, Client())["Location"] == DOOR
    assert Organisation.objects.count() == 0


def test_wrong_codes_are_counted(door: FirstDoor) -> None:
    client = Client()
    statuses = [client.post(DOOR, {"code": f"0000-0000-{number:04d}"}).status_code for number in range(6)]
    assert statuses == [422] * 5 + [429]
    assert client.post(DOOR, {"code": code_of(door)}).status_code == 429


def test_the_code_is_understood_however_it_is_typed(door: FirstDoor) -> None:
    assert Client().post(DOOR, {"code": f" {code_of(door).lower().replace('-', ' ')}"}).status_code == 302


def test_of_two_who_open_at_once_one_wins(door: FirstDoor) -> None:
    officer = FirstOfficer("林知远", "lin", "", PASSWORD)
    place = Region.objects.get(pk="431026")
    open_house(door, place, by=Visitor(), name="汝城县", ticked=[], officer=officer)
    with pytest.raises(Http404):
        open_house(door, place, by=Visitor(), name="汝城县", ticked=[], officer=officer)
    assert Account.objects.count() == 1


def test_nothing_is_founded_when_the_officer_cannot_be(door: FirstDoor) -> None:
    Account.objects.create(name="rucheng-lin", label="别人")
    client = passed(door)
    assert founded(door, client).status_code == 409
    assert Organisation.objects.count() == 0
    assert FirstDoor.objects.get().used_at is None
    weak = founded(door, client, account="other", password="dangyuan2021", again="dangyuan2021")
    assert weak.status_code == 422
    with pytest.raises(Refused):
        open_house(
            door,
            Region.objects.get(pk="431026"),
            by=Visitor(),
            name="汝城县",
            ticked=[],
            officer=FirstOfficer("林知远", "lin", "", "dangyuan2021"),
        )


def test_a_form_sent_again_with_a_fault_keeps_what_was_ticked(door: FirstDoor) -> None:
    page = founded(door, passed(door), phone="123", regions=["431026217"]).content.decode()
    assert "手机号应为11位数字" in page
    assert 'value="431026217" checked' in page
    assert 'value="431026217219" checked' not in page
