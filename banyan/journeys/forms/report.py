"""What a report asks: as little as its matter needs, for the member and for whoever enters it for him."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.journeys.rules.report import Told, why_not_told
from banyan.journeys.states import Channel, Matter
from banyan.shared.periods import Period
from banyan.shared.typed import typed_number

ASKED_OF: Mapping[str, tuple[str, ...]] = {
    Matter.WELL: ("words",),
    Matter.MOVED: ("new_place", "words"),
    Matter.NEW_PHONE: ("new_phone", "words"),
    Matter.NEED_HELP: ("words",),
    Matter.WANT_TASK: ("words",),
}
# What a matter cannot do without, whatever the browser.
NEEDED = {Matter.MOVED: "new_place", Matter.NEW_PHONE: "new_phone"}
FIELD_AT_FAULT = {"phone_shape": "new_phone", "no_place": "new_place"}
CHANNELS_FOR = [choice for choice in Channel.choices if choice[0] != Channel.WEB]


class ToldForm(forms.Form):
    """What can be told; the rules say what is missing, and the fault stands beside its field."""

    matter = forms.ChoiceField(label=_("说什么"), choices=Matter.choices, initial=Matter.WELL)
    new_place = forms.CharField(
        label=_("现在在哪里"),
        max_length=120,
        required=False,
        help_text=_("写到市或县区就行。"),
        error_messages={"required": _("请写一下现在在哪里，写到市或县区就行。")},
    )
    new_phone = forms.CharField(
        label=_("新手机号"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-secret": ""}),
        error_messages={"required": _("手机号应为11位数字，以1开头，请核对。")},
    )
    words = forms.CharField(
        label=_("想说的话"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_new_phone(self) -> str:
        return typed_number(str(self.cleaned_data["new_phone"]))

    def clean(self) -> dict[str, Any]:
        reason = why_not_told(self.told()) if not self.errors else None
        if reason is not None:
            self.add_error(FIELD_AT_FAULT[reason.code], str(reason))
        return self.cleaned_data

    def told(self) -> Told:
        names = ("matter", "words", "new_phone", "new_place")
        return Told(**{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)})


class OwnReportForm(ToldForm):
    """One of the five things a member can say, with the fields that one needs (ideas 1)."""

    matter = forms.ChoiceField(choices=Matter.choices, widget=forms.HiddenInput)

    def __init__(
        self, matter: str, sent: QueryDict | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(sent, initial=initial, auto_id=f"id-{matter}-%s")
        self.asked, self.title = matter, Matter(matter).label
        self.initial.setdefault("matter", matter)
        for name in ("new_place", "new_phone", "words"):
            if name not in ASKED_OF[matter]:
                del self.fields[name]
        if needed := NEEDED.get(Matter(matter)):
            self.fields[needed].required = True


class TakenForm(ToldForm):
    """Entered for a member: how he was heard, and for which period."""

    channel = forms.ChoiceField(label=_("怎么知道的"), choices=CHANNELS_FOR, widget=forms.RadioSelect)
    field_order = ("period", "channel", "matter", "new_place", "new_phone", "words")

    def __init__(self, *args: Any, periods: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(period), period.words) for period in periods]
        self.fields["period"] = forms.ChoiceField(
            label=_("哪一期"),
            choices=choices,
            initial=choices[0][0] if choices else None,
            widget=forms.Select(attrs={"class": "short"}),
        )
        self.order_fields(self.field_order)


class LineForm(forms.Form):
    """One line of the list: how he was heard and a few words."""

    channel = forms.ChoiceField(
        label=_("怎么知道的"), choices=CHANNELS_FOR, widget=forms.Select(attrs={"class": "short"})
    )
    words = forms.CharField(
        label=_("说了什么"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("如：一切都好"), "class": "short"}),
    )

    def told(self) -> Told:
        return Told(words=self.cleaned_data["words"])


class SampleForm(forms.Form):
    """Why an officer above the township wants to read one report."""

    reason = forms.CharField(
        label=_("抽看的事由"), max_length=200, help_text=_("例如“核实求助是否办结”。本人能看到。")
    )


class FollowUpForm(forms.Form):
    words = forms.CharField(
        label=_("怎么跟进的"),
        max_length=200,
        help_text=_("本人会看到这句话。"),
        error_messages={"required": _("请写一句是怎么跟进的，本人会看到。")},
    )


def forms_for(initial: Mapping[str, str], chosen: OwnReportForm | None = None) -> list[OwnReportForm]:
    """The five forms of the page, filled in with what is known; one that came back with a fault takes its place."""
    listed = [OwnReportForm(matter, initial=dict(initial)) for matter in Matter]
    return [chosen if chosen is not None and chosen.asked == form.asked else form for form in listed]
