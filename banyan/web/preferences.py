"""How somebody likes to read: size of type, light or dark. Cookies hold it before sign-in too."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

YEAR_SECONDS = 365 * 24 * 3600
CHOICES = {
    "size": ("normal", "large"),
    "theme": ("light", "dark"),
    "language": tuple(code for code, _name in settings.LANGUAGES),
}


@dataclass(frozen=True)
class Preferences:
    """Empty means: as the device says."""

    size: str = ""
    theme: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Preferences":
        return cls(*(known(name, request.COOKIES.get(name, "")) for name in ("size", "theme")))


def known(name: str, value: str) -> str:
    """The value if it is one of the choices, else nothing."""
    return value if value in CHOICES[name] else ""


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Remember one preference on this device for a year."""
    cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
