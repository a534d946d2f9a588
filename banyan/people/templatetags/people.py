"""The rows of a list of people, written in one loop: by the template's own means they cost half of the page."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from banyan.shared.dates import is_partial_date, words_of
from banyan.shared.spreadsheets.columns import Column

register = template.Library()
NOBODY = UUID(int=0)
NOTHING = "—"
UNBROKEN = mark_safe(' class="unbroken"')


@register.simple_tag
def people_rows(lines: Sequence[Any], columns: Sequence[Column[Any]]) -> SafeString:
    """The body of the table: the name with its way to the card, then the columns chosen, in the list's own order."""
    before, after = reverse("people:card", args=[NOBODY]).split(str(NOBODY))
    cells = [_cell(column) for column in _in_order(columns)]
    rows = (
        f'<tr><th scope="row"><a href="{before}{line.ref}{after}" hx-get="{before}{line.ref}{after}" '
        f'hx-target="#panel">{escape(line.name)}</a></th>{"".join([cell(line) for cell in cells])}</tr>'
        for line in lines
    )
    return mark_safe("\n".join(rows))  # noqa: S308 - every value is escaped, an address is made of a uuid


def _in_order(columns: Sequence[Column[Any]]) -> Iterator[Column[Any]]:
    """As the head of the table has them: the usual ones, then those somebody chose beside them."""
    shown = [column for column in columns if not (column.is_fixed or column.is_paper)]
    yield from (column for column in shown if column.is_usual)
    yield from (column for column in shown if not column.is_usual)


def _cell(column: Column[Any]) -> Callable[[Any], str]:
    """What opens the cell, and the words for what is stored, are worked out once for all rows."""
    opening = format_html('<td data-label="{}"{}>', column.words, UNBROKEN if column.is_unbroken else "")
    labels = {stored: escape(str(label)) for stored, label in column.labels.items()}

    def cell(line: Any) -> str:
        value = column.value(line)
        if column.is_date and is_partial_date(str(value or "")):
            value = words_of(str(value))
        return f"{opening}{labels.get(value) or escape(str(value or NOTHING))}</td>"  # type: ignore[arg-type]

    return cell
