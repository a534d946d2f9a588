"""How lists of journeys and receipts are narrowed."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from banyan.journeys.queries.journey import Wanted
from banyan.journeys.states import JourneyStatus, ReceiptStatus, Standing

CHECKED_IN = {"yes": True, "no": False}


class NameInput(forms.CharField):
    """The beginning of a name, or its initials; a telephone number is never looked for by an address (R-P4)."""

    def __init__(self) -> None:
        super().__init__(
            label=_("姓名或拼音首字母"),
            required=False,
            max_length=20,
            validators=[RegexValidator(r"^\D*$", _("这里按姓名找。用手机号找人，请到党员名单里。"))],
            widget=forms.TextInput(attrs={"type": "search", "pattern": r"\D*", "autocomplete": "off"}),
        )


class JourneyFilter(forms.Form):
    """Which journeys to show; an unreadable choice shows all."""

    text = NameInput()
    status = forms.ChoiceField(
        label=_("外出状态"), required=False, choices=[("", _("没有结束的")), *JourneyStatus.choices]
    )
    standing = forms.ChoiceField(
        label=_("情况"), required=False, choices=[("", _("全部")), *Standing.choices]
    )
    checked_in = forms.ChoiceField(
        label=_("报到"), required=False, choices=[("", _("全部")), ("yes", _("已报到")), ("no", _("未报到"))]
    )
    receipt = forms.ChoiceField(
        label=_("回执"), required=False, choices=[("", _("全部")), *ReceiptStatus.choices]
    )
    org = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """The narrowing of `journeys_matching`."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        return Wanted(
            text=given.get("text", ""),
            status=given.get("status", ""),
            standing=given.get("standing", ""),
            is_checked_in=CHECKED_IN.get(given.get("checked_in", "")),
            receipt=given.get("receipt", ""),
            org=str(given.get("org") or ""),
        )


class PersonFilter(forms.Form):
    """Somebody at home, by his name."""

    text = NameInput()

    def wanted(self) -> str:
        self.is_valid()
        text: str = self.cleaned_data.get("text", "")
        return text
