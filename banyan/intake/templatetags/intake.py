"""Words of a roster's fields in a template."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from banyan.intake.reading.sentences import spoken
from banyan.intake.words import FIELD_WORDS, PART_WORDS

register = template.Library()


@register.filter
def word(words: Mapping[str, object], field: str) -> object:
    """The word of a field; a part of a place (destination.city) by the whole's."""
    return words.get(field.partition(".")[0], field)


@register.filter
def field_word(field: str) -> str:
    """The word of a field; a part of a value spread over columns by both: 外出地点（省）."""
    whole, part = field.partition(".")[::2]
    word = str(FIELD_WORDS.get(whole, whole))
    both = {"whole": word, "part": PART_WORDS.get(part, part)}
    return _("%(whole)s（%(part)s）") % both if part else word


register.filter("spoken", spoken)
