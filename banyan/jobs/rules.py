"""What a job may carry, and how long it waits before it is tried again."""

import re
from collections.abc import Iterable
from datetime import timedelta

# A record's number, the ref of a row, a period, or a short word of the code's own.
WORD = re.compile(r"[a-z][a-z0-9_.:-]{0,39}")
PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?")
REF = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
# A mobile number has eleven digits, a citizen's eighteen: no row is numbered that high.
LARGEST_ID = 10**10
FIRST_RETRY_SECONDS = 10
LONGEST_RETRY_SECONDS = 3600


def is_id(value: object) -> bool:
    """Arguments lie in the database in plain: ids, refs, periods and words of the code, nothing else (R-J4)."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return 0 <= value < LARGEST_ID
    return isinstance(value, str) and any(shape.fullmatch(value) for shape in (WORD, PERIOD, REF))


def strangers_in(arguments: Iterable[object]) -> list[str]:
    """The kinds of those arguments that are no ids; their values are not repeated."""
    return [type(value).__name__ for value in arguments if not is_id(value)]


def wait_before_retry(tries: int) -> timedelta:
    """10 s after the first failure, each time four times as long, at most an hour."""
    return timedelta(seconds=min(FIRST_RETRY_SECONDS * 4 ** (tries - 1), LONGEST_RETRY_SECONDS))
