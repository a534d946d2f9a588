"""The few tags that templates of every app load with `{% load web %}`."""

import secrets

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from banyan.web.submissions import FIELD

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite; the words beside it speak, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("web/icons.svg"), name
    )


@register.simple_tag
def idempotency() -> SafeString:
    """The key of one rendered form: sent twice, it has one effect (R-C4)."""
    # A browser that fills forms in again must not bring back the key of the one sent before.
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(18)
    )
