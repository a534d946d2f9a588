"""The second factor: no replay, recovery codes once, asked of those whose office asks for it (R-B3)."""

import re
from typing import Any

import pyotp
import pytest
from django.test import Client
from pytest_django import Settings
from time_machine import TimeMachineFixture

from banyan.accounts.actions.second_factor import (
    confirm_second_factor,
    end_second_factor,
    start_second_factor,
)
from banyan.accounts.models import Account, RecoveryCode
from banyan.audit.record import SYSTEM
from banyan.demo.cast import PASSWORD, Cast
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import SECOND_FACTOR
from banyan.shared.errors import Refused

START = "2026-03-02 09:00:00+08:00"
PAGE = "/me/second-factor"
VERIFY = "/login/second-factor"


@pytest.fixture(autouse=True)
def still(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(START, tick=False)
    return time_machine


def shown_by(account: Account) -> str:
    """The six digits its telephone shows now."""
    return pyotp.TOTP(Account.objects.get(pk=account.pk).totp_secret.open()).now()


def enrolled(account: Account) -> list[str]:
    start_second_factor(account, by=SYSTEM)
    return confirm_second_factor(account, shown_by(account), by=SYSTEM)


def knock(name: str) -> Client:
    """Name and password given: before the second step."""
    client = Client()
    assert client.post("/login", {"name": name, "password": PASSWORD})["Location"] == VERIFY
    return client


def answer_with(client: Client, code: str) -> Any:
    return client.post(VERIFY, {"code": code})


def test_an_officer_sets_it_up_and_is_asked_for_it_from_then_on(
    cast: Cast, still: TimeMachineFixture
) -> None:
    client = Client()
    client.post("/login", {"name": "tan", "password": PASSWORD})
    account = cast.township_officer.account
    assert client.post(f"{PAGE}/start").status_code == 302
    page = client.get(PAGE).content.decode()
    assert 'src="data:image/svg+xml' in page
    key = client.session.session_key
    answer = client.post(f"{PAGE}/confirmation", {"code": shown_by(account)})
    codes = re.findall(r"<code[^>]*>([A-Z2-9]{5}-[A-Z2-9]{5})</code>", answer.content.decode())
    assert len(set(codes)) == 8
    assert client.session.session_key != key
    still.shift(60)
    later = knock("tan")
    assert later.get("/me").status_code == 302
    assert answer_with(later, shown_by(account))["Location"] == "/"
    assert later.get("/me").status_code == 200


def test_the_same_digits_are_good_once(cast: Cast, still: TimeMachineFixture) -> None:
    account = cast.township_officer.account
    enrolled(account)
    still.shift(60)
    code = shown_by(account)
    assert answer_with(knock("tan"), code).status_code == 302
    assert answer_with(knock("tan"), code).status_code == 422


def test_digits_of_a_minute_ago_or_of_another_account_are_refused(
    cast: Cast, still: TimeMachineFixture
) -> None:
    enrolled(cast.township_officer.account)
    enrolled(cast.county_officer.account)
    still.shift(60)
    old = shown_by(cast.township_officer.account)
    still.shift(61)
    assert answer_with(knock("tan"), old).status_code == 422
    assert answer_with(knock("tan"), shown_by(cast.county_officer.account)).status_code == 422


def test_digits_typed_full_width_and_apart_are_understood(cast: Cast, still: TimeMachineFixture) -> None:
    account = cast.township_officer.account
    enrolled(account)
    still.shift(60)
    wide = shown_by(account).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert answer_with(knock("tan"), f"{wide[:3]} {wide[3:]}").status_code == 302


def test_a_recovery_code_signs_in_once(cast: Cast, still: TimeMachineFixture) -> None:
    code = enrolled(cast.township_officer.account)[0]
    still.shift(60)
    assert answer_with(knock("tan"), code.lower()).status_code == 302
    assert answer_with(knock("tan"), code).status_code == 422
    assert RecoveryCode.objects.filter(used_at=None).count() == 7


def test_a_recovery_code_of_another_account_is_refused(cast: Cast, still: TimeMachineFixture) -> None:
    enrolled(cast.township_officer.account)
    code = enrolled(cast.county_officer.account)[0]
    still.shift(60)
    assert answer_with(knock("tan"), code).status_code == 422


def test_after_five_wrong_codes_even_the_right_one_waits(cast: Cast, still: TimeMachineFixture) -> None:
    account = cast.township_officer.account
    enrolled(account)
    still.shift(60)
    client = knock("tan")
    assert [answer_with(client, "000000").status_code for _try in range(5)] == [422] * 5
    assert answer_with(client, shown_by(account)).status_code == 429
    still.shift(300)
    assert answer_with(knock("tan"), shown_by(account)).status_code == 302


def test_the_second_step_waits_five_minutes(cast: Cast, still: TimeMachineFixture) -> None:
    account = cast.township_officer.account
    enrolled(account)
    client = knock("tan")
    still.shift(301)
    assert answer_with(client, shown_by(account))["Location"] == "/login"


def test_nobody_reaches_the_second_step_without_the_first(cast: Cast) -> None:
    enrolled(cast.township_officer.account)
    assert Client().get(VERIFY)["Location"] == "/login"
    assert answer_with(Client(), shown_by(cast.township_officer.account))["Location"] == "/login"


def test_an_office_of_township_rank_must_set_it_up_before_anything_else(
    cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.post("/login", {"name": "tan", "password": PASSWORD})
    for address in ("/", "/me", "/menu", "/me/sign-ins"):
        assert client.get(address)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    client.post(f"{PAGE}/start")
    client.post(f"{PAGE}/confirmation", {"code": shown_by(cast.township_officer.account)})
    assert client.get("/me").status_code == 200


def test_members_and_branches_are_not_asked_unless_their_policy_says_so(
    cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    for name in ("yuanshan", "zhu"):
        client = Client()
        client.post("/login", {"name": name, "password": PASSWORD})
        assert client.get("/me").status_code == 200
    set_policy(cast.township, SECOND_FACTOR, True, by=cast.township_officer)
    secretary, member = Client(), Client()
    secretary.post("/login", {"name": "zhu", "password": PASSWORD})
    member.post("/login", {"name": "yuanshan", "password": PASSWORD})
    assert secretary.get("/me")["Location"] == PAGE
    assert member.get("/me").status_code == 200


def test_it_cannot_be_switched_off_while_an_office_asks_for_it(cast: Cast, settings: Settings) -> None:
    account = cast.township_officer.account
    enrolled(account)
    settings.SECOND_FACTOR_REQUIRED = True
    with pytest.raises(Refused):
        end_second_factor(account, by=SYSTEM)
    end_second_factor(account, by=SYSTEM, is_lost=True)
    assert not Account.objects.get(pk=account.pk).has_second_factor


def test_switching_it_off_takes_the_telephone(cast: Cast, still: TimeMachineFixture) -> None:
    account = cast.township_officer.account
    enrolled(account)
    still.shift(60)
    client = knock("tan")
    answer_with(client, shown_by(account))
    assert client.post(f"{PAGE}/end", {"code": "000000"}).status_code == 422
    assert Account.objects.get(pk=account.pk).has_second_factor
    still.shift(60)
    assert client.post(f"{PAGE}/end", {"code": shown_by(account)}).status_code == 302
    assert not Account.objects.get(pk=account.pk).has_second_factor


def test_the_secret_is_sealed_and_the_codes_are_digests(cast: Cast) -> None:
    codes = enrolled(cast.township_officer.account)
    account = Account.objects.get(name="tan")
    secret = account.totp_secret.open()
    rows = str(list(Account.objects.values())) + str(list(RecoveryCode.objects.values()))
    assert secret not in rows
    assert all(code.replace("-", "") not in rows for code in codes)
