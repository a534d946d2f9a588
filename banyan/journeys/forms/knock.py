"""What a stranger leaves at the door, and what the branch heard when it called him."""

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.journeys.forms.fields import PhoneInput

SECRET = {"autocomplete": "off", "data-secret": ""}


class KnockForm(forms.Form):
    """Name, home in his own words, and a number to call."""

    name = forms.CharField(label=_("您的姓名"), max_length=60, widget=forms.TextInput(attrs=SECRET))
    home = forms.CharField(
        label=_("老家在哪里、哪个支部"), max_length=120, help_text=_("例如“汝城县文明瑶族乡沙洲村”。")
    )
    phone = PhoneInput(label=_("手机号"), widget=forms.TextInput(attrs={"inputmode": "tel", **SECRET}))
    agrees = forms.BooleanField(
        label=_("同意只让这个支部看到，30天内没联系上就删除"),
        error_messages={"required": _("请先勾选同意，支部才看得到您的电话。")},
    )


class TurnForm(forms.Form):
    """As he said it on the telephone; it must be as home has it."""

    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=SECRET))
    phone = PhoneInput(
        label=_("手机号"),
        widget=forms.TextInput(attrs={"inputmode": "tel", **SECRET}),
        help_text=_("要和老家登记的一致。"),
    )
