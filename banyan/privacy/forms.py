"""What the auditor may ask the record for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.privacy.queries import Wanted
from banyan.privacy.words import GROUPS


def act_choices() -> list[tuple[Any, Any]]:
    groups = [(group, list(acts.items())) for group, acts in GROUPS]
    return [("", _("全部操作")), *groups]


class RecordFilter(forms.Form):
    """Days (both counted), an act, an organisation by its full name or code."""

    from_day = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until_day = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    act = forms.ChoiceField(label=_("操作"), required=False, choices=act_choices)
    org = forms.CharField(label=_("组织（全称或编码）"), required=False, max_length=120)

    def wanted(self) -> Wanted:
        """What was asked for; a filter that cannot be read is left out, and its field says so."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**given)
