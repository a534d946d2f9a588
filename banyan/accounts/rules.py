"""What an account may be called, and which one may sign in."""

import re

from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.shared.errors import Reason

NAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,39}")
ONLY_DIGITS = re.compile(r"\d+")


def why_not_name(name: str) -> Reason | None:
    """Letters, digits or Chinese characters; not digits alone, which would look like a phone."""
    if NAME.fullmatch(name) and not ONLY_DIGITS.fullmatch(name):
        return None
    return Reason(
        "account_name", _("账号名用2到40个汉字、字母或数字，不能全是数字，例如“wenming-dangjian”。")
    )


def why_not_sign_in(account: Account) -> Reason | None:
    """A closed account stays out, whoever holds its password."""
    if account.is_active:
        return None
    return Reason("account_closed", _("这个账号已停用，请联系上级党组织。"))
