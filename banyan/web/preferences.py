"""How somebody likes to read: size of type, light or dark, language (in cookies, before sign-in too), and lists."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason

YEAR_SECONDS = 365 * 24 * 3600
SIZES = [("normal", _("标准版")), ("large", _("长辈版：大字、大按钮、一栏"))]
THEMES = [("auto", _("跟随手机或电脑")), ("light", _("浅色")), ("dark", _("深色"))]

# Lists whose narrowing can be kept under a name.
LISTS = ("people:list", "journeys:list")
VIEWS_A_LIST = 12
LABEL_CHARACTERS = 20
# Whom one looks for and where one stands belong to the moment, not to a narrowing.
OF_THE_MOMENT = frozenset({"q", "text", "mark"})


def kept_query(query: str) -> str:
    """What of an address is kept: its conditions and columns, never a name somebody looked for."""
    pairs = [(name, value) for name, value in parse_qsl(query) if value and name not in OF_THE_MOMENT]
    return urlencode(pairs)


def why_not_keep_view(page: str, label: str, others: int) -> Reason | None:
    """A known list, a name, and not too many of them."""
    if page not in LISTS:
        return Reason("no_list", _("这份名单不能存筛选。"))
    if not 0 < len(label) <= LABEL_CHARACTERS:
        return Reason("no_label", _("请给这组条件起个名字，不超过20个字，例如“未报到的”。"))
    if others >= VIEWS_A_LIST:
        return Reason("too_many", _("最多存12组条件，请先去掉不用的。"))
    return None


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
