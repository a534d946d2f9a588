"""What a message may hold."""

import re

from banyan.shared.masking import mask_id_number, mask_phone

_LONG_NUMBER = re.compile(r"(?<!\d)\d{11,17}[\dXx]?(?!\d)")
ID_NUMBER_CHARACTERS = 15
# How long what was said is kept, read or not: what still waits stands where it is decided (trust.md 4.5).
WORDS_DAYS = 180


def without_numbers(words: str) -> str:
    """Every telephone or id number masked: messages travel further than any control (R-P14)."""
    return _LONG_NUMBER.sub(lambda found: _masked(found[0]), words)


def _masked(number: str) -> str:
    return mask_id_number(number) if len(number) >= ID_NUMBER_CHARACTERS else mask_phone(number)


def is_own_path(link: str) -> bool:
    """Does the link stay in this house? A path from the root, or nothing (R-W3)."""
    return not link or (link.startswith("/") and not link.startswith(("//", "/\\")))
