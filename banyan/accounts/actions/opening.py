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


def free_name() -> str:
    """rs and eight digits: short to read over the telephone, never a phone number."""
    while True:
        name = f"rs{secrets.randbelow(10**8):08d}"
        if account_called(name) is None:
            return name
