"""Who hears of an import: whoever took one back, when something of it could not go back."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.intake.queries.hearing import account_numbered, batch_numbered
from banyan.notify.actions import tell


def undone(pk: int, account_pk: int) -> None:
    """Names nobody: how many people stay as they are, and where it says which fields and who changed them."""
    batch, account = batch_numbered(pk), account_numbered(account_pk)
    if account is None or not batch.left_alone:
        return
    words = format_lazy(
        _("撤销导入时，有 {count} 人的内容后来被别人改过，没有动。点开看是哪些字段、谁改的。"),
        count=batch.left_alone,
    )
    link = reverse("intake:batch", args=[batch.ref]) + "?kind=left"
    tell(
        [account],
        kind="import.undone",
        words=words,
        link=link,
        org=batch.org,
        key=f"import:{batch.ref}:undone",
    )
