"""Finding accounts: by what somebody types, by a session, by a token."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404
from django.utils.module_loading import import_string

from banyan.accounts.models import Account, ApiToken, OneTimeLink, RecoveryCode, SessionRecord
from banyan.accounts.rules import SignInRules
from banyan.shared.clock import now
from banyan.shared.fields import keyring
from banyan.shared.prepared import prepared


def account_called(typed: str) -> Account | None:
    """The account of this name, or with this login phone; nobody for nothing."""
    typed = typed.strip().lower()
    if not typed:
        return None
    by_phone = Account.objects.filter(login_phone_index__in=keyring().indexes("login", typed)).first()
    return by_phone or Account.objects.filter(name=typed).first()


def account_with_key(pk: int) -> Account | None:
    """The account a session belongs to, unless it has been closed since."""
    return next(iter(_open_account(pk)), None)


@prepared
def _open_account(pk: int) -> "QuerySet[Account]":
    return Account.objects.filter(pk=pk, is_active=True)


@prepared
def session_that_holds(key: str, moment: datetime) -> "QuerySet[Session]":
    """The session of this key, unless its time is over."""
    return Session.objects.filter(session_key=key, expire_date__gt=moment)


def last_login_of(account: Account) -> float:
    """A session that did not begin at our door has no marks: it began when Django says it did."""
    return account.last_login.timestamp() if account.last_login else 0


def sign_in_rules(account: Account) -> SignInRules:
    """What its offices ask of it. Accounts know no office: the setting names who does."""
    found: SignInRules = import_string(settings.BANYAN_SIGN_IN_RULES)(account)
    return found


def sessions_of(account: Account) -> "QuerySet[SessionRecord]":
    """The sign-ins of an account that still hold, newest first."""
    oldest = now() - timedelta(hours=settings.SESSION_HOURS)
    return SessionRecord.objects.filter(account=account, ended_at=None, begun_at__gt=oldest).order_by(
        "-seen_at"
    )


def find_session(account: Account, ref: UUID) -> SessionRecord:
    """One of one's own sign-ins; Http404 otherwise."""
    found = sessions_of(account).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def link_with_token(token: str) -> OneTimeLink | None:
    """The link a token opens, as long as it is good."""
    return _good(OneTimeLink.objects.filter(digest=digest_of(token)))


def link_with_ref(ref: str) -> OneTimeLink | None:
    """The same link a moment later, when its token has left the address line."""
    return _good(OneTimeLink.objects.filter(ref=ref)) if ref else None


def _good(links: "QuerySet[OneTimeLink]") -> OneTimeLink | None:
    link = links.select_related("account").filter(account__is_active=True).first()
    return link if link is not None and link.is_open_at(now()) else None


def account_of_token(raw: str) -> tuple[Account, frozenset[str]] | None:
    """The account an API token speaks for and the permissions it names; None when it is not good (R-W7)."""
    token = _tokens().filter(digest=digest_of(raw), account__is_active=True).first()
    if token is None or not token.is_open_at(now()):
        return None
    return token.account, frozenset(token.verbs)


def tokens_of(accounts: list[Account]) -> "QuerySet[ApiToken]":
    """Every token of some accounts, newest first."""
    return _tokens().filter(account__in=accounts).order_by("-issued_at")


def find_token(accounts: list[Account], ref: UUID) -> ApiToken:
    """One token of these accounts; Http404 otherwise."""
    found = tokens_of(accounts).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def _tokens() -> "QuerySet[ApiToken]":
    return ApiToken.objects.select_related("account")


def recovery_codes_left(account: Account) -> int:
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def digest_of(secret: str) -> str:
    """What is stored of a token, link or code: a keyed digest, so that the table alone signs nobody in."""
    return keyring().digest("token", secret)
