"""Whose signatures we accept beside our own: never fetched, compared by reading the figures aloud (ideas 22)."""

from django.db import IntegrityError, transaction

from banyan.audit.record import act, remember
from banyan.documents.models import TrustedKey
from banyan.documents.permissions import TRUST_KEYS
from banyan.documents.rules import TRUSTED_ALREADY, why_not_trust
from banyan.documents.signing import fingerprint_of
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import Refused, refuse_if


@act
def trust_key(
    *, by: Viewer, name: str, address: str, kid: int, suite: str, public_key: str, read_aloud: str
) -> TrustedKey:
    """Accept what another installation signs with this key; audited as key.trusted.

    `read_aloud` are the figures an officer there read over the telephone: Refused when they are not this key's.
    """
    require(by, TRUST_KEYS)
    refuse_if(why_not_trust(fingerprint_of(public_key), read_aloud))
    key = TrustedKey(
        name=name, address=address.rstrip("/"), kid=kid, suite=suite, public_key=public_key,
        added_at=now(), added_by=by.audit_label[:80],
    )  # fmt: skip
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise Refused(TRUSTED_ALREADY) from None
    remember(by, "key.trusted", key, kid=kid)
    return key


@act
def withdraw_key(key: TrustedKey, *, by: Viewer) -> None:
    """What this key signed is from now on told as signed by somebody unknown; audited as key.withdrawn."""
    require(by, TRUST_KEYS)
    if TrustedKey.objects.filter(pk=key.pk, withdrawn_at=None).update(withdrawn_at=now()):
        remember(by, "key.withdrawn", key, kid=key.kid)
