"""Fields that the forms of a journey share: a date as far as it is known, and a place."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.journeys.queries.place import region_choices
from banyan.orgs.models import Region
from banyan.orgs.queries import region_with_code
from banyan.people.rules import why_not_phone
from banyan.shared.dates import is_partial_date
from banyan.shared.typed import typed_date, typed_number

NOT_KNOWN = _("还不知道")
NO_DATE = _("请写成 2026-03 或 2026-03-15，月份也行。")


class PartialDateInput(forms.CharField):
    """2026-03-15, 2026.3, 2026年3月: read as ISO of the same precision (A-10)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("error_messages", {"required": _("请填写时间，写到月就行。")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = typed_date(super().to_python(value) or "")
        if not text:
            return ""
        parts = re.findall(r"\d+", text)
        iso = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])]) if parts else ""
        if len(parts) < 2 or not is_partial_date(iso):
            raise forms.ValidationError(NO_DATE, code="no_date")
        return iso


class DayInput(forms.DateField):
    """A whole day, with the device's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class PhoneInput(forms.CharField):
    """A mobile number as 11 digits; spaces, hyphens and +86 are read over."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return typed_number(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (reason := why_not_phone(value)):
            raise forms.ValidationError(str(reason), code=reason.code)


class RegionInput(forms.ChoiceField):
    """A city, chosen under its province; cleaned to the region itself, or None."""

    def __init__(self, *, nowhere: Any = NOT_KNOWN, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", nowhere), *region_choices()], **kwargs)

    def clean(self, value: Any) -> Region | None:
        code = super().clean(value)
        return region_with_code(code)


class YesNoInput(forms.TypedChoiceField):
    """Yes, no, or not known yet."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("yes", yes), ("no", no), ("", _("还不清楚"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


def yes_or_no(value: bool | None) -> str:
    """The choice that stands for a known or unknown answer."""
    return "" if value is None else "yes" if value else "no"
