"""`{% load ledger %}`: hundredths as people read them."""

from django import template
from django.utils.formats import number_format

from banyan.ledger.rules import HUNDREDTHS
from banyan.shared.periods import Period

register = template.Library()


@register.filter
def points(hundredths: int) -> str:
    """250 is 2.5, 300 is 3, -50 is -0.5."""
    whole, rest = divmod(abs(hundredths), HUNDREDTHS)
    text = number_format(whole) if not rest else f"{number_format(whole)}.{rest:02d}".rstrip("0")
    return f"-{text}" if hundredths < 0 else text


@register.filter
def period_words(period: str) -> str:
    """2026-H1 is 2026年上半年."""
    return Period.parse(period).words
