"""How every form looks and speaks: one field under the other, and faults that say what to do."""

from typing import TYPE_CHECKING

from django import forms
from django.core import validators
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELD_WORDS: "dict[type[forms.Field], dict[str, str | _StrPromise]]" = {
    forms.Field: {"required": _("请填写这一项。")},
    forms.ChoiceField: {"invalid_choice": _("请从列出的选项里选一个。")},
    forms.ModelChoiceField: {"invalid_choice": _("请从列出的选项里选一个。")},
    forms.MultipleChoiceField: {
        "invalid_choice": _("请从列出的选项里选。"),
        "invalid_list": _("请从列出的选项里选。"),
    },
    forms.IntegerField: {"invalid": _("请填写整数。")},
    forms.DateField: {"invalid": _("请填写日期，例如 2021-10-20。")},
    forms.FileField: {
        "required": _("请选择一个文件。"),
        "missing": _("请选择一个文件。"),
        "invalid": _("请选择一个文件。"),
        "empty": _("这个文件是空的，请换一个。"),
        "max_length": _("文件名太长，请改短再传。"),
    },
}
LIMIT_WORDS = {
    validators.MinLengthValidator: _("至少填写%(limit_value)d个字，现在是%(show_value)d个。"),
    validators.MaxLengthValidator: _("最多填写%(limit_value)d个字，现在是%(show_value)d个。"),
    validators.MinValueValidator: _("不能小于%(limit_value)s。"),
    validators.MaxValueValidator: _("不能大于%(limit_value)s。"),
}


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` draw themselves as docs/screens.md shows."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"


def speak_plainly() -> None:
    """Replace Django's own sentences for every form of the house; a field's own `error_messages` still win."""
    for field, words in FIELD_WORDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, sentence in LIMIT_WORDS.items():
        validator.message = sentence
