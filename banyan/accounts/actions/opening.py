"""Accounts are opened by those who answer for people, never by a stranger: there is no signing up."""

import secrets

from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.accounts.queries import account_called
from banyan.accounts.rules import why_not_name
from banyan.audit.record import Actor, act, remember
from banyan.shared.errors import Reason, refuse_if

NAME_TAKEN = Reason("name_taken", _("这个账号名已经有人用了，请换一个。"))


@act
def open_account(
    *,
    by: Actor,
    label: str,
    name: str = "",
    phone: str = "",
    password: str = "",
    is_demonstration: bool = False,
) -> Account:
    """Open an account. Without a password it waits for a one-time link; without a name it gets one.

    A login phone that another account holds is left out without a word (R-B4): the name signs in.
    Refused when the name cannot be one or is taken; audited as account.opened.
    """
    name = name.strip().lower() or free_name()
    refuse_if(why_not_name(name))
    refuse_if(NAME_TAKEN if account_called(name) else None)
    account = Account(name=name, label=label, is_demonstration=is_demonstration)
    account.login_phone = phone if account_called(phone) is None else ""
    account.set_password(password or None)
    account.save(force_insert=True)
    remember(by, "account.opened", account, subject=account.ref)
    return account


@act
def follow_phone(account: Account, phone: str, *, by: Actor) -> None:
    """From now on another phone signs in, or none: the name always does. One that somebody else holds is left out
    without a word (R-B4). Audited as account.phone_changed."""
    holder = account_called(phone) if phone else None
    wanted = phone if holder is None or holder.pk == account.pk else ""
    if account.login_phone.open() == wanted:
        return
    account.login_phone = wanted
    account.save(update_fields=["login_phone", "login_phone_index"])
    remember(by, "account.phone_changed", account, subject=account.ref)


def free_name() -> str:
    """rs and eight digits: short to read over the telephone, never a phone number."""
    while True:
        name = f"rs{secrets.randbelow(10**8):08d}"
        if account_called(name) is None:
            return name
