"""What may stand in a row of the record: one line of text, whatever was typed (R-G4)."""

import ipaddress
import unicodedata
from typing import Any

# Control and format characters, surrogates, line and paragraph separators.
NOT_IN_A_LINE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def one_line(text: str, most: int) -> str:
    """The text without anything that could begin another line, turn its direction or hide a part of it."""
    seen = (" " if unicodedata.category(letter) in NOT_IN_A_LINE else letter for letter in text)
    return "".join(seen)[:most]


def plain(value: Any) -> Any:
    """Details as they are stored: lines of text, numbers, and lists and tables of these."""
    if isinstance(value, dict):
        return {one_line(str(name), 60): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return one_line(str(value), 200)


def known_address(text: str | None) -> str | None:
    """A network address in the one spelling the database keeps; nothing when it is none, as a proxy may say."""
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
