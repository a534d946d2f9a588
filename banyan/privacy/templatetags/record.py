"""The record in plain words, for templates: `{% load record %}`."""

from django import template
from django.utils.translation import gettext as _

from banyan.audit.models import Entry
from banyan.privacy import words

register = template.Library()
register.filter("act_words", words.words_of)
register.filter("reason_words", words.reason_words)
register.filter("role_words", words.role_words)
register.filter("object_words", words.object_words)


@register.filter
def fields_of(row: Entry) -> str:
    """The fields an act touched, by the words of their forms."""
    return _("、").join(words.field_words(row.object_type, row.field_names))
