"""What is asked of worth, deeds, periods and objections."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.ledger.rules import AMOUNT_MAX, CADENCES, HUNDREDTHS
from banyan.ledger.states import BY_HAND, Activity, EntryKind, Grade, Ground
from banyan.orgs.models import Organisation
from banyan.shared.clock import today
from banyan.shared.periods import Period

PERIODS_BACK = 4


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def points_field(label: Any, **options: Any) -> forms.DecimalField:
    """Points with two decimals; `hundredths` reads it."""
    most = AMOUNT_MAX // HUNDREDTHS * (31 if not options.get("required", True) else 1)
    return forms.DecimalField(label=label, min_value=0, max_value=most, decimal_places=2, **options)


def hundredths(value: Any) -> int | None:
    return None if value is None else int(value * HUNDREDTHS)


class WorthForm(forms.Form):
    """What an activity is worth from a day on."""

    AT_FIELD: ClassVar = {
        "reaches_back": "from_day", "later_set": "from_day", "amount": "amount", "ceiling": "ceiling",
    }  # fmt: skip

    activity = forms.ChoiceField(label=_("为什么记分"), choices=Activity.choices)
    grade = forms.ChoiceField(label=_("完成情况"), choices=Grade.choices)
    amount = points_field(_("记几分"))
    ceiling = points_field(
        _("每月最多几分"), required=False, help_text=_("同一件事做得再多，一个月最多记这么多；不设请留空。")
    )
    from_day = day_field(_("从哪天起"), help_text=_("已经记下的不会变。"))

    def facts(self) -> dict[str, Any]:
        """What set_worth asks, amounts in hundredths."""
        told = dict(self.cleaned_data)
        return told | {"amount": hundredths(told["amount"]), "ceiling": hundredths(told["ceiling"])}


class DeedForm(forms.Form):
    """Something good that no task asked for."""

    AT_FIELD: ClassVar = {"same_deed": "words", "no_words": "words", "day_ahead": "day"}

    activity = forms.ChoiceField(label=_("做的是"), choices=[(each, each.label) for each in BY_HAND])
    day = day_field(_("哪天"))
    grade = forms.ChoiceField(label=_("完成情况"), choices=Grade.choices)
    words = forms.CharField(
        label=_("做了什么"), max_length=200, help_text=_("一句话，如“暑假给村里孩子辅导功课三天”。")
    )
    source = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_source(self) -> str:
        return f"deed:{self.cleaned_data['source']}"


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("为什么冲回"), max_length=200, help_text=_("本人看得到。"))


class ExemptionForm(forms.Form):
    """He is not counted in for a while."""

    AT_FIELD: ClassVar = {"days": "until_day"}

    ground = forms.ChoiceField(label=_("缘由"), choices=Ground.choices)
    from_day = day_field(_("从哪天起"))
    until_day = day_field(_("到哪天为止"), required=False, help_text=_("还不知道到哪天请留空。"))


class ClosingForm(forms.Form):
    """Which period is summed up where."""

    AT_FIELD: ClassVar = {"final": "period", "not_over": "period", "cadence": "period"}

    def __init__(self, *args: Any, orgs: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"] = forms.ChoiceField(
            label=_("哪个组织"), choices=[(str(org.ref), org.name) for org in orgs]
        )
        self.fields["kind"] = forms.ChoiceField(label=_("种类"), choices=EntryKind.choices)
        choices = [(str(period), period.words) for period in periods_over()]
        self.fields["period"] = forms.ChoiceField(label=_("时期"), choices=choices)


def periods_over() -> list[Period]:
    """The half-years and years that ended last, the newest first."""
    found: list[Period] = []
    for cadence in CADENCES:
        period = Period.of(today(), cadence)
        for _back in range(PERIODS_BACK if cadence == CADENCES[0] else PERIODS_BACK // 2):
            period = period.previous()
            found.append(period)
    return sorted(found, key=lambda each: (each.last_day, each.cadence), reverse=True)


class WordsForm(forms.Form):
    """An objection or its answer."""

    words = forms.CharField(label=_("哪里不对"), max_length=300, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("答复"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("请写明怎么处理，本人会看到。")},
    )
