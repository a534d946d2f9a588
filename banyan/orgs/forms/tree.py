"""Founding, renaming and moving an organisation."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.orgs.forms.place import PlaceForm
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import regions_without_org
from banyan.orgs.rules import NAME_MOST, why_not_name
from banyan.orgs.states import KIND_AT, OrganisationKind
from banyan.orgs.words import branch_name
from banyan.shared.errors import Reason

NAME_ERRORS = {"required": _("请填写组织名称。")}


class NameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=NAME_MOST, error_messages=NAME_ERRORS)
    full_name = forms.CharField(
        label=_("全称"),
        max_length=160,
        required=False,
        help_text=_("印在文书上，例如“中共某某村支部委员会”。"),
    )

    def clean_name(self) -> str:
        return told(self.cleaned_data["name"])


class ChildForm(NameForm):
    """A township or a branch below: by choosing its place, or by writing its name."""

    AT_FIELD: ClassVar = {"code_taken": "code", "org_name": "name"}

    place = forms.ChoiceField(
        label=_("所在地区"), required=False, help_text=_("选了地区，名称和编码可以不填。")
    )
    code = forms.CharField(label=_("编码"), max_length=40, required=False, help_text=_("不填会自动生成。"))
    field_order = ["place", "name", "full_name", "code"]

    def __init__(self, *args: Any, parent: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {region.pk: region for region in regions_without_org(parent)}
        names = [(code, region.name) for code, region in self.places.items()]
        if not names:
            del self.fields["place"]
            return
        self.fields["place"].choices = [("", _("不在名单里")), *names]  # type: ignore[attr-defined]
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        region = self.region
        if not words.get("name") and "name" not in self.errors:
            words["name"] = named_after(region) if region else ""
        if not words.get("name") and "name" not in self.errors:
            self.add_error("name", str(NAME_ERRORS["required"]))
        return words

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return told(name) if name else ""

    @property
    def region(self) -> Region | None:
        return self.places.get(self.cleaned_data.get("place", ""))


class FloatingForm(PlaceForm):
    """A floating branch abroad: its place, and whom to call there (F-01)."""

    name = forms.CharField(
        label=_("名称"),
        max_length=NAME_MOST,
        help_text=_("例如“汝城县驻广州流动党支部”。"),
        error_messages=NAME_ERRORS,
    )
    head_name = forms.CharField(label=_("负责人姓名"), max_length=60, required=False)
    head_phone = forms.CharField(
        label=_("负责人电话"),
        max_length=20,
        required=False,
        help_text=_("来报到的党员会看到。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-secret": ""}),
    )

    def __init__(self, given: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(given, *args, depth=3, **kwargs)

    def clean_name(self) -> str:
        return told(self.cleaned_data["name"])


class MoveForm(forms.Form):
    parent = forms.ChoiceField(
        label=_("新的上级"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择新的上级组织。")},
    )

    def __init__(self, *args: Any, parents: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parents = {str(org.ref): org for org in parents}
        self.fields["parent"].choices = [(ref, path_words(org)) for ref, org in self.parents.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation:
        return self.parents[self.cleaned_data["parent"]]


def path_words(org: Organisation) -> str:
    """文明瑶族乡（汝城县）."""
    if org.parent is None:
        return org.name
    return str(_("%(name)s（%(more)s）") % {"name": org.name, "more": org.parent.name})


def named_after(region: Region) -> str:
    is_village = KIND_AT.get(len(region.pk)) == OrganisationKind.VILLAGE
    return branch_name(region.name) if is_village else region.name


def told(name: str) -> str:
    """The name, when the rule finds nothing against it."""
    reason: Reason | None = why_not_name(name)
    if reason:
        raise forms.ValidationError(str(reason))
    return name
