"""What an account may be called, which one may sign in, and how often anybody may try."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason

if TYPE_CHECKING:
    from banyan.accounts.models import Account

NAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,39}")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
ONLY_DIGITS = re.compile(r"\d+")
TOKEN_DAYS_MOST = 365


@dataclass(frozen=True)
class Limit:
    """So many tries at once, and another one every so many seconds."""

    name: str
    tries: int
    seconds: int


# R-B1: a name takes 8 guesses and its phone 8 more, so at most 16 of a thousand reach the hasher.
BY_ACCOUNT = Limit("account", tries=8, seconds=600)
BY_ADDRESS = Limit("address", tries=30, seconds=60)
# The owner on a device he has signed in from before has his own tries: nobody can lock him out (T6).
BY_DEVICE = Limit("device", tries=10, seconds=300)
BY_CODE = Limit("code", tries=5, seconds=300)
BY_OLD_PASSWORD = Limit("old_password", tries=8, seconds=300)
# How often a limit that holds is written into the record: a flood must not fill it.
BY_RECORD = Limit("record", tries=1, seconds=60)


@dataclass(frozen=True)
class SignInRules:
    """What the offices of an account ask of its sessions (R-B3, R-B5)."""

    idle_minutes: int
    needs_second_factor: bool


def why_not_name(name: str) -> Reason | None:
    """Letters, digits or Chinese characters; not digits alone, which would look like a phone."""
    if NAME.fullmatch(name) and not ONLY_DIGITS.fullmatch(name):
        return None
    return Reason(
        "account_name", _("账号名用2到40个汉字、字母或数字，不能全是数字，例如“wenming-dangjian”。")
    )


def why_not_login_phone(phone: str) -> Reason | None:
    """A mainland mobile number, as it is typed at the door."""
    if MOBILE.fullmatch(phone):
        return None
    return Reason("login_phone", _("手机号应为11位数字，以1开头，请核对。"))


def why_not_sign_in(account: "Account") -> Reason | None:
    """A closed account stays out, whoever holds its password."""
    if account.is_active:
        return None
    return Reason("account_closed", _("这个账号已停用，请联系上级党组织。"))


def why_not_password(password: str, account: "Account | None" = None) -> Reason | None:
    """Too short, too common, or what anybody here would guess first (R-B3)."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return Reason("weak_password", "".join(str(sentence) for sentence in error.messages))
    return None


def why_not_verbs(verbs: list[str], allowed: list[str]) -> Reason | None:
    """A token names at least one permission, and none beyond those of its office (R-W7)."""
    if verbs and set(verbs) <= set(allowed):
        return None
    return Reason("token_verbs", _("请至少勾选一项权限；只能勾选系统对接职务有的权限。"))


def why_not_days(days: int) -> Reason | None:
    if 1 <= days <= TOKEN_DAYS_MOST:
        return None
    return Reason("token_days", _("有效期最长365天，请填1到365。"))
