"""The device somebody sits at: its words for a list, and a signed cookie that says who signed in on it before."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account

SALT = "banyan.device"
DAYS = 365
ACCOUNTS_MOST = 10
PROGRAMS = (
    ("MicroMessenger", _("微信")),
    ("DingTalk", _("钉钉")),
    ("QQBrowser", _("QQ浏览器")),
    ("UCBrowser", _("UC浏览器")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", _("苹果手机")),
    ("iPad", _("平板")),
    ("HarmonyOS", _("鸿蒙手机")),
    ("Android", _("安卓手机")),
    ("Windows", _("Windows电脑")),
    ("Macintosh", _("苹果电脑")),
    ("Linux", _("Linux电脑")),
)


@dataclass(frozen=True)
class Device:
    """A random name for this browser, and the accounts that signed in on it, latest first."""

    name: str
    accounts: list[str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Device":
        """As its cookie says; a new one when there is none, or none of ours."""
        try:
            told = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=DAYS * 86400)
            return cls(str(told["name"]), [str(ref) for ref in told["accounts"]])
        except (signing.BadSignature, KeyError, TypeError):
            return cls(secrets.token_hex(8), [])

    def keep(self, response: HttpResponse, account: Account) -> None:
        """This account signed in here: from now on nobody else's guesses keep it out on this device (R-B1)."""
        accounts = [account.ref.hex, *(ref for ref in self.accounts if ref != account.ref.hex)]
        response.set_cookie(
            cookie_name(),
            signing.dumps({"name": self.name, "accounts": accounts[:ACCOUNTS_MOST]}, salt=SALT),
            max_age=DAYS * 86400,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def cookie_name() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def device_words(request: HttpRequest) -> str:
    """安卓手机 · 微信: enough for its owner to know it again."""
    agent = request.headers.get("User-Agent", "")
    found = [next((words for mark, words in table if mark in agent), "") for table in (MACHINES, PROGRAMS)]
    return " · ".join(str(words) for words in found if words)
