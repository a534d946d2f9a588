"""What is asked of a check-in, a decision about it, and an arrival the host writes down."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.journeys.forms.fields import DayInput, PhoneInput, RegionInput
from banyan.journeys.states import ConfirmedHow
from banyan.orgs.models import Organisation, Region

HOW = [
    (ConfirmedHow.TELEPHONE, _("打电话核实过")),
    (ConfirmedHow.STAMPED_PAPER, _("看到了盖章的回执")),
]
OUTSIDE = "outside"
# A mobile number, or a landline with its area code.
HOST_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


class SlipForm(forms.Form):
    """The slip a member hands in: what home must know of him (B-02). Corrected, what is sealed may stay empty."""

    phone = PhoneInput(label=_("现在的手机号"))
    employer = forms.CharField(label=_("工作单位"), required=False, max_length=120)
    address = forms.CharField(
        label=_("居住地址"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"data-secret": "", "autocomplete": "off"}),
        help_text=_("加密保存。"),
    )
    words = forms.CharField(label=_("想说的话"), required=False, max_length=200)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = is_new

    def facts(self) -> dict[str, Any]:
        """The facts of `send_check_in`; an empty phone or address leaves what is there."""
        sealed = {name: self.cleaned_data[name] or None for name in ("phone", "address")}
        return {**sealed, **{name: self.cleaned_data[name] for name in ("employer", "words")}}


class OutsideHostForm(forms.Form):
    """A party organisation that is not in the system (B-02, B-03)."""

    name = forms.CharField(label=_("党组织名称"), max_length=120)
    region = RegionInput(label=_("在哪个城市"), required=False)
    head_name = forms.CharField(label=_("负责人姓名"), max_length=60)
    head_phone = forms.CharField(
        label=_("负责人电话"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "data-secret": ""}),
        help_text=_("老家支部要打这个电话核实。"),
    )


class HostWordForm(OutsideHostForm):
    """What a host without an account says of himself, with the receipt in hand."""

    field_order = ("name", "head_name", "head_phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["region"]
        self.fields["head_name"].label = _("您的姓名")
        self.fields["head_phone"].label = _("您的电话")

    def clean_head_phone(self) -> str:
        phone = "".join(str(self.cleaned_data["head_phone"]).split())
        if not HOST_PHONE.fullmatch(phone):
            raise forms.ValidationError(_("请写完整的手机号，或带区号的座机号，例如 0757-12345678。"))
        return phone

    def host_facts(self) -> dict[str, Any]:
        """The facts of the organisation, for `pass_on_host_word`."""
        named = {name: self.cleaned_data[name] for name in self.field_order}
        return {**named, "region": None}


class OutsideSlipForm(OutsideHostForm, SlipForm):
    """Both on one page: which organisation, and the slip for it."""

    field_order = ("name", "region", "head_name", "head_phone", "phone", "employer", "address", "words")

    def host_facts(self) -> dict[str, Any]:
        """The facts of the organisation, for `check_in_outside`."""
        return {name: self.cleaned_data[name] for name in ("name", "region", "head_name", "head_phone")}


class CheckInForForm(OutsideSlipForm):
    """The home secretary checks a member in: one of our branches, or another organisation and how he knows."""

    host = forms.ChoiceField(label=_("流入地党组织"), required=False)
    how = forms.ChoiceField(
        label=_("怎么核实的"),
        required=False,
        choices=[("", _("还没核实，以后再确认")), *HOW],
        widget=forms.RadioSelect,
        help_text=_("只对不在系统里的党组织有用。"),
    )
    field_order = ("host", "name", "region", "head_name", "head_phone", "how", "phone", "employer")

    def __init__(self, *args: Any, hosts: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, is_new=False, **kwargs)
        self.hosts = {str(host.ref): host for host in hosts}
        choice = self.fields["host"]
        assert isinstance(choice, forms.ChoiceField)
        named = [
            (
                ref,
                _("%(name)s（%(more)s）") % {"name": host.name, "more": host.region}
                if host.region
                else host.name,
            )
            for ref, host in self.hosts.items()
        ]
        choice.choices = [("", _("不在系统里，写在下面")), *named]
        for name in ("name", "head_name", "head_phone"):
            self.fields[name].required = False

    def chosen_host(self) -> Organisation | None:
        """The branch of ours that was chosen; None for an organisation outside."""
        return self.hosts.get(self.cleaned_data["host"])


class HostForm(forms.Form):
    """A host that was tapped."""

    host = forms.UUIDField(widget=forms.HiddenInput)


class HostFilter(forms.Form):
    """Hosts of one city."""

    region = RegionInput(label=_("在哪个城市"), required=False, nowhere=_("离我近的流动党支部"))

    def wanted(self) -> Region | None:
        self.is_valid()
        region: Region | None = self.cleaned_data.get("region")
        return region


class HowForm(forms.Form):
    """How the home secretary knows (story.md, Who confirms, b)."""

    how = forms.ChoiceField(
        label=_("怎么核实的"),
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是怎么核实的：打过电话，或者看到了盖章的回执。")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("老家支部和本人都会看到，写得客气些。")
    )


class RevealForm(forms.Form):
    """One sensitive value, and why it is wanted (trust.md 4.4)."""

    field = forms.ChoiceField(choices=[("phone", _("手机号")), ("address", _("居住地址"))])
    reason = forms.CharField(label=_("事由"), max_length=200, help_text=_("例如“电话核实报到”。本人能看到。"))


class ArrivalForm(forms.Form):
    """Somebody stands before the host's secretary."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = PhoneInput(
        label=_("手机号"),
        help_text=_("要和老家登记的一致。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "data-secret": ""}),
    )
    host = forms.ChoiceField(label=_("到哪个支部"))

    def __init__(self, *args: Any, hosts: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = {str(host.ref): host for host in hosts}
        choice = self.fields["host"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(ref, host.name) for ref, host in self.hosts.items()]
        if len(self.hosts) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), next(iter(self.hosts))

    def chosen_host(self) -> Organisation:
        """The host chosen, of those offered."""
        return self.hosts[self.cleaned_data["host"]]


class SignedReceiptForm(forms.Form):
    """Somebody whose home branch is in another installation stands before the host's secretary."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    home = forms.CharField(label=_("老家支部"), max_length=120)
    number = forms.CharField(label=_("回执单编号"), max_length=160, required=False)
    arrived_on = DayInput(label=_("报到日期"))
    host = forms.ChoiceField(label=_("到哪个支部"))

    def __init__(self, *args: Any, hosts: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = {str(host.ref): host for host in hosts}
        choice = self.fields["host"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(ref, host.name) for ref, host in self.hosts.items()]
        if len(self.hosts) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), next(iter(self.hosts))

    def facts(self) -> dict[str, str]:
        """The facts of `sign_receipt`."""
        given = self.cleaned_data
        named = {name: str(given[name]) for name in ("name", "home", "number")}
        return {**named, "arrived_on": given["arrived_on"].isoformat()}

    def chosen_host(self) -> Organisation:
        """The host chosen, of those offered."""
        return self.hosts[self.cleaned_data["host"]]
