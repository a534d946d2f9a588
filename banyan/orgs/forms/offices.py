"""Handing offices over, and letting programs in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.accounts.rules import TOKEN_DAYS_MOST, why_not_login_phone
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import offices
from banyan.orgs.rules import OFFICES_AT
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, may_grant
from banyan.shared.clock import today
from banyan.shared.typed import typed_number


class DayInput(forms.DateInput):
    """The device's own calendar, which speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OfficeForm(forms.Form):
    """Which office, who, and from when."""

    AT_FIELD: ClassVar = {"empty_term": "until_day", "wrong_office": "office"}

    office = forms.ChoiceField(label=_("职务"), widget=forms.RadioSelect)
    label = forms.CharField(
        label=_("姓名"), max_length=60, error_messages={"required": _("请填写接任人的姓名。")}
    )
    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        help_text=_("用来登录。已经有账号的，姓名和手机号都对上才会用原来的账号。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-secret": ""}),
        error_messages={"required": _("请填写接任人的手机号。")},
    )
    from_day = forms.DateField(label=_("从哪天起"), widget=DayInput())
    until_day = forms.DateField(
        label=_("到哪天为止"),
        required=False,
        help_text=_("这一天起不再任职；不填为一直任职。"),
        widget=DayInput(),
    )

    def __init__(self, *args: Any, viewer: Viewer, org: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = grantable_at(viewer, org)
        self.fields["office"].choices = [(name, OfficeName(name).label) for name in names]  # type: ignore[attr-defined]
        self.fields["office"].initial = names[0] if names else None
        self.fields["from_day"].initial = today

    def clean_phone(self) -> str:
        phone = typed_number(self.cleaned_data["phone"])
        if reason := why_not_login_phone(phone):
            raise forms.ValidationError(str(reason))
        return phone


class ResetForm(forms.Form):
    is_phone_lost = forms.BooleanField(label=_("手机丢了，动态口令也一起停用"), required=False)


class IntegrationForm(forms.Form):
    """A token for a program: what it is for, what it may do, until when (R-W7)."""

    words = forms.CharField(
        label=_("给哪个系统用"),
        max_length=60,
        help_text=_("例如“县政务平台”。"),
        error_messages={"required": _("请写明给哪个系统用。")},
    )
    verbs = forms.MultipleChoiceField(
        label=_("可以做什么"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只勾用得上的。"),
        error_messages={"required": _("请至少勾选一项。")},
    )
    days = forms.IntegerField(
        label=_("有效期（天）"),
        min_value=1,
        max_value=TOKEN_DAYS_MOST,
        initial=90,
        help_text=_("最长365天。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verbs"].choices = integration_verbs()  # type: ignore[attr-defined]


def grantable_at(viewer: Viewer, org: Organisation) -> list[str]:
    """The offices of this kind of organisation that he may hand over; programs have their own page."""
    return [
        name
        for name in OfficeName.values
        if name in OFFICES_AT.get(org.kind, ()) and may_grant(viewer, org, name)
    ]


def integration_verbs() -> list[tuple[str, str]]:
    """Names and words of what the integration office may do."""
    permissions = sorted(offices()[OfficeName.INTEGRATION].permissions, key=lambda each: each.name)
    return [(permission.name, str(permission.words)) for permission in permissions]
