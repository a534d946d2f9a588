"""The first door: a code, a place, and who opens the house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.accounts.forms import NO_MATCH, password_field
from banyan.accounts.passwords import HINT
from banyan.accounts.rules import why_not_login_phone, why_not_password
from banyan.accounts.rules import why_not_name as why_not_account_name
from banyan.orgs.actions.first_door import FirstOfficer
from banyan.orgs.rules import why_not_name
from banyan.shared.typed import typed_number


class DoorCodeForm(forms.Form):
    code = forms.CharField(
        label=_("一次性代码"),
        max_length=40,
        help_text=_("启动时显示在服务器上的12位代码；也可以在服务器上运行 banyan firstdoor code 查看。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请填写12位代码。")},
    )


class HouseForm(forms.Form):
    """The name of the root and its first officer; the ticked regions are read beside it."""

    name = forms.CharField(label=_("组织名称"), max_length=120)
    label = forms.CharField(label=_("您的姓名"), max_length=60)
    phone = forms.CharField(
        label=_("手机号"),
        help_text=_("用来登录，加密保存。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    account = forms.CharField(
        label=_("账号"),
        max_length=40,
        help_text=_("必填。以后登录填它或手机号都可以，例如 rucheng-zhu。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(_("密码"), autocomplete="new-password", help_text=HINT)
    again = password_field(_("再填一遍密码"), autocomplete="new-password")

    def clean_name(self) -> str:
        return checked(self.cleaned_data["name"], why_not_name)

    def clean_phone(self) -> str:
        return checked(typed_number(self.cleaned_data["phone"]), why_not_login_phone)

    def clean_account(self) -> str:
        return checked(self.cleaned_data["account"].lower(), why_not_account_name)

    def clean_password(self) -> str:
        return checked(self.cleaned_data["password"], why_not_password)

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(NO_MATCH)
        return again

    @property
    def officer(self) -> FirstOfficer:
        words = self.cleaned_data
        return FirstOfficer(words["label"], words["account"], words["phone"], words["password"])


def checked(value: str, why_not: Any) -> str:
    """The value, when its rule finds nothing against it."""
    if reason := why_not(value):
        raise forms.ValidationError(str(reason))
    return value
