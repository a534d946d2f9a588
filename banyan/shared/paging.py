"""Keyset paging: a page costs the same wherever it stands (performance.md 3.1 e)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

PAGE_ROWS = 50
SALT = "banyan.page"


@dataclass(frozen=True)
class Page:
    """Rows of one page and the mark from which the next one starts (empty on the last)."""

    rows: list[Any]
    next_mark: str
    is_first: bool


def page_of(
    found: "QuerySet[Any, Any]", keys: Sequence[str], *, mark: str = "", rows: int = PAGE_ROWS
) -> Page:
    """The page after `mark`, ordered by `keys` (ascending, or "-key" descending; the last one unique).

    A mark that was not made here shows the first page, as an old bookmark should.
    """
    after = _read_mark(mark, keys)
    chosen = found.order_by(*keys)
    if after:
        chosen = chosen.filter(_after(keys, after))
    taken = list(chosen[: rows + 1])
    more = len(taken) > rows
    next_mark = (
        signing.dumps([_value(taken[rows - 1], key.lstrip("-")) for key in keys], salt=_salt(keys))
        if more
        else ""
    )
    return Page(taken[:rows], next_mark, not after)


def _after(keys: Sequence[str], values: Sequence[Any]) -> Q:
    wanted = Q()
    for place, key in enumerate(keys):
        same = {name.lstrip("-"): values[at] for at, name in enumerate(keys[:place])}
        beyond = f"{key[1:]}__lt" if key.startswith("-") else f"{key}__gt"
        wanted |= Q(**same, **{beyond: values[place]})
    # Says nothing new, but by it an index begins where the page does; the alternatives alone read all before it.
    side = "lte" if keys[0].startswith("-") else "gte"
    return Q(**{f"{keys[0].lstrip('-')}__{side}": values[0]}) & wanted


def _value(row: Any, key: str) -> Any:
    if isinstance(row, dict):
        return row[key]
    for part in key.split("__"):
        row = getattr(row, part)
    return row.isoformat() if isinstance(row, date) else row


def _salt(keys: Sequence[str]) -> str:
    """A mark holds for lists of the same order alone."""
    return ".".join([SALT, *keys])


def _read_mark(mark: str, keys: Sequence[str]) -> list[Any]:
    if not mark:
        return []
    try:
        values = signing.loads(mark, salt=_salt(keys))
    except signing.BadSignature:
        return []
    return values if isinstance(values, list) and len(values) == len(keys) else []
