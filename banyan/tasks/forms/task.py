"""A task, as whoever publishes it writes it down."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.orgs.states import OrganisationKind
from banyan.tasks.kinds import FREE, KINDS, Kind
from banyan.tasks.models import Task
from banyan.tasks.rules import DETAIL_CHARACTERS

FACTS = ("title", "words", "place", "needs", "quota", "minutes", "deadline")
DEADLINE = "%Y-%m-%dT%H:%M"
DETAIL = "detail_"


class TaskForm(forms.Form):
    """A task, as whoever publishes it writes it down; the lines of its kind stand under the words."""

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
    kind = forms.ChoiceField(
        choices=[(kind.id, kind.words) for kind in KINDS.values()], required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, kind: Kind = FREE, orgs: Iterable[Organisation] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sort = kind
        self.initial = {"kind": kind.id, "minutes": kind.minutes, **self.initial}
        choices = [(str(org.ref), _audience(org)) for org in orgs]
        self.fields["org"] = forms.ChoiceField(label=_("面向谁"), choices=choices)
        if not choices:
            del self.fields["org"]
        for detail in kind.details:
            self.fields[DETAIL + detail.id] = forms.CharField(
                label=detail.words, max_length=DETAIL_CHARACTERS, required=False, help_text=detail.hint
            )
        self.order_fields(["org", "title", "words", *(DETAIL + detail.id for detail in kind.details)])

    def facts(self) -> dict[str, Any]:
        """What a task is made of, without whom it speaks to."""
        given = {name: self.cleaned_data[name] for name in FACTS}
        told = {detail.id: self.cleaned_data[DETAIL + detail.id] for detail in self.sort.details}
        return {
            **given,
            "kind": self.sort.id,
            "details": {name: text for name, text in told.items() if text},
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
    return {name: getattr(task, name) for name in FACTS} | told
