"""How the heads of a batch were understood, sheets with the same words together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from banyan.intake.models import Batch
from banyan.intake.reading.mappings import CHOICES
from banyan.intake.rules import no_such_column
from banyan.shared.errors import Invalid

SHEETS_NAMED = 6


@dataclass(frozen=True)
class SeenColumn:
    """One column: its words, where it stands (A, B …), the field it feeds, what stands in it (masked).

    `guess`: what it looks like, where nobody has said yet which column is the name.
    """

    name: str
    key: str
    at: str
    field: str
    samples: Sequence[str]
    choices: Sequence[str]
    guess: str = ""


@dataclass(frozen=True)
class SeenHead:
    """One set of head words, the sheets that have it, and whether its fields were remembered from before."""

    digest: str
    sheets: Sequence[str]
    more: int
    is_remembered: bool
    columns: Sequence[SeenColumn]

    @property
    def asks_name(self) -> bool:
        """Does nobody know yet which column is the name?"""
        return not any(column.field == "name" for column in self.columns)


def heads_of(batch: Batch) -> list[SeenHead]:
    """The heads of a batch in the order of the file; the first of several alike shows its samples."""
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for each in batch.seen_columns():
        alike.setdefault(each["head"], []).append(each)
    return [_head(at, heads) for at, heads in enumerate(alike.values())]


def _head(at: int, heads: Sequence[Mapping[str, Any]]) -> SeenHead:
    first = heads[0]
    sheets = list(dict.fromkeys(head["sheet"] for head in heads))
    columns = [_column(f"c-{at}-{place}", column) for place, column in enumerate(first["columns"])]
    named, more = sheets[:SHEETS_NAMED], len(sheets[SHEETS_NAMED:])
    return SeenHead(first["head"], named, more, first["remembered"], columns)


def _column(name: str, column: Mapping[str, Any]) -> SeenColumn:
    field = column["field"]
    guess = column.get("guess", "")
    choices = CHOICES if not field or field in CHOICES else (*CHOICES, field)
    return SeenColumn(name, column["key"], column["at"], field, column["samples"], choices, guess)


def heads_told(batch: Batch) -> list[dict[str, Any]]:
    """What each head was taken for, told once for all sheets that agree; `more` are the sheets not named."""
    alike: dict[str, list[dict[str, Any]]] = {}
    for head in batch.heads:
        alike.setdefault(json.dumps([head["columns"], head["laid_straight"]]), []).append(head)
    return [_told([head["name"] for head in heads], heads[0]) for heads in alike.values()]


def _told(sheets: Sequence[str], head: Mapping[str, Any]) -> dict[str, Any]:
    return {**head, "sheets": sheets[:SHEETS_NAMED], "more": len(sheets[SHEETS_NAMED:])}


def chosen_of(batch: Batch, told: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What is said of columns by their words alone, for every head that has them; Invalid when none has."""
    heads = {head.digest: {column.key for column in head.columns} for head in heads_of(batch)}
    unknown = [key for key in told if not any(key in keys for keys in heads.values())]
    if unknown:
        raise Invalid({"columns": [str(no_such_column(unknown))]})
    named = {
        digest: {key: field for key, field in told.items() if key in keys} for digest, keys in heads.items()
    }
    return {digest: chosen for digest, chosen in named.items() if chosen}
