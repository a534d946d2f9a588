"""What a member can do, what he did on his own, and what home needs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.shared.clock import today
from banyan.tasks.forms.task import DATE
from banyan.tasks.kinds import KINDS, SKILLS


class ReadinessForm(forms.Form):
    """Two questions, both optional."""

    skills = forms.MultipleChoiceField(
        label=_("我会什么"),
        choices=list(SKILLS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选上以后，合适的任务会排在前面。不填也没关系。"),
    )
    quiet_until = forms.DateField(label=_("这阵子忙，哪天以前先不发任务给我"), required=False, widget=DATE)


class VolunteeringForm(forms.Form):
    """Service where one lives, as the member writes it down; no picture is asked (rules 2.9)."""

    AT_FIELD = {"no_service": "title", "not_yet": "day", "long_ago": "day", "bad_hours": "hours"}

    title = forms.CharField(label=_("做了什么"), max_length=60, help_text=_("如：社区核酸检测志愿者"))
    day = forms.DateField(label=_("哪一天"), widget=DATE)
    hours = forms.DecimalField(
        label=_("几个小时"),
        min_value=0,
        max_value=24,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    host = forms.ChoiceField(label=_("请谁确认"))

    def __init__(self, *args: Any, hosts: Iterable[Organisation], home: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orgs = {str(org.ref): org for org in (*hosts, home)}
        self.fields["host"] = forms.ChoiceField(
            label=_("请谁确认"),
            choices=[(ref, org.name) for ref, org in self.orgs.items()],
            widget=forms.RadioSelect,
        )
        self.initial = {"day": today(), "host": next(iter(self.orgs)), **self.initial}

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"title": given["title"], "day": given["day"], "hundredths": int(given["hours"] * 100)}

    def chosen_host(self) -> Organisation:
        return self.orgs[self.cleaned_data["host"]]


class NeedForm(forms.Form):
    words = forms.CharField(label=_("需要什么、盼什么"), max_length=200, help_text=_("如：村口路灯坏了三盏"))
    kind = forms.ChoiceField(
        label=_("以后可能变成哪类任务"), choices=[(kind.id, kind.words) for kind in KINDS.values()]
    )

    def __init__(self, *args: Any, orgs: Iterable[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(org.ref), org.name) for org in orgs]
        self.fields["org"] = forms.ChoiceField(label=_("哪个组织"), choices=choices)
        self.initial = {"kind": "free", **self.initial}
