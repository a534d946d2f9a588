"""One setting of an organisation, with the field that fits it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.orgs.policies import Policy

YES_NO = (("yes", _("是")), ("no", _("否")))


class PolicyForm(forms.Form):
    def __init__(self, *args: Any, policy: Policy, value: int | str | bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        self.fields["value"] = field_for(policy, value)

    @property
    def value(self) -> int | str | bool:
        """What was chosen, in the kind of the policy."""
        chosen: int | str = self.cleaned_data["value"]
        return chosen == "yes" if isinstance(self.policy.default, bool) else chosen


def field_for(policy: Policy, value: int | str | bool) -> forms.Field:
    if isinstance(policy.default, bool):
        choices: Any = YES_NO
        value = "yes" if value else "no"
    elif policy.choices:
        choices = policy.choices
    else:
        label = _("%(name)s（%(more)s）") % {"name": policy.words, "more": policy.unit}
        return forms.IntegerField(label=label, initial=value, min_value=policy.least, max_value=policy.most)
    return forms.ChoiceField(
        label=str(policy.words), initial=value, choices=choices, widget=forms.RadioSelect
    )


def words_of(policy: Policy, value: int | str | bool) -> str:
    """每季度, 是, 30 天."""
    if isinstance(policy.default, bool):
        return str(_("是") if value else _("否"))
    if policy.choices:
        return str(dict(policy.choices).get(str(value), value))
    return f"{value} {policy.unit}"
