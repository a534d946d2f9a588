"""Which file, and for which organisation."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from banyan.intake.rules import why_not_open


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
    """The branch a row belongs to, when that was the question."""

    branch: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("所在党支部"), queryset=None, required=False
    )

    def __init__(self, *args: Any, branches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["branch"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = branches, str(_("请选择"))
