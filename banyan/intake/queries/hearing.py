"""What a message about an import needs, found again after the commit."""

from banyan.accounts.models import Account
from banyan.intake.models import Batch


def batch_numbered(pk: int) -> Batch:
    return Batch.objects.select_related("org").get(pk=pk)


def account_numbered(pk: int) -> Account | None:
    """None for a command, which has no inbox."""
    return Account.objects.filter(pk=pk).first()
