"""`{% load papers %}`: how a paper stands, as a badge."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from banyan.documents.models import Paper
from banyan.documents.states import Verdict
from banyan.shared.clock import today

register = template.Library()
TONES = {Verdict.VALID: "leaf", Verdict.EXPIRED: "amber"}


@register.simple_tag
def verdict(found: Verdict) -> SafeString:
    """A verdict in words and colour."""
    return format_html('<span class="badge {}">{}</span>', TONES.get(found, "brick"), found.label)


@register.simple_tag
def standing(paper: Paper) -> SafeString:
    """有效, 已过有效期 or 已作废 today."""
    return verdict(paper.standing_on(today()))
