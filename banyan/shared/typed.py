"""What people type by hand, in the one shape it is kept in."""

import re
import unicodedata

# Between year, month and day people put a point, a stroke, a blank or the word for it.
_DATE = re.compile(
    r"([0-9]{4})(?:\D|(?:\D{1,2}([0-9]{1,2})(?:\D{1,2}([0-9]{1,2}))?\D?))?|([0-9]{4})([0-9]{2})([0-9]{2})?"
)
_COUNTRY = re.compile(r"(?:\+|00)86(?=1[0-9]{10}$)")


def typed_date(text: str) -> str:
    """2012.4, 2012/4, 2012年4月1日, 201204: ISO of the precision that was written; anything else as it stands."""
    bare = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(bare)
    if not found:
        return bare
    year, *finer = (part for part in found.groups() if part)
    return "-".join([year, *(part.zfill(2) for part in finer)])


def typed_number(text: str) -> str:
    """A telephone or id number without the blanks, hyphens, full-width digits and +86 people put into it."""
    bare = re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text))
    return _COUNTRY.sub("", bare)
