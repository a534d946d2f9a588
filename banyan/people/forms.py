"""Facts of a person as a form takes them: the words of a roster, checked by the same rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.people.models import Person
from banyan.people.rules import why_not_id_number, why_not_phone
from banyan.people.rules.masking import SENSITIVE
from banyan.people.states import Category, Education, EndReason, Relation, Sex
from banyan.shared.errors import Reason
from banyan.shared.fields import validate_partial_date
from banyan.shared.typed import typed_date, typed_number

PARTIAL = _("写到月或日都可以，例如 1985-04 或 1985-04-12。")
UNCHANGED = _("不改就留空。")
# What a correction may empty: a number is given up, a family moves, a note is settled.
CLEARABLE = ("phone", "address", "note")
CLEAR = "clear_"


class PartialDateInput(forms.CharField):
    """A year, month or day read as ISO, never made more precise than it was written."""

    default_validators = [validate_partial_date]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, help_text=PARTIAL, **kwargs)

    def to_python(self, value: Any) -> str:
        return typed_date(super().to_python(value) or "")


class PersonForm(forms.Form):
    """One person's facts. When correcting, a sensitive field left empty stays what it was."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    id_number = forms.CharField(label=_("身份证号"), max_length=24, required=False)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, required=False, widget=forms.RadioSelect)
    birth = PartialDateInput(label=_("出生年月"))
    ethnicity = forms.CharField(label=_("民族"), max_length=20, required=False)
    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("未填")), *Education.choices], required=False
    )
    category = forms.ChoiceField(
        label=_("人员类别"), choices=Category.choices, initial=Category.FULL, widget=forms.RadioSelect
    )
    joined_on = PartialDateInput(label=_("入党时间"))
    full_member_on = PartialDateInput(label=_("转正时间"))
    address = forms.CharField(label=_("家庭住址"), max_length=120, required=False)
    note = forms.CharField(
        label=_("备注"), max_length=200, required=False, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, person: Person) -> "PersonForm":
        """Filled with what may be shown; sensitive fields stay empty."""
        shown = [name for name in cls.base_fields if name not in SENSITIVE]
        form = cls(initial={name: getattr(person, name) for name in shown})
        form._take_corrections_of(person)
        return form

    @classmethod
    def correcting(cls, person: Person, typed: Any) -> "PersonForm":
        """What was typed to correct this person, with the ticks that empty what is kept."""
        form = cls(typed)
        form._take_corrections_of(person)
        return form

    def _take_corrections_of(self, person: Person) -> None:
        for name in SENSITIVE:
            self.fields[name].help_text = UNCHANGED
        for name in CLEARABLE:
            kept = getattr(person, name)
            if kept:
                self.fields[CLEAR + name] = forms.BooleanField(label=_clearing(name, kept), required=False)
        self.order_fields([each for name in PersonForm.base_fields for each in (name, CLEAR + name)])

    def beside(self, person: Person) -> list[tuple[str, str, str]]:
        """Label, what is kept by now and what was typed, where the two differ; sent again, what was typed holds (R-C5).

        Of a sensitive field there is nothing to compare: it stands here only when it is to be changed.
        """
        if self.cleaned_data["version"] == person.version:
            return []
        self.data = {**dict(self.data.items()), "version": person.version}
        shown = [name for name in PersonForm.base_fields if name not in {*SENSITIVE, "version"}]
        pairs = [(self[name], getattr(person, name), self.cleaned_data[name]) for name in shown]
        return [
            (str(field.label), _in_words(field, kept), _in_words(field, typed))
            for field, kept, typed in pairs
            if str(kept or "") != str(typed or "")
        ]

    def clean(self) -> dict[str, Any]:
        for name in CLEARABLE:
            if self.cleaned_data.get(CLEAR + name) and self.cleaned_data.get(name):
                self.add_error(CLEAR + name, _("上面填了新的，这里又选了清空：请留一样。"))
        return self.cleaned_data

    def clean_id_number(self) -> str:
        value = typed_number(str(self.cleaned_data["id_number"])).upper()
        return _checked(value, why_not_id_number(value) if value else None)

    def clean_phone(self) -> str:
        value = typed_number(str(self.cleaned_data["phone"]))
        return _checked(value, why_not_phone(value) if value else None)

    def facts(self, *, is_correction: bool = False) -> dict[str, Any]:
        """What was read, for the action; a sensitive field left empty is no correction, unless it is to be emptied."""
        read = {name: self.cleaned_data[name] for name in PersonForm.base_fields if name != "version"}
        if not is_correction:
            return read
        emptied = {name for name in CLEARABLE if self.cleaned_data.get(CLEAR + name)}
        return {
            name: value for name, value in read.items() if value or name not in SENSITIVE or name in emptied
        }


def _in_words(field: forms.BoundField, value: Any) -> str:
    """A value in the words of its choice."""
    words = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    return words.get(str(value or ""), str(value or "")) or "—"


def _clearing(name: str, kept: Any) -> Any:
    words = {
        "phone": _("清空手机号（现有 %(kept)s）：没有电话了"),
        "address": _("清空家庭住址（现有 %(kept)s）"),
        "note": _("清空备注（现有 %(kept)s）"),
    }
    return words[name] % {"kept": kept}


def _checked(value: str, reason: Reason | None) -> str:
    if reason is not None:
        raise forms.ValidationError(str(reason), code=reason.code)
    return value


class NewPersonForm(PersonForm):
    """A new person, with the branch he belongs to."""

    home: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label=_("所在党支部"), queryset=None)

    def __init__(self, *args: Any, branches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["home"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = branches
        self.order_fields(["home"])


class EndForm(forms.Form):
    """Why somebody leaves the roll, and when."""

    reason = forms.ChoiceField(label=_("原因"), choices=EndReason.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("日期"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class RevealForm(forms.Form):
    """Which field, and why."""

    field = forms.ChoiceField(choices=[(name, name) for name in SENSITIVE], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("查看事由"), max_length=100, help_text=_("本人能看到谁、什么时候、为什么看过。")
    )


class RelativeForm(forms.Form):
    """Somebody of the family at home."""

    relation = forms.ChoiceField(label=_("关系"), choices=Relation.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    note = forms.CharField(label=_("情况"), max_length=120, required=False)


class PeopleFilter(forms.Form):
    """How a list is narrowed."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"placeholder": _("姓名、拼音首字母")}),
    )
    home = forms.UUIDField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *Category.choices]
    )
    ended = forms.BooleanField(label=_("看已不在册的"), required=False)
    mark = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


class PhoneSearchForm(forms.Form):
    """A whole phone number, sent in the body and never in an address (R-P4)."""

    phone = forms.CharField(label=_("完整手机号"), max_length=20)

    def clean_phone(self) -> str:
        value = typed_number(str(self.cleaned_data["phone"]))
        return _checked(value, why_not_phone(value))
