"""Sessions: how long they last, and who ends them (R-B5, R-A6)."""

from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from banyan.accounts.actions.passwords import close_account
from banyan.accounts.models import Account, SessionRecord
from banyan.audit.models import Entry
from banyan.audit.record import SYSTEM
from banyan.demo.cast import PASSWORD, Cast

SIGN_INS = "/me/sign-ins"
PHONE = "Mozilla/5.0 (Linux; Android 9) Chrome/78 Mobile MicroMessenger/8.0"


def entered(name: str, **headers: str) -> Client:
    client = Client(headers=headers)
    assert client.post("/login", {"name": name, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    answer: Any = client.get(SIGN_INS)
    return bool(answer.status_code == 200)


def test_signing_in_begins_a_new_session_key(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.post("/login", {"name": "yuanshan", "password": PASSWORD})
    assert client.session.session_key != planted
    assert "planted" not in client.session


@pytest.mark.parametrize(("name", "minutes"), [("yuanshan", 30), ("zhu", 30), ("tan", 15), ("lin", 15)])
def test_an_idle_session_ends_sooner_for_offices_of_township_and_above(
    cast: Cast, time_machine: TimeMachineFixture, name: str, minutes: int
) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    client = entered(name)
    time_machine.shift(minutes * 60)
    assert is_in(client)
    time_machine.shift(minutes * 60 + 1)
    assert not is_in(client)
    assert "自动退出" in client.get("/login").content.decode()


def test_a_session_in_use_ends_after_twelve_hours(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 08:00:00+08:00", tick=False)
    client = entered("yuanshan")
    for _hour in range(48):
        time_machine.shift(15 * 60)
        assert is_in(client)
    time_machine.shift(1)
    assert not is_in(client)


def test_a_session_that_ended_by_itself_is_remembered(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    client = entered("yuanshan")
    time_machine.shift(3600)
    client.get(SIGN_INS)
    last = Entry.objects.order_by("-seq").first()
    assert last is not None
    assert (last.act, last.reason, last.actor_ref) == ("account.signed_out", "idle", cast.member.account.ref)


def test_signing_out_takes_a_post_and_ends_the_session(cast: Cast) -> None:
    client = entered("yuanshan")
    assert client.get("/logout").status_code == 405
    assert is_in(client)
    assert client.post("/logout")["Location"] == "/login"
    assert not is_in(client)
    assert SessionRecord.objects.get().ended_at is not None


def test_my_sign_ins_show_each_device_and_end_one(cast: Cast) -> None:
    here, there = entered("yuanshan"), entered("yuanshan", **{"user-agent": PHONE})
    page = here.get(SIGN_INS).content.decode()
    assert "安卓手机 · 微信" in page
    record = SessionRecord.objects.get(device="安卓手机 · 微信")
    assert here.post(f"{SIGN_INS}/{record.ref}/end").status_code == 302
    assert not is_in(there)
    assert is_in(here)


def test_all_other_devices_end_at_once(cast: Cast) -> None:
    here, there, third = entered("yuanshan"), entered("yuanshan"), entered("yuanshan")
    here.post(f"{SIGN_INS}/others/end")
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


def test_nobody_ends_or_sees_another_ones_sign_in(cast: Cast) -> None:
    mine, other = entered("yuanshan"), entered("ouyang")
    record = SessionRecord.objects.get(account=cast.member.account)
    assert other.post(f"{SIGN_INS}/{record.ref}/end").status_code == 404
    assert str(record.ref) not in other.get(SIGN_INS).content.decode()
    assert is_in(mine)


@pytest.mark.parametrize("devices", [1, 3])
def test_the_list_of_sign_ins_costs_the_same_for_one_and_three(
    cast: Cast, devices: int, django_assert_num_queries: Any
) -> None:
    clients = [entered("yuanshan") for _device in range(devices)]
    clients[0].get(SIGN_INS)
    with django_assert_num_queries(5):
        clients[0].get(SIGN_INS)


def test_changing_the_password_ends_every_other_session(cast: Cast) -> None:
    here, there = entered("yuanshan"), entered("yuanshan")
    key = here.session.session_key
    new = "二十四桥明月夜-3"
    answer = here.post("/me/password", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert here.session.session_key != key
    assert [is_in(here), is_in(there)] == [True, False]
    assert Client().post("/login", {"name": "yuanshan", "password": PASSWORD}).status_code == 422
    assert Client().post("/login", {"name": "yuanshan", "password": new}).status_code == 302


def test_a_wrong_old_password_changes_nothing_and_is_counted(cast: Cast) -> None:
    here, new = entered("yuanshan"), "二十四桥明月夜-3"
    wrong = {"old": "wrong", "new": new, "again": new}
    statuses = [here.post("/me/password", wrong).status_code for _try in range(9)]
    assert statuses == [422] * 8 + [429]
    assert Account.objects.get(name="yuanshan").check_password(PASSWORD)


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast) -> None:
    client = entered("yuanshan")
    close_account(cast.member.account, by=SYSTEM)
    assert not is_in(client)
    assert SessionRecord.objects.filter(ended_at=None).count() == 0


def test_whoever_must_choose_a_password_is_led_there_and_nowhere_else(cast: Cast) -> None:
    Account.objects.filter(name="yuanshan").update(must_change_password=True)
    client = entered("yuanshan")
    for address in ("/", "/me", SIGN_INS):
        assert client.get(address)["Location"] == "/me/password"
    new = "二十四桥明月夜-3"
    client.post("/me/password", {"old": PASSWORD, "new": new, "again": new})
    assert is_in(client)


# A weighty act asks for the password again


def test_handing_an_office_over_asks_for_the_password_again_after_a_while(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    client, address = entered("tan"), f"/organisations/{cast.shazhou.ref}/offices"
    time_machine.shift(14 * 60)
    assert client.get(address).status_code == 200
    time_machine.shift(2 * 60)
    asked = client.get(address)["Location"]
    assert asked.startswith("/me/proof?next=")
    key = client.session.session_key
    assert client.post(asked, {"password": "wrong"}).status_code == 422
    assert client.get(address).status_code == 302
    assert client.post(asked, {"password": PASSWORD})["Location"] == address
    assert client.session.session_key != key
    assert client.get(address).status_code == 200


def test_a_form_open_for_a_while_is_still_taken(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    client, address = entered("tan"), f"/organisations/{cast.shazhou.ref}/offices"
    for _visit in range(2):
        time_machine.shift(14 * 60)
        client.get("/me")
    assert client.post(address, {}).status_code == 422
    time_machine.shift(3 * 60)
    assert client.post(address, {}).status_code == 302


def test_proving_oneself_makes_no_session_younger(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 08:00:00+08:00", tick=False)
    client = entered("yuanshan")
    for _hour in range(47):
        time_machine.shift(15 * 60)
        client.get("/me")
    client.post("/me/proof", {"password": PASSWORD})
    assert is_in(client)
    time_machine.shift(15 * 60 + 1)
    assert not is_in(client)
