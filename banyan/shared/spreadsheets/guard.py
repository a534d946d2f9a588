"""Formula-like text is exported with a leading ' and read back without it (R-I5)."""

import re

_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r＝＋－＠]")


def guarded(text: str) -> str:
    """=1+1 -> '=1+1; what already looks guarded gets one more ', so nothing is lost on the way back."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The exact inverse of `guarded`."""
    return text[1:] if _GUARDED.match(text) else text
