"""Which period and which rows a figures page is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.insight.measures import MEASURES
from banyan.insight.rules import STANDING_INDICATORS
from banyan.shared.periods import Period

FACETS = ("sex", "age", "education", "destination", "occupation")


class PeriodForm(forms.Form):
    """A month, written 2021-10; anything else, or nothing, is the one asked for by default."""

    period = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", required=False, label=_("月份"), widget=forms.TextInput({"type": "month"})
    )

    def chosen(self, default: Period) -> Period:
        text = self.cleaned_data.get("period") if self.is_valid() else ""
        return Period.parse(text) if text else default


class ListForm(PeriodForm):
    """Which figure's rows: a measure or a standing, perhaps one class of the structure, perhaps the rest."""

    measure = forms.ChoiceField(choices=[], required=False)
    rest = forms.BooleanField(required=False)
    mark = forms.CharField(required=False, max_length=400)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in (*MEASURES, *(each.id for each in STANDING_INDICATORS))]

    def measure_name(self) -> str:
        return self.cleaned_data.get("measure") or "away"

    def facets(self) -> dict[str, str]:
        """The classes asked for; an empty value means those of whom it is not known."""
        return {name: str(self.data[name]) for name in FACETS if name in self.data}
