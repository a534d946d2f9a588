"""What is asked of a departure, a change of place and an end."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.journeys.forms.fields import DayInput, PartialDateInput, YesNoInput, yes_or_no
from banyan.journeys.models import Journey, Stop
from banyan.journeys.queries.journey import region_words
from banyan.journeys.states import Ending, LeaveReason, Occupation
from banyan.orgs.forms.place import PlaceForm
from banyan.orgs.models import Region
from banyan.orgs.queries import region_with_code

# The digits of a region's code at each level of the picker.
WIDTHS = {"province": 2, "city": 4, "district": 6}
MONTH_HINT = _("写到月就行，如 2026-03；记得哪天就写 2026-03-15。")


class StopForm(PlaceForm):
    """Where (as far as it is known: the selects may stay empty), and what he does there."""

    first_fields: tuple[str, ...] = ()
    place_words = forms.CharField(
        label=_("更细的地方"),
        required=False,
        max_length=60,
        help_text=_("街道、村或大概的地方，如“棠下”。"),
    )
    employer = forms.CharField(label=_("工作单位"), required=False, max_length=120)
    occupation = forms.ChoiceField(
        label=_("做什么"), required=False, choices=[("", _("还不清楚")), *Occupation.choices]
    )
    is_fixed = YesNoInput(
        label=_("地点固定吗"),
        yes=_("固定，会长住"),
        no=_("不固定，常换地方"),
        help_text=_("外出满半年且地点固定的，应当转组织关系。"),
    )
    address = forms.CharField(
        label=_("居住地址"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"data-secret": "", "autocomplete": "off"}),
        help_text=_("加密保存，查看要写事由。"),
    )

    def __init__(self, given: QueryDict | None = None, *, start: Region | None = None, **kwargs: Any) -> None:
        """`start` is where the selects begin while nothing has been given."""
        chain = chain_to(start)
        super().__init__(given or chain, depth=len(WIDTHS), is_optional=True, **kwargs)
        self.is_bound = given is not None
        self.start, self.initial = start, {**chain.dict(), **self.initial}
        self.order_fields([*self.first_fields, *self.levels])

    def place_facts(self) -> dict[str, Any]:
        """The facts of a stop. What was left as it stood is left out: the region may be known more closely."""
        given = self.cleaned_data
        facts = {name: given[name] for name in ("employer", "occupation", "is_fixed")}
        region, words = self.region, given["place_words"]
        has_moved = region is not None and not (self.start and self.start.code.startswith(region.code))
        if has_moved:
            facts["region"] = region
        if words != self.initial.get("place_words", "") or (has_moved and self._is_finer(words)):
            facts["place_words"] = whole_place(region_words(region), words)
        if given["address"]:
            facts["address"] = given["address"]
        return facts

    def _is_finer(self, words: str) -> bool:
        """Do the words name a street or village only, which stays true when the district is put right?"""
        return bool(words) and not words.startswith(region_words(self.start)[:2] or words)


def chain_to(region: Region | None) -> QueryDict:
    """A region as the picker is asked for it: its province, its city, its district."""
    chain = QueryDict(mutable=True)
    for level, width in WIDTHS.items():
        if region is not None and len(region.code) >= width:
            chain[level] = region.code[:width]
    return chain


def whole_place(region: str, words: str) -> str:
    """广东省广州市 and 天河区棠下 together; words that name the province themselves stand alone."""
    return words if words and words.startswith(region[:2]) else f"{region}{words}"


# Which field a rule's no belongs to (`say_refusal`).
DEPARTURE_AT = {
    "no_departure": "departed_on",
    "future_departure": "departed_on",
    "departure_after_place": "departed_on",
    "return_before_departure": "expected_until",
}


class DepartureForm(StopForm):
    """A member leaves, or prepares to."""

    AT_FIELD = DEPARTURE_AT

    is_planned = forms.ChoiceField(
        label=_("已经动身了吗"),
        choices=[("no", _("已经外出")), ("yes", _("准备外出"))],
        initial="no",
        widget=forms.RadioSelect,
    )
    departed_on = PartialDateInput(label=_("外出时间"), help_text=MONTH_HINT)
    expected_until = DayInput(label=_("预计什么时候回来"), required=False)
    leave_reason = forms.ChoiceField(
        label=_("外出原因"), required=False, choices=LeaveReason.choices, widget=forms.RadioSelect
    )
    first_fields = ("is_planned", "departed_on", "expected_until", "leave_reason")

    def facts(self) -> dict[str, Any]:
        """The facts of the journey and of its first place."""
        names = ("departed_on", "expected_until", "leave_reason")
        return {**self.place_facts(), **{name: self.cleaned_data[name] for name in names}}


class CorrectionForm(StopForm):
    """What is known of a journey, to be put right; `seen` is the fingerprint of what stood there (R-C5)."""

    AT_FIELD = DEPARTURE_AT

    departed_on = PartialDateInput(label=_("外出时间"), help_text=MONTH_HINT)
    expected_until = DayInput(label=_("预计什么时候回来"), required=False)
    leave_reason = forms.ChoiceField(
        label=_("外出原因"), required=False, choices=LeaveReason.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("居住地址"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"data-secret": "", "autocomplete": "off"}),
        help_text=_("加密保存，查看要写事由。不改就留空。"),
    )
    has_certificate = YesNoInput(label=_("持有流动党员活动证"), yes=_("有"), no=_("没有"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    first_fields = ("departed_on", "expected_until", "leave_reason")

    def facts(self) -> dict[str, Any]:
        """The facts of the journey and of its present place."""
        names = ("departed_on", "expected_until", "leave_reason", "has_certificate")
        return {**self.place_facts(), **{name: self.cleaned_data[name] for name in names}}

    def renew(self, seen: str) -> None:
        """From now on the form answers what stands there at present."""
        self.data = {**dict(self.data.items()), "seen": seen}

    def differing(self) -> list[tuple[str, str, str]]:
        """Label, what stands there now and what was typed, of every field in which the two differ (R-C5)."""
        found = []
        for name in self.changed_data:
            if name != "seen" and name in self.initial:
                field = self[name]
                found.append(
                    (str(field.label), _shown(self, name, field.initial), _shown(self, name, field.data))
                )
        return found


def _shown(form: forms.Form, name: str, value: Any) -> str:
    """A value in the words of its choice."""
    if name in WIDTHS:
        return str(region_with_code(str(value or "")) or "—")
    choices = getattr(form.fields[name], "choices", None) or []
    words = {str(key): str(label) for key, label in flat_choices(choices)}
    return words.get(str(value or ""), str(value or "")) or "—"


def flat_choices(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from flat_choices(label)
        else:
            yield key, label


def known_facts(journey: Journey, stop: Stop | None) -> dict[str, Any]:
    """What a correction form begins with. The sealed address stays sealed: empty means unchanged."""
    facts = {
        "departed_on": journey.departed_on,
        "expected_until": journey.expected_until,
        "leave_reason": journey.leave_reason,
        "has_certificate": yes_or_no(journey.has_certificate),
    }
    if stop is None:
        return facts
    return facts | {
        "place_words": stop.place_words.removeprefix(region_words(stop.region)),
        "employer": stop.employer,
        "occupation": stop.occupation,
        "is_fixed": yes_or_no(stop.is_fixed),
    }


class MoveForm(StopForm):
    """A new place, and since when."""

    AT_FIELD = {"future_place": "from_day", "place_before_place": "from_day"}

    from_day = PartialDateInput(label=_("什么时候到的"), help_text=MONTH_HINT)
    first_fields = ("from_day",)


class DepartForm(forms.Form):
    AT_FIELD = DEPARTURE_AT

    departed_on = PartialDateInput(label=_("哪天动身的"), help_text=MONTH_HINT)


class EndForm(forms.Form):
    """How and when a journey ended."""

    AT_FIELD = {
        "future_end": "ended_on",
        "end_before_departure": "ended_on",
        "no_transfer_date": "transfer_done_on",
    }

    ending = forms.ChoiceField(label=_("怎么结束的"), choices=Ending.choices, widget=forms.RadioSelect)
    ended_on = DayInput(label=_("结束日期"))
    transfer_done_on = DayInput(
        label=_("已在全国系统办结的日期"),
        required=False,
        help_text=_("只有转出组织关系时填。开了介绍信还没办结的，先不要结束。"),
    )

    def __init__(self, *args: Any, is_planned: bool = False, **kwargs: Any) -> None:
        """Who has not left yet can only stay: the plan was a mistake."""
        super().__init__(*args, **kwargs)
        if is_planned:
            self.fields["ending"].choices = [(Ending.MISTAKE, _("不去了，取消这次计划"))]  # type: ignore[attr-defined]
            self.initial.setdefault("ending", Ending.MISTAKE)
            del self.fields["transfer_done_on"]
