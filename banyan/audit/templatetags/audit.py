"""Those who act, for templates: `{% load audit %}{{ row.actor_label|who }}`."""

from django import template

from banyan.audit import words

register = template.Library()
register.filter("who", words.label_words)
