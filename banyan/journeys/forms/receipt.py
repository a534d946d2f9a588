"""Receipts and journeys that were ticked, and the paper wanted for them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import PaperKind
from banyan.journeys.forms.listing import NameInput
from banyan.journeys.queries.journey import Wanted
from banyan.journeys.states import Standing
from banyan.orgs.models import Organisation

MOST_AT_ONCE = 500
WHOLE_KIT = _("整套（按情况该开的都开）")


class RefsField(forms.Field):
    """Several refs sent under one name."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": _("请先勾选要办的人。"),
        "too_many": _("一次最多办500人，请分几次勾选。"),
    }

    def to_python(self, value: Any) -> list[str]:
        one, given = forms.UUIDField(), value or []
        if len(given) > MOST_AT_ONCE:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        return [str(one.clean(each)) for each in given]


class ReceiptsForm(forms.Form):
    receipt = RefsField()


class PaperKindForm(forms.Form):
    """Which paper."""

    kind = forms.ChoiceField(label=_("证件"), choices=PaperKind.choices)


class LackingFilter(forms.Form):
    """Which of those who lack a paper to show: of one kind or any of the kit, by name, branch and standing."""

    kind = forms.ChoiceField(label=_("证件"), required=False, choices=[("", WHOLE_KIT), *PaperKind.choices])
    text = NameInput()
    org = forms.ChoiceField(label=_("党支部"), required=False)
    standing = forms.ChoiceField(
        label=_("情况"), required=False, choices=[("", _("全部")), *Standing.choices]
    )

    def __init__(self, *args: Any, branches: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["org"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("全部")), *((str(branch.ref), branch.name) for branch in branches)]

    def kind_wanted(self) -> str:
        """The kind asked for; empty is the whole kit."""
        self.is_valid()
        return str(self.cleaned_data.get("kind") or "")

    def wanted(self) -> Wanted:
        """The narrowing of `journeys_lacking`; an unreadable choice narrows nothing."""
        self.is_valid()
        given = self.kept()
        return Wanted(text=given["text"], org=given["org"], standing=given["standing"])

    def kept(self) -> dict[str, str]:
        """What was typed, to be sent along with what is done to the list."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class PapersForm(forms.Form):
    """One paper, or the whole kit, for each of the journeys ticked."""

    kind = forms.ChoiceField(required=False, choices=[("", WHOLE_KIT), *PaperKind.choices])
    journey = RefsField()
