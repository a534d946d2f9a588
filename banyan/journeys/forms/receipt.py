"""Receipts and journeys that were ticked, and the paper wanted for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import PaperKind

MOST_AT_ONCE = 500


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

    def wanted(self) -> str:
        """The kind asked for; a receipt when nothing was."""
        self.is_valid()
        return str(self.cleaned_data.get("kind") or PaperKind.RECEIPT)


class PapersForm(PaperKindForm):
    """One paper for each of the journeys ticked."""

    journey = RefsField()
