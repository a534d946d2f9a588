"""`{% load ledger %}`: hundredths as people read them."""

from django import template

from banyan.ledger.words import in_points
from banyan.shared.periods import Period

register = template.Library()


register.filter("points", in_points)


@register.filter
def period_words(period: str) -> str:
    """2026-H1 is 2026年上半年."""
    return Period.parse(period).words
