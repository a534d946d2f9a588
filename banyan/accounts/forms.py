"""What is typed at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.accounts.passwords import HINT, MOST_CHARACTERS
from banyan.accounts.rules import why_not_login_phone, why_not_password
from banyan.shared.typed import typed_number

NO_MATCH = _("两次填的密码不一样，请重新填一遍。")


def password_field(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password as it was typed: no blank is cut off, and pasting is welcome (R-B3)."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=MOST_CHARACTERS,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("请填写密码。"), "max_length": _("密码最多128个字符。")},
    )


class LoginForm(forms.Form):
    name = forms.CharField(
        label=_("手机号或账号"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "data-secret": ""}
        ),
        error_messages={"required": _("请填写手机号或账号。")},
    )
    password = password_field(_("密码"), autocomplete="current-password")

    def clean_name(self) -> str:
        """A phone as it is kept, whatever blanks it was typed with; a name as it stands."""
        typed = str(self.cleaned_data["name"])
        number = typed_number(typed)
        return typed if why_not_login_phone(number) else number


class ProofForm(forms.Form):
    password = password_field(_("您的密码"), autocomplete="current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("6位数字"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("请填写手机上显示的6位数字。")},
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = password_field(_("新密码"), autocomplete="new-password", help_text=HINT)
    again = password_field(_("再填一遍新密码"), autocomplete="new-password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if reason := why_not_password(new, self.account):
            raise forms.ValidationError(str(reason))
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(NO_MATCH)
        return again


class PasswordForm(NewPasswordForm):
    old = password_field(_("现在的密码"), autocomplete="current-password")
    field_order = ["old", "new", "again"]
