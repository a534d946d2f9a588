"""How an account likes to read, kept for the next device too."""

from banyan.accounts.models import Account
from banyan.audit.record import Actor, act, remember


@act
def keep_reading_habits(
    account: Account, *, by: Actor, is_large: bool | None = None, language: str = ""
) -> None:
    """Keep 长辈版 and the language with the account; what is not given stays. Audited as account.reading_kept."""
    changed = []
    if is_large is not None and is_large != account.is_large:
        account.is_large = is_large
        changed.append("is_large")
    if language and language != account.language:
        account.language = language
        changed.append("language")
    if changed:
        account.save(update_fields=changed)
        remember(by, "account.reading_kept", account, subject=account.ref, fields=changed)
