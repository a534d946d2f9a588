"""Which file or text, and for which organisation; what an officer says of the rows of a paste."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.intake.actions.answering import Decision
from banyan.intake.actions.chats import Settlement
from banyan.intake.models import GROUP_MAX, PasteRow
from banyan.intake.queries.columns import SeenColumn, SeenHead
from banyan.intake.reading.chats.lines import CHARACTERS_MAX, EMPTY_PASTE, TOO_LONG
from banyan.intake.reading.chats.results import Kind
from banyan.intake.rules import why_not_open
from banyan.intake.states import How
from banyan.intake.words import CHAT_KINDS
from banyan.people.models import Person


class UploadForm(forms.Form):
    """A roster as it is: any head order, title rows, merged heads."""

    org: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("导入到哪个组织"), queryset=None)
    file = forms.FileField(
        label=_("花名册文件"),
        help_text=_("原来怎么做的表就怎么传：.xlsx、.xls、.csv 都行，不用改表头。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args: Any, orgs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["org"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = orgs, None

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        reason = why_not_open(file.size or 0, settings.UPLOAD_MAX_BYTES)
        if reason is not None:
            raise ValidationError(str(reason))
        return file


class AnswerForm(forms.Form):
    """What an officer says to a question: as read, a word of his own, a branch, a person; for all rows or some.

    `answer` is a way of `How`, or one of the words offered: `say:2012年10月`, `person:<ref>`.
    """

    answer = forms.CharField(label=_("怎么处理"), required=False, max_length=80)
    text = forms.CharField(label=_("应该是"), required=False, max_length=200)
    branch: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("所在党支部"), queryset=None, required=False
    )
    row = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, branches: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"person:{person.ref}": person for person in people}
        branch, row = self.fields["branch"], self.fields["row"]
        assert isinstance(branch, forms.ModelChoiceField)
        assert isinstance(row, forms.TypedMultipleChoiceField)
        branch.queryset, branch.empty_label = branches, str(_("请选择"))
        told = self.data.getlist("row") if isinstance(self.data, QueryDict) else []
        row.choices = [(number, number) for number in told if number.isdecimal()]

    @property
    def rows(self) -> list[int] | None:
        """The numbers of the rows ticked; None when the answer is for all."""
        chosen: list[int] = self.cleaned_data["row"]
        return chosen or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = self._decision(cleaned)
        if decision is None:
            raise ValidationError(_("请选一种处理办法，或写上应该是什么。"))
        cleaned["decision"] = decision
        return cleaned

    def _decision(self, cleaned: Mapping[str, Any]) -> Decision | None:
        answer, text = cleaned.get("answer", ""), cleaned.get("text", "").strip()
        if answer in self.people:
            return Decision(How.PERSON, person=self.people[answer])
        if answer in (How.READ, How.EMPTY, How.OUT, How.NEW):
            return Decision(How(answer))
        if cleaned.get("branch") is not None:
            return Decision(How.SAY, branch=cleaned["branch"])
        said = answer.removeprefix("say:") if answer.startswith("say:") else text
        return Decision(How.SAY, text=said) if said else None


class ColumnsForm(forms.Form):
    """The field of each column: `c-0-3` is the fourth column of the first head."""

    def __init__(self, *args: Any, heads: Sequence[SeenHead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heads = heads

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        """Head -> column -> field; a column that was not sent keeps its field."""
        return {
            head.digest: {column.key: self._field(column) for column in head.columns} for head in self.heads
        }

    @property
    def heads_shown(self) -> list[tuple[SeenHead, list[SeenColumn]]]:
        """The heads with what is chosen or guessed now, so that a refused form shows it again."""
        return [
            (head, [replace(each, field=self._field(each)) for each in head.columns]) for head in self.heads
        ]

    def _field(self, column: SeenColumn) -> str:
        if not self.is_bound:
            return column.field or column.guess
        said = str(self.data.get(column.name, column.field))
        return said if said in column.choices or not said else column.field


class PasteForm(forms.Form):
    """The one box: anything copied out of a group or a spreadsheet."""

    org: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("哪个组织的群"), queryset=None)
    group = forms.CharField(
        label=_("哪个群"),
        required=False,
        max_length=GROUP_MAX,
        help_text=_("只有一个群就不用填。有几个群时写上群名，各群的昵称分开记。"),
        widget=forms.TextInput({"list": "groups", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("关于什么"),
        required=False,
        choices=[("", _("让系统看标题和用词来认")), *CHAT_KINDS.items()],
    )
    text = forms.CharField(
        label=_("接龙、聊天或表格"),
        help_text=_(
            "在微信里长按、多选、复制，整段贴进来就行。一遍遍重发的接龙、“同上”、替别人说的，都认得。"
        ),
        widget=forms.Textarea({"rows": 12, "autofocus": True}),
        max_length=CHARACTERS_MAX,
        strip=False,
        error_messages={"required": EMPTY_PASTE, "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, orgs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["org"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = orgs, None

    @property
    def chosen_kind(self) -> Kind | None:
        kind = self.cleaned_data["kind"]
        return Kind(kind) if kind else None


class SettleForm(forms.Form):
    """What the officer says of each row of a paste: `who-3`, `said-3`, `counts-3`, and what it is about."""

    subject = forms.CharField(required=False, max_length=36)

    def __init__(
        self, *args: Any, rows: Sequence[PasteRow], labels: Mapping[str, Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.labels = rows, labels

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        settlements, unknown = {}, []
        for row in self.rows:
            name = str(self.data.get(f"who-{row.number}", "")).strip()
            person = self.labels.get(name) if name or row.why else row.person
            is_counted = bool(self.data.get(f"counts-{row.number}"))
            if name and person is None and is_counted:
                unknown.append(row.line)
            said = str(self.data.get(f"said-{row.number}", row.said_status))
            settlements[row.number] = Settlement(person, said, is_counted)
        if unknown:
            lines = "、".join(str(line) for line in unknown)
            raise ValidationError(
                _("第%(lines)s行写的人不在名单里，请从名单里选，或去掉这一行的勾。"), params={"lines": lines}
            )
        cleaned["settlements"] = settlements
        return cleaned


class LookForm(forms.Form):
    """Why a superior looks at whom two organisations claim."""

    reason = forms.CharField(
        label=_("核对的事由"), max_length=100, help_text=_("本人能看到谁、什么时候、为什么看过。")
    )


class DecideForm(LookForm):
    """What is the case."""

    decision = forms.ChoiceField(
        label=_("核对结果"),
        widget=forms.RadioSelect,
        choices=[
            ("transfer", _("是同一个人，组织关系已转到后录入的一方")),
            ("keep", _("是同一个人，仍在原来的支部，后录入的一条撤回")),
            ("ask_claimant", _("是两个人，请后录入的一方核对身份证号")),
            ("ask_holder", _("是两个人，请原来在册的一方核对身份证号")),
        ],
    )
