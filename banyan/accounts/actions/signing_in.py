"""Signing in: a password is checked, then a session begins and is remembered."""

from django.contrib.auth import authenticate

from banyan.accounts.actions.limits import give_back, is_free, take
from banyan.accounts.models import Account
from banyan.accounts.queries import account_called
from banyan.accounts.rules import BY_ACCOUNT, BY_ADDRESS, BY_DEVICE, BY_RECORD, Limit
from banyan.accounts.viewers import Visitor
from banyan.audit.record import remember
from banyan.shared.errors import TooOften


def check_password(name: str, password: str, *, by: Visitor, device: str, known: list[str]) -> Account | None:
    """The account, when the password is right; nobody otherwise, at the same cost and with the same words (R-B4).

    `known` are the accounts that signed in on this device before. TooOften when the tries are used up (R-B1).
    Audited as account.refused; a sign-in that succeeds is remembered when its session begins.
    """
    limits = limits_of(name, by=by, device=device, known=known)
    for limit, subject in limits:
        _take(limit, subject, name, by=by)
    account = authenticate(name=name, password=password)
    if not isinstance(account, Account):
        _remember_refusal("wrong", name, by=by)
        return None
    for limit, subject in limits:
        give_back(limit, subject)
    return account


def limits_of(name: str, *, by: Visitor, device: str, known: list[str]) -> list[tuple[Limit, str]]:
    """Which tries this attempt spends: the owner's on his own device, else the address's and the name's."""
    account = account_called(name)
    if account is not None and account.ref.hex in known:
        return [(BY_DEVICE, f"{device}|{account.ref.hex}")]
    return [(BY_ADDRESS, by.address or ""), (BY_ACCOUNT, name.strip().lower())]


def _take(limit: Limit, subject: str, name: str, *, by: Visitor) -> None:
    try:
        take(limit, subject)
    except TooOften:
        if is_free(BY_RECORD, f"{limit.name}|{subject}"):
            _remember_refusal("too_often", name, by=by)
        raise


def _remember_refusal(reason: str, name: str, *, by: Visitor) -> None:
    account = account_called(name)
    remember(
        by,
        "account.refused",
        account,
        subject=account.ref if account else None,
        result="refused",
        reason=reason,
    )
