"""Sessions: begun at sign-in, seen while used, ended by hand, by a new password or by themselves (R-B5)."""

from uuid import UUID

from django.contrib.sessions.models import Session

from banyan.accounts.models import Account, SessionRecord
from banyan.accounts.viewers import Visitor
from banyan.audit.record import Actor, act, remember
from banyan.shared.clock import now


@act
def begin_session(account: Account, *, by: Visitor, session_key: str, device: str) -> SessionRecord:
    """Remember a sign-in, so that its owner can see and end it. Audited as account.signed_in."""
    moment = now()
    record = SessionRecord(
        account=account,
        session_key=session_key,
        device=device,
        address=by.address,
        begun_at=moment,
        seen_at=moment,
    )
    record.save(force_insert=True)
    remember(by, "account.signed_in", record, subject=account.ref)
    return record


def note_seen(session_key: str) -> None:
    """The session is in use; called at most once a minute."""
    SessionRecord.objects.filter(session_key=session_key).update(seen_at=now())


@act
def end_session(session_key: str, *, by: Actor, reason: str = "") -> None:
    """End one sign-in; whoever uses it signs in again. Audited as account.signed_out."""
    Session.objects.filter(session_key=session_key).delete()
    record = (
        SessionRecord.objects.select_related("account").filter(session_key=session_key, ended_at=None).first()
    )
    if record is None:
        return
    SessionRecord.objects.filter(pk=record.pk).update(ended_at=now())
    remember(by, "account.signed_out", record, subject=record.account.ref, reason=reason)


@act
def end_sessions(account: Account, *, by: Actor, reason: str, but: UUID | None = None) -> None:
    """End every sign-in of an account, or all but one. Audited once, with how many."""
    records = SessionRecord.objects.filter(account=account, ended_at=None)
    records = records.exclude(ref=but) if but else records
    keys = list(records.values_list("session_key", flat=True))
    if not keys:
        return
    Session.objects.filter(session_key__in=keys).delete()
    records.update(ended_at=now())
    remember(by, "account.sessions_ended", account, subject=account.ref, reason=reason, sessions=len(keys))
