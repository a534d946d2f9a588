"""What the pages of papers ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.documents.states import SPELLINGS, PaperKind, PaperStatus, PrintForm


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
        label=_("作废原因"), max_length=200, help_text=_("例如“姓名有误，已重开”。编号会保留。")
    )
