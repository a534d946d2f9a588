"""Whoever stands at the door, as the record names him: known or not, he holds no office here."""

from dataclasses import dataclass
from uuid import UUID

from banyan.accounts.models import Account
from banyan.audit.record import Place
from banyan.audit.words import STRANGER


@dataclass(frozen=True)
class Visitor:
    """An account acting on itself, or somebody nobody knows yet."""

    account: Account | None = None
    address: str | None = None
    request_id: str = ""
    audit_role: str = ""
    audit_org: Place | None = None

    @property
    def audit_ref(self) -> UUID | None:
        return self.account.ref if self.account else None

    @property
    def audit_label(self) -> str:
        return self.account.label if self.account else STRANGER
