"""A task, as whoever publishes it writes it down."""

from collections.abc import Iterable
from datetime import MAXYEAR, date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.orgs.queries import region_with_code
from banyan.orgs.states import OrganisationKind
from banyan.tasks.kinds import FREE, KINDS, SKILLS, Kind
from banyan.tasks.models import Task
from banyan.tasks.queries import places
from banyan.tasks.rules import DETAIL_CHARACTERS, SLOTS_PER_TASK, deadline_like

FACTS = ("title", "words", "place", "needs", "quota", "minutes", "deadline")
DEADLINE = "%Y-%m-%dT%H:%M"
DETAIL = "detail_"
DATE = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
AUDIENCE = ("city", "skills", "people")
SLOT_FIELDS = ("slot_first", "slot_last", "slot_from", "slot_until", "slot_places")


class TaskForm(forms.Form):
    """A task, as whoever publishes it writes it down; the lines of its kind stand under the words."""

    AT_FIELD: ClassVar = {
        "deadline_past": "deadline", "no_quota": "quota", "below_claimed": "quota", "too_many_slots": "slot_last",
        "bad_slot": "slot_last", "unknown_skill": "skills", "unit_claimed": "share_unit",
    }  # fmt: skip

    title = forms.CharField(
        label=_("任务"), max_length=60, help_text=_("一句话说清楚，如“帮村里卖200箱冰糖橙”。")
    )
    words = forms.CharField(
        label=_("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    needs = forms.CharField(
        label=_("需要什么"),
        max_length=200,
        required=False,
        help_text=_("会什么、在哪里、要花多久，如“在广州有水果批发的熟人，10分钟电话”。"),
    )
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    minutes = forms.IntegerField(
        label=_("大约要几分钟"),
        min_value=1,
        max_value=10000,
        required=False,
        help_text=_("一个人做这件事大约花多久。会告诉党员，也计入“本月请大家做的事”。"),
    )
    quota = forms.IntegerField(
        label=_("名额"),
        min_value=1,
        max_value=10000,
        required=False,
        help_text=_("最多多少人认领；不限人数请留空。"),
    )
    deadline = forms.DateTimeField(
        label=_("截止时间"),
        input_formats=[DEADLINE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "short"}, format=DEADLINE),
    )
    slot_first = forms.DateField(label=_("时段从哪天"), required=False, widget=DATE)
    slot_last = forms.DateField(label=_("到哪天"), required=False, widget=DATE)
    slot_from = forms.TimeField(label=_("每天几点开始"), required=False, widget=TIME)
    slot_until = forms.TimeField(label=_("每天几点结束"), required=False, widget=TIME)
    slot_places = forms.IntegerField(
        label=_("每班几人"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("填了时段，名额就按时段算。"),
    )
    share_unit = forms.CharField(
        label=_("按什么分"),
        max_length=8,
        required=False,
        help_text=_("填“箱”，名额就是多少箱，一人可以认几箱；按人数请留空。"),
    )
    city = forms.ChoiceField(
        label=_("特别想请在哪里的人"),
        required=False,
        help_text=_("只发消息给现在在那里的人；其他人也能看到、也能认领。"),
    )
    skills = forms.MultipleChoiceField(
        label=_("特别想请会什么的人"),
        choices=list(SKILLS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选了就只发消息给自己说过会这些的人。"),
    )
    people = forms.CharField(
        label=_("只请这几位"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行写一个全名；写了就只有他们能看到和认领。"),
    )
    kind = forms.ChoiceField(
        choices=[(kind.id, kind.words) for kind in KINDS.values()], required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, kind: Kind = FREE, orgs: Iterable[Organisation] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sort = kind
        self.initial = {
            "kind": kind.id,
            "minutes": kind.minutes,
            "share_unit": kind.share_unit,
            **self.initial,
        }
        choices = [(str(org.ref), _audience(org)) for org in orgs]
        self.fields["org"] = forms.ChoiceField(label=_("面向谁"), choices=choices)
        self.fields["city"].choices = [("", _("不限")), *places().region_choices()]  # type: ignore[attr-defined]
        for name in [*([] if choices else ["org"]), *self._left_out(kind, is_new=bool(choices))]:
            del self.fields[name]
        for detail in kind.details:
            self.fields[DETAIL + detail.id] = forms.CharField(
                label=detail.words, max_length=DETAIL_CHARACTERS, required=False, help_text=detail.hint
            )
        lines = (DETAIL + detail.id for detail in kind.details)
        self.order_fields(
            [
                "org",
                "title",
                "words",
                *lines,
                "needs",
                "place",
                "minutes",
                "share_unit",
                "quota",
                *SLOT_FIELDS,
            ]
        )

    @property
    def what(self) -> list[forms.BoundField]:
        """What the task is: the fields everybody looks at."""
        return [field for field in self.visible_fields() if field.name not in AUDIENCE]

    @property
    def whom(self) -> list[forms.BoundField]:
        """Whom it would rather speak to: folded away, for most tasks speak to everybody."""
        return [field for field in self.visible_fields() if field.name in AUDIENCE]

    @property
    def is_for_some(self) -> bool:
        """Is anything said of that, or was it said wrongly?"""
        return any(field.errors or field.value() for field in self.whom)

    def _left_out(self, kind: Kind, *, is_new: bool) -> list[str]:
        """Turns are laid down once; what makes no sense for a kind is not asked."""
        slots = () if kind.has_slots and is_new else SLOT_FIELDS
        named = () if is_new else ("people",)
        return [*slots, *named, *([] if kind.share_unit else ["share_unit"])]

    def clean(self) -> dict[str, Any] | None:
        given = [name for name in SLOT_FIELDS if self.cleaned_data.get(name) is not None]
        missing = [name for name in SLOT_FIELDS if name in self.fields and name not in given]
        for name in missing if given else []:
            if name not in self.errors:
                self.add_error(name, _("分时段的话，这五项都要填；不分时段都留空。"))
        if not missing and given and not self.errors:
            if self._ends_before_it_starts():
                self.add_error("slot_last", _("最后一天早于第一天，请核对。"))
            elif self.cleaned_data["slot_last"].year == MAXYEAR:
                self.add_error("slot_last", _("这一天太远了，请核对年份。"))
        return super().clean()

    def names(self) -> list[str]:
        """Whom alone it asks: the lines of the field, each once."""
        return list(dict.fromkeys(self.cleaned_data.get("people", "").split()))

    def say_unknown(self, names: Iterable[str]) -> None:
        """Some names are nobody's the task reaches, or two people's."""
        words = _("没有找到或有同名：%(names)s。请核对全名。")
        self.add_error("people", words % {"names": _("、").join(names)})

    def _ends_before_it_starts(self) -> bool:
        return bool(self.cleaned_data["slot_last"] < self.cleaned_data["slot_first"])

    def slots(self) -> list[tuple[datetime, datetime, int]]:
        """One turn a day: from, to, how many people; one that ends at night ends the next day."""
        given = self.cleaned_data
        if not given.get("slot_first"):
            return []
        days = range(min((given["slot_last"] - given["slot_first"]).days + 1, SLOTS_PER_TASK + 1))
        return [self._slot(given["slot_first"] + timedelta(days=number)) for number in days]

    def _slot(self, day: date) -> tuple[datetime, datetime, int]:
        given = self.cleaned_data
        over_night = timedelta(days=given["slot_until"] <= given["slot_from"])
        starts_at, ends_at = (
            make_aware(datetime.combine(each, given[name]))
            for each, name in ((day, "slot_from"), (day + over_night, "slot_until"))
        )
        return starts_at, ends_at, given["slot_places"]

    def facts(self) -> dict[str, Any]:
        """What a task is made of, without whom it speaks to."""
        given = {name: self.cleaned_data[name] for name in FACTS}
        told = {detail.id: self.cleaned_data[DETAIL + detail.id] for detail in self.sort.details}
        return {
            **given,
            "kind": self.sort.id,
            "details": {name: text for name, text in told.items() if text},
            "share_unit": self.cleaned_data.get("share_unit", ""),
            "slots": self.slots(),
            "skills": self.cleaned_data["skills"],
            "city": region_with_code(self.cleaned_data["city"]) if self.cleaned_data["city"] else None,
        }


def _audience(org: Organisation) -> str:
    if org.kind == OrganisationKind.FLOATING:
        words = _("在%(org)s参加活动的党员")
    elif org.is_branch:
        words = _("%(org)s的党员")
    else:
        words = _("%(org)s及下属各支部的党员")
    return words % {"org": org.name}


def known_facts(task: Task) -> dict[str, Any]:
    """What a form to change a task begins with."""
    told = {DETAIL + name: text for name, text in task.details.items()}
    known = {name: getattr(task, name) for name in (*FACTS, "share_unit", "skills")}
    return known | told | {"city": task.city_id or ""}


def repeated_facts(task: Task, at: datetime) -> dict[str, Any]:
    """Like last time: the same task, its deadline moved on by whole years until it lies ahead (D-04)."""
    deadline = task.deadline
    while deadline <= at:
        deadline = _a_year_on(deadline)
    return known_facts(task) | {"deadline": deadline}


def patterned_facts(task: Task, at: datetime) -> dict[str, Any]:
    """What a form begins with that follows a pattern."""
    return known_facts(task) | {"deadline": deadline_like(task.opened_at or task.made_at, task.deadline, at)}


def _a_year_on(moment: datetime) -> datetime:
    is_leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year + 1, day=28 if is_leap_day else moment.day)
