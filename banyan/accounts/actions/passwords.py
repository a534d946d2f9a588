"""Passwords are chosen by their owner alone: with the old one, or by a personal link."""

from django.utils.translation import gettext_lazy as _

from banyan.accounts.actions.limits import give_back, take
from banyan.accounts.actions.links import end_links, use_link
from banyan.accounts.actions.sessions import end_sessions
from banyan.accounts.actions.tokens import revoke_tokens
from banyan.accounts.models import Account, OneTimeLink
from banyan.accounts.rules import BY_OLD_PASSWORD, why_not_password
from banyan.audit.record import Actor, act, remember
from banyan.shared.errors import Reason, Refused, refuse_if

WRONG_OLD = Reason("wrong_password", _("现在的密码不对，请再试一次。"))


def change_password(account: Account, old: str, new: str, *, by: Actor) -> None:
    """Change the password knowing the old one. Refused when that is wrong; TooOften after 8 wrong ones."""
    prove_password(account, old, by=by)
    choose_password(account, new, by=by)


def prove_password(account: Account, password: str, *, by: Actor) -> None:
    """Whoever is signed in shows again that it is he. Refused when wrong; TooOften after 8 wrong ones."""
    take(BY_OLD_PASSWORD, account.ref.hex)
    if not account.check_password(password):
        remember(by, "account.refused", account, subject=account.ref, result="refused", reason="old_password")
        raise Refused(WRONG_OLD)
    give_back(BY_OLD_PASSWORD, account.ref.hex)


@act
def choose_password(account: Account, new: str, *, by: Actor) -> None:
    """Set a password: every session and every waiting link ends. Audited as account.password_changed."""
    refuse_if(why_not_password(new, account))
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account, by=by, reason="password")
    end_links(account, by=by)
    remember(by, "account.password_changed", account, subject=account.ref)


@act
def choose_password_by_link(link: OneTimeLink, new: str, *, by: Actor) -> None:
    """The first password, or a new one: the link is spent by it."""
    use_link(link, by=by)
    choose_password(link.account, new, by=by)


@act
def close_account(account: Account, *, by: Actor, reason: str = "") -> None:
    """Nobody signs in with it any more: sessions, tokens and links end at once (R-A6)."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account, by=by, reason="closed")
    end_links(account, by=by)
    revoke_tokens(account, by=by)
    remember(by, "account.closed", account, subject=account.ref, reason=reason)
