"""Which passwords are refused, and that a good one is not (R-B3)."""

import pytest

from banyan.accounts.models import Account
from banyan.accounts.rules import why_not_password

ACCOUNT = Account(name="heyuanshan", label="何远山")


@pytest.mark.parametrize(
    "weak",
    [
        "banyan2021", "RongShu!!", "dangyuan", "liudongdangyuan", "wenmingyongxing1", "榕树榕树榕树榕树",
        "何远山2021!!", "heyuanshan1", "password123", "20211001", "88888888", "qwertyuiop", "短", "x" * 129,
    ],
)  # fmt: skip
def test_what_anybody_would_guess_is_refused(weak: str) -> None:
    assert why_not_password(weak, ACCOUNT) is not None


def test_a_short_one_is_refused_in_the_language_of_the_page() -> None:
    refused = why_not_password("短", ACCOUNT)
    assert refused is not None
    assert str(refused).startswith("密码太短，至少要8个字。")


@pytest.mark.parametrize(
    "good", ["沙洲的溪水向南流-7", "correct horse battery", "x9" * 64, " lead and tail ", "banyan und 七只猫"]
)
def test_a_good_one_passes_as_it_is_typed(good: str) -> None:
    assert why_not_password(good, ACCOUNT) is None
