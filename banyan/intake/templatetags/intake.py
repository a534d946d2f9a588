"""Words of a roster's fields in a template."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def word(words: Mapping[str, object], field: str) -> object:
    """The word of a field; a part of a place (destination.city) by the whole's."""
    return words.get(field.partition(".")[0], field)
