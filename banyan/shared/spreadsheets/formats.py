"""Number formats of spreadsheets: which are dates, how fine they show one, and the date as shown."""

import re
from functools import lru_cache

_MONTH = 'yyyy"年"m"月"'
_DAY = 'yyyy"年"m"月"d"日"'
# Formats a file names by number alone; 27-36 and 50-58 are those of a Chinese Excel.
BUILTIN = {
    **dict.fromkeys((14, 22, 30), "yyyy-mm-dd"),
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: _DAY,
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|@|general', re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|(y+|m+|d+|h+|s+)|(.)', re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\s*yy(?!.*mmm)", re.IGNORECASE)
_TIME = re.compile(r"h+\s*:.*", re.IGNORECASE)


@lru_cache(maxsize=512)
def precision(code: str) -> str:
    """How fine a format shows a date: 'day', 'month', 'year', or '' when it shows no date."""
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    if "d" in bare:
        return "day"
    if "y" in bare:
        return "month" if "m" in bare else "year"
    return "month" if "mmm" in bare else ""


def shown(iso: str, code: str) -> str:
    """The date as the sheet shows it: 2012年4月 for 2012-04-01 under yyyy"年"m"月".

    Under a format that does not begin with the year, 4/1/12 could be read otherwise: then as ISO.
    """
    year, month, day = iso[:10].split("-")
    if not _YEAR_FIRST.match(_LITERAL.sub("", code)):
        return iso[: {"month": 7}.get(precision(code), 10)]
    parts = {"y": year, "m": str(int(month)), "d": str(int(day))}
    words = []
    for literal, escaped, token, other in _TOKEN.findall(_TIME.sub("", code.split(";")[0])):
        letter = token[:1].lower()
        if letter in parts:
            words.append(parts[letter].zfill(2) if len(token) == 2 and letter != "y" else parts[letter])
        else:
            words.append(literal or escaped or ("" if token or other in "@_*" else other))
    return "".join(words).strip()
