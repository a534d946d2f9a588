"""What the pages of papers ask for."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import SPELLINGS, Grade, PaperKind, PaperStatus, PrintForm
from banyan.orgs.models import Organisation
from banyan.people.rules import why_not_phone
from banyan.shared.clock import today
from banyan.shared.typed import typed_number

# A landline with its area code.
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


class PaperFilter(forms.Form):
    """Which papers of the register to show; an unreadable choice shows all."""

    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *PaperKind.choices]
    )
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *PaperStatus.choices]
    )
    text = forms.CharField(label=_("姓名或编号"), required=False, max_length=60)

    def wanted(self) -> dict[str, str]:
        """The narrowing of `papers_matching`; a paper's name in the search box means its kind."""
        self.is_valid()
        kept = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        if kept["text"] in SPELLINGS:
            return {**kept, "kind": SPELLINGS[kept["text"]], "text": ""}
        return kept


class PrintChoice(forms.Form):
    """What many papers come as; one pile when nothing was chosen."""

    form = forms.ChoiceField(label=_("打成"), choices=PrintForm.choices, required=False)

    def clean_form(self) -> str:
        return str(self.cleaned_data["form"] or PrintForm.PILE)


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("作废原因"),
        max_length=200,
        help_text=_("例如“姓名有误，已重开”。编号会保留。"),
        error_messages={"required": _("请写明作废原因。")},
    )


class CheckForm(forms.Form):
    """A year's check of an 活动证; `unit` is offered as it stands today and may be written otherwise."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    grade = forms.ChoiceField(
        label=_("评议结果"), required=False, choices=[("", _("还没有评议")), *Grade.choices]
    )
    unit = forms.CharField(label=_("查验单位"), max_length=120)

    def __init__(self, *args: Any, first_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(today().year, first_year - 1, -1)
        choice = self.fields["year"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(year), str(year)) for year in years]


class PhoneForm(forms.Form):
    """What an officer agrees to show."""

    name = forms.CharField(label=_("怎么称呼"), max_length=20, help_text=_("例如“村支书 何书记”。"))
    phone = forms.CharField(
        label=_("服务电话"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "data-secret": ""}),
    )
    place = forms.CharField(label=_("服务地点"), max_length=80, required=False)
    agrees = forms.BooleanField(
        label=_("我同意把这个称呼和电话印在海报、服务卡和通知上，随时可以撤回"),
        error_messages={"required": _("要印上电话，请先勾选同意。")},
    )

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        phone = "".join(typed.split()) if why_not_phone(typed_number(typed)) else typed_number(typed)
        if why_not_phone(phone) and not LANDLINE.fullmatch(phone):
            raise forms.ValidationError(_("请写完整的手机号，或带区号的座机号，例如 0735-12345678。"))
        return phone


class NoticeForm(forms.Form):
    """A meeting notice: nothing of it is kept."""

    org = forms.ChoiceField(label=_("哪个组织发"))
    title = forms.CharField(label=_("开什么会"), max_length=60, help_text=_("例如“七月份主题党日”。"))
    when = forms.CharField(label=_("什么时间"), max_length=60)
    place = forms.CharField(label=_("在哪里"), max_length=80)
    bring = forms.CharField(label=_("请带上什么"), max_length=80, required=False)
    words = forms.CharField(
        label=_("还要说什么"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    with_phone = forms.BooleanField(label=_("印上同意公开的服务电话"), required=False)

    def __init__(self, *args: Any, orgs: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orgs = {str(org.ref): org for org in orgs}
        choice = self.fields["org"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(ref, org.name) for ref, org in self.orgs.items()]
        if len(self.orgs) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), next(iter(self.orgs))

    def facts(self) -> dict[str, str]:
        """The facts of `make_notice`."""
        return {name: str(self.cleaned_data[name]) for name in ("title", "when", "place", "bring", "words")}

    def chosen_org(self) -> Organisation:
        """The organisation chosen, of those offered."""
        return self.orgs[self.cleaned_data["org"]]


class TrustForm(forms.Form):
    """Another installation's key: pasted from its published file, compared by what is read over the telephone."""

    name = forms.CharField(label=_("哪里的系统"), max_length=80, help_text=_("例如“广州市番禺区委组织部”。"))
    address = forms.URLField(label=_("网址"), max_length=200, assume_scheme="https")
    kid = forms.IntegerField(label=_("密钥编号"), min_value=0, max_value=65_535)
    suite = forms.ChoiceField(label=_("算法"), choices=[("A1", "Ed25519 (A1)")])
    public_key = forms.RegexField(
        label=_("公钥"),
        regex=r"^[A-Za-z0-9_-]{43}$",
        max_length=60,
        help_text=_("对方网址后面加 /.well-known/banyan-keys.json 能看到；也可以请对方发来。"),
    )
    read_aloud = forms.CharField(
        label=_("对方电话里念的指纹（40位数字）"),
        max_length=80,
        help_text=_("请打对方单位的公开电话，让对方打开“外地系统的密钥”页念给您听，边听边写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def facts(self) -> dict[str, Any]:
        """The facts of `trust_key`."""
        return dict(self.cleaned_data)


class SignedForm(forms.Form):
    words = forms.CharField(
        label=_("签名回执的文字或网址"), max_length=6000, widget=forms.Textarea(attrs={"rows": 4})
    )
