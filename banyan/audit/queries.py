"""Reading and checking the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from banyan.audit.models import FIRST_HASH, Entry

CHUNK = 500


@dataclass(frozen=True)
class ChainReport:
    """How the chain stands: rows read, its head, and the first row that does not fit (None when sound)."""

    rows: int
    head: str
    first_bad: int | None


def check_chain(entries: Iterable[Entry] | None = None) -> ChainReport:
    """Recompute every hash from the first row on; names the first bad row (R-G2)."""
    rows, prev_hash = 0, FIRST_HASH
    for entry in entries if entries is not None else _all_entries():
        if entry.seq != rows + 1 or entry.prev_hash != prev_hash or entry.computed_hash() != entry.hash:
            return ChainReport(rows, prev_hash, entry.seq)
        rows, prev_hash = rows + 1, entry.hash
    return ChainReport(rows, prev_hash, None)


def _all_entries() -> Iterator[Entry]:
    return Entry.objects.order_by("seq").iterator(chunk_size=2000)


def all_entries() -> "QuerySet[Entry]":
    """The whole record; who may read which part of it is decided in privacy/queries.py."""
    return Entry.objects.order_by("-seq")


def last_seq() -> int:
    """How far the record goes. Acts are numbered in the order in which they were committed."""
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def is_touched_since(seq: int, object_type: str) -> bool:
    """Has the record gone on from there with an act on a row of this kind ("people.person")?"""
    return Entry.objects.filter(seq__gt=seq, object_type=object_type).exists()


def acts_about(subjects: Iterable[UUID]) -> dict[UUID, list[Entry]]:
    """What was done about each of these people, the latest first."""
    found: dict[UUID, list[Entry]] = {}
    listed = list(subjects)
    for start in range(0, len(listed), CHUNK):
        acts = Entry.objects.filter(subject_ref__in=listed[start : start + CHUNK], result="done")
        for entry in acts.order_by("-seq"):
            if entry.subject_ref is not None:
                found.setdefault(entry.subject_ref, []).append(entry)
    return found


def head_at(seq: int) -> str:
    """The hash of the row of this number: the head of the chain when it was that long."""
    return Entry.objects.filter(seq=seq).values_list("hash", flat=True).first() or FIRST_HASH
