"""Tokens with which a program acts for an account: named permissions, a year at most, shown once (R-W7)."""

import secrets
from datetime import timedelta

from django.db.models import Q

from banyan.accounts.models import Account, ApiToken
from banyan.accounts.queries import digest_of
from banyan.accounts.rules import why_not_days, why_not_sign_in, why_not_verbs
from banyan.audit.record import Actor, act, remember
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if

TOKEN_BYTES = 32
SEEN_SECONDS = 60


@act
def issue_token(
    account: Account, verbs: list[str], *, by: Actor, allowed: list[str], words: str, days: int
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown now and never again.

    `verbs` are names of permissions among `allowed`; `days` at most 365. Audited as token.issued.
    """
    refuse_if(why_not_sign_in(account))
    refuse_if(why_not_verbs(verbs, allowed))
    refuse_if(why_not_days(days))
    raw = f"by_{secrets.token_urlsafe(TOKEN_BYTES)}"
    moment = now()
    token = ApiToken(
        account=account,
        words=words,
        digest=digest_of(raw),
        verbs=sorted(verbs),
        issued_by=by.audit_label,
        issued_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    token.save(force_insert=True)
    remember(by, "token.issued", token, subject=account.ref, verbs=token.verbs, days=days)
    return token, raw


@act
def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """The token is refused from the next request on. Audited as token.revoked."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now()):
        remember(by, "token.revoked", token, subject=token.account.ref)


@act
def revoke_tokens(account: Account, *, by: Actor) -> None:
    """Every token of an account, when it closes or its office ends."""
    for token in ApiToken.objects.select_related("account").filter(account=account, revoked_at=None):
        revoke_token(token, by=by)


def touch_token(raw: str) -> None:
    """Note that a token was used, at most once a minute."""
    moment = now()
    is_due = Q(last_used_at=None) | Q(last_used_at__lt=moment - timedelta(seconds=SEEN_SECONDS))
    ApiToken.objects.filter(is_due, digest=digest_of(raw)).update(last_used_at=moment)
