"""API tokens: shown once, named permissions, a year at most (R-W7, R-A6)."""

import pytest
from time_machine import TimeMachineFixture

from banyan.accounts.actions.passwords import close_account
from banyan.accounts.actions.tokens import issue_token, revoke_token, touch_token
from banyan.accounts.models import Account, ApiToken
from banyan.accounts.queries import account_of_token
from banyan.audit.record import SYSTEM
from banyan.demo.cast import Cast
from banyan.shared.errors import Refused

ALLOWED = ["orgs.see", "people.see"]


def issued(account: Account, verbs: list[str], days: int = 30) -> tuple[ApiToken, str]:
    return issue_token(account, verbs, by=SYSTEM, allowed=ALLOWED, words="乡镇办公系统", days=days)


def test_a_token_names_its_account_and_its_permissions(cast: Cast) -> None:
    _token, raw = issued(cast.integration.account, ["people.see"])
    assert account_of_token(raw) == (cast.integration.account, frozenset({"people.see"}))
    assert account_of_token(raw + "x") is None
    assert account_of_token("") is None


def test_only_a_digest_is_kept(cast: Cast) -> None:
    _token, raw = issued(cast.integration.account, ["people.see"])
    assert raw not in str(list(ApiToken.objects.values()))


@pytest.mark.parametrize(("verbs", "days"), [([], 30), (["people.reveal"], 30), (ALLOWED, 366), (ALLOWED, 0)])
def test_a_token_cannot_have_more_than_its_office_or_a_year(cast: Cast, verbs: list[str], days: int) -> None:
    with pytest.raises(Refused):
        issued(cast.integration.account, verbs, days)


def test_a_token_ends_by_its_day_by_hand_and_with_its_account(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    account = cast.integration.account
    (_by_day, first), (by_hand, second), (_kept, third) = (
        issued(account, ALLOWED, days) for days in (1, 9, 9)
    )
    revoke_token(by_hand, by=SYSTEM)
    assert account_of_token(second) is None
    assert account_of_token(first) is not None
    time_machine.shift(86400)
    assert account_of_token(first) is None
    assert account_of_token(third) is not None
    close_account(account, by=SYSTEM)
    assert account_of_token(third) is None


def test_the_last_use_is_noted_once_a_minute(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    token, raw = issued(cast.integration.account, ALLOWED)
    touch_token(raw)
    token.refresh_from_db()
    first = token.last_used_at
    time_machine.shift(30)
    touch_token(raw)
    token.refresh_from_db()
    assert token.last_used_at == first
    time_machine.shift(31)
    touch_token(raw)
    token.refresh_from_db()
    assert token.last_used_at != first
