"""What a reviewer may quietly be asked to look at: never a penalty, a mark or a rank (ideas 19, rules 2.9)."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

SAME_BITS = 5
WORDS_LEAST = 20
BURST_ENTRIES = 50
BURST_SECONDS = 60
LOOK_BACK_DAYS = 400
SESSION_DAYS = 30


def is_same_picture(looks: str, other: str) -> bool:
    """Two difference hashes of 16 hex digits, as good as equal; an empty one is like none."""
    return bool(looks and other) and (int(looks, 16) ^ int(other, 16)).bit_count() <= SAME_BITS


def words_to_compare(text: str) -> str:
    """Only letters and figures, as they are meant; empty where there are so few that anybody would write the same."""
    meant = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(each for each in meant if each.isalnum())
    return plain if len(plain) >= WORDS_LEAST else ""


def is_burst(at: datetime, moments: Iterable[datetime]) -> bool:
    """Is this the fiftieth entry of one session within a minute, or a later one?"""
    start = at - timedelta(seconds=BURST_SECONDS)
    return sum(start < each <= at for each in moments) >= BURST_ENTRIES


def is_to_be_asked(submitted_at: datetime | None, cleared_at: datetime | None) -> bool:
    """Handed in, and not looked at since."""
    return submitted_at is not None and (cleared_at is None or cleared_at < submitted_at)
