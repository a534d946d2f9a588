"""Words of a roster's fields in a template."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as translated

register = template.Library()


@register.filter
def word(words: Mapping[str, object], field: str) -> object:
    """The word of a field; a part of a place (destination.city) by the whole's."""
    return words.get(field.partition(".")[0], field)


@register.filter
def spoken(why: str) -> str:
    """A reason kept with a row, in the reader's language."""
    return translated(why) if why else ""
