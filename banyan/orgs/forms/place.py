"""Choosing a place by dependent selects: by steps without script, at once with htmx."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Region
from banyan.orgs.queries import region_with_code, regions_directly_below

LABELS: dict[str, Any] = {
    "province": _("省（自治区、直辖市）"),
    "city": _("市（州）"),
    "district": _("县（市、区）"),
    "town": _("乡镇（街道）"),
}
LEVELS = tuple(LABELS)
CHOOSE = _("请选择")
# A province alone is no place to be; how much finer it gets is up to whoever asks.
ALWAYS_CHOSEN = {"province", "city"}


class PlaceForm(forms.Form):
    """Selects from the province down to `depth` levels; each offers what lies in the one above it.

    With `is_optional` every one of them may stay empty.
    """

    def __init__(
        self,
        given: QueryDict | None = None,
        *args: Any,
        depth: int = 3,
        is_optional: bool = False,
        **kwargs: Any,
    ) -> None:
        self.depth, self.levels, self.is_optional = depth, LEVELS[:depth], is_optional
        chosen, choices = walked(given, self.levels)
        super().__init__(given and _with(given, self.levels, chosen), *args, **kwargs)
        for level in self.levels[: len(choices)]:
            self.fields[level] = forms.ChoiceField(
                label=LABELS[level],
                required=level in ALWAYS_CHOSEN and not is_optional,
                error_messages={"required": CHOOSE},
                choices=[("", CHOOSE), *choices[level]],
            )

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return [self[level] for level in self.levels if level in self.fields]

    @property
    def region(self) -> Region | None:
        """The finest region chosen; only after `is_valid()`."""
        codes = [self.cleaned_data[level] for level in self.levels if self.cleaned_data.get(level)]
        return region_with_code(codes[-1]) if codes else None


def walked(
    given: QueryDict | None, levels: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """What was chosen at each level as long as it lies in the one above, and what each level offers."""
    chosen: dict[str, str] = {}
    choices: dict[str, list[tuple[str, str]]] = {}
    above = ""
    for level in levels:
        choices[level] = [(region.pk, region.name) for region in regions_directly_below(above)]
        wanted = given.get(level, "") if given is not None else ""
        if wanted not in dict(choices[level]):
            break
        chosen[level] = above = wanted
    return chosen, {level: found for level, found in choices.items() if found}


def _with(given: QueryDict, levels: tuple[str, ...], chosen: dict[str, str]) -> QueryDict:
    """The same submission without choices that lie in a region chosen before."""
    kept = given.copy()
    for level in levels:
        kept[level] = chosen.get(level, "")
    return kept
