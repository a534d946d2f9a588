"""Finding accounts: by what somebody types."""

from banyan.accounts.models import Account
from banyan.shared.fields import keyring


def account_called(typed: str) -> Account | None:
    """The account of this name, or with this login phone; nobody for nothing."""
    typed = typed.strip().lower()
    if not typed:
        return None
    by_phone = Account.objects.filter(login_phone_index__in=keyring().indexes("login", typed)).first()
    return by_phone or Account.objects.filter(name=typed).first()


def account_with_key(pk: int) -> Account | None:
    """The account a session belongs to, unless it has been closed since."""
    return Account.objects.filter(pk=pk, is_active=True).first()


def digest_of(secret: str) -> str:
    """What is stored of a token, link or code: a keyed digest, so that the table alone signs nobody in."""
    return keyring().digest("token", secret)
