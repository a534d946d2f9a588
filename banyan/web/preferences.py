"""How somebody likes to read: size of type, light or dark, language. Cookies hold it before sign-in too."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

YEAR_SECONDS = 365 * 24 * 3600
SIZES = [("normal", _("标准版")), ("large", _("长辈版：大字、大按钮、一栏"))]
THEMES = [("auto", _("跟随手机或电脑")), ("light", _("浅色")), ("dark", _("深色"))]


@dataclass(frozen=True)
class Preferences:
    """What the cookies of a request say; empty where they say nothing or nonsense."""

    size: str = ""
    theme: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Preferences":
        size, theme = request.COOKIES.get("size", ""), request.COOKIES.get("theme", "")
        return cls(size if size in dict(SIZES) else "", theme if theme in ("light", "dark") else "")


class PreferencesForm(forms.Form):
    """Any of the three may be set alone: the switches of the frame send one each."""

    size = forms.ChoiceField(label=_("字号"), choices=SIZES, widget=forms.RadioSelect, required=False)
    theme = forms.ChoiceField(label=_("颜色"), choices=THEMES, widget=forms.RadioSelect, required=False)
    language = forms.ChoiceField(
        label=_("语言"), choices=settings.LANGUAGES, widget=forms.RadioSelect, required=False
    )


def keep(response: HttpResponse, chosen: dict[str, str]) -> None:
    """Remember what was chosen on this device for a year."""
    for name, value in chosen.items():
        if value:
            cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
            response.set_cookie(
                cookie,
                value,
                max_age=YEAR_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
