"""The few tags that templates of every app load with `{% load web %}`."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from banyan.shared.dates import is_partial_date, words_of
from banyan.shared.spreadsheets.columns import Column
from banyan.web.queries.views import views_of
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


@register.filter
def dated(text: str) -> str:
    """A date of any precision as people write it: 2012年4月1日, 2012年4月, 2012年."""
    return words_of(text) if is_partial_date(text) else text


@register.filter
def cells(row: Any, columns: Iterable[Column[Any]]) -> list[tuple[str, Any]]:
    """The plain columns of a row: what each is called, and its value."""
    return [(str(column.words), column.value(row)) for column in columns]


@register.inclusion_tag("web/parts/views.html", takes_context=True)
def saved_views(context: dict[str, Any]) -> dict[str, Any]:
    """The narrowings of this list its reader keeps, and the field to keep the present one."""
    request = context["request"]
    page = request.resolver_match.view_name
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "views": views_of(request.viewer, page),
        "query": request.GET.urlencode(),
    }
