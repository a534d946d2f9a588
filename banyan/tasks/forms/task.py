"""A task, as whoever publishes it writes it down."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.orgs.states import OrganisationKind
from banyan.tasks.models import Task

FACTS = ("title", "words", "place", "needs", "quota", "deadline")
DEADLINE = "%Y-%m-%dT%H:%M"


class TaskForm(forms.Form):
    """A task, as whoever publishes it writes it down."""

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

    def __init__(self, *args: Any, orgs: Iterable[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(org.ref), _audience(org)) for org in orgs]
        self.fields["org"] = forms.ChoiceField(label=_("面向谁"), choices=choices)
        if not choices:
            del self.fields["org"]
        self.order_fields(["org"])

    def facts(self) -> dict[str, Any]:
        """What a task is made of, without whom it speaks to."""
        return {name: value for name, value in self.cleaned_data.items() if name != "org"}


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
    return {name: getattr(task, name) for name in FACTS}
