"""What may stand in a row of the record: one line of text, whatever was typed (R-G4)."""

import ipaddress
import re
import unicodedata
from functools import lru_cache
from typing import Any

from banyan.shared.masking import mask_id_number, mask_phone

# Control and format characters, surrogates, line and paragraph separators.
NOT_IN_A_LINE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# A mobile or a citizen's number that somebody typed into a reason, whatever Chinese stands beside it.
NUMBERS = re.compile(r"(?<![0-9A-Za-z-])(1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?![0-9A-Za-z-])")


@lru_cache(maxsize=1024)
def one_line(text: str, most: int) -> str:
    """The text without anything that could begin another line, turn its direction or hide a part of it.

    Numbers of people are masked: the record is kept for years and never holds them.
    """
    seen = "".join(" " if unicodedata.category(letter) in NOT_IN_A_LINE else letter for letter in text)
    return NUMBERS.sub(_masked, seen)[:most]


def _masked(found: re.Match[str]) -> str:
    return mask_phone(found[0]) if len(found[0]) == 11 else mask_id_number(found[0])


def plain(value: Any) -> Any:
    """Details as they are stored: lines of text, numbers, and lists and tables of these."""
    if isinstance(value, dict):
        return {one_line(str(name), 60): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return one_line(str(value), 200)


@lru_cache(maxsize=256)
def known_address(text: str | None) -> str | None:
    """A network address in the one spelling the database keeps; nothing when it is none, as a proxy may say."""
    if not text:
        return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
