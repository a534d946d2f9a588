"""Acts are collected while they happen and appended, under the chain's lock, as the last statement of the
outermost transaction: a lock taken earlier and held to commit would let two acts deadlock."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from banyan.audit.models import FIRST_HASH, Entry
from banyan.audit.rules import known_address, one_line, plain
from banyan.audit.words import ITSELF
from banyan.shared.bulk import insert_many, new_row
from banyan.shared.clock import now
from banyan.shared.prepared import cursor

P = ParamSpec("P")
R = TypeVar("R")
CHAIN_LOCK = 0x42414E59  # "BANY": one advisory lock for the one chain
# What a row has from its place in the chain and from nowhere else.
OF_THE_CHAIN = ("seq", "prev_hash", "hash")
LABEL_CHARACTERS, PLACE_CHARACTERS, REASON_CHARACTERS = 80, 120, 200


class Actor(Protocol):
    """Whoever acts, as the record names him. orgs.Viewer is one."""

    @property
    def audit_ref(self) -> UUID | None: ...
    @property
    def audit_label(self) -> str: ...
    @property
    def audit_role(self) -> str: ...
    @property
    def audit_org(self) -> "Place | None": ...
    @property
    def address(self) -> str | None: ...
    @property
    def request_id(self) -> str: ...


class Place(Protocol):
    """An organisation, as the record names it."""

    ref: UUID
    name: str


@dataclass(frozen=True)
class System:
    """The actor of what happens by itself: jobs and commands."""

    audit_label: str = ITSELF
    audit_role: str = "system"
    audit_ref: UUID | None = None
    audit_org: Place | None = None
    address: str | None = None
    request_id: str = ""


SYSTEM = System()
_collected: ContextVar[list[Entry] | None] = ContextVar("collected", default=None)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """An action: one transaction, and one record of it that stands or falls with it (R-G3)."""

    @wraps(function)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        with recording():
            return function(*args, **kwargs)

    return acting


@contextmanager
def recording() -> Iterator[list[Entry]]:
    """A transaction whose remembered acts are appended at its end; inner ones join the outermost.

    Yields what is remembered so far: as long as it is empty, nothing was done.
    """
    waiting = _collected.get()
    if waiting is not None:
        with _inner(waiting), transaction.atomic():
            yield waiting
        return
    waiting = []
    token = _collected.set(waiting)
    with transaction.atomic():
        try:
            yield waiting
            append(waiting)
        finally:
            # Before the commit: what is told after it remembers its own acts.
            _collected.reset(token)


@contextmanager
def _inner(waiting: list[Entry]) -> Iterator[None]:
    known = len(waiting)
    try:
        yield
    except BaseException:
        del waiting[known:]
        raise


def remember(
    by: Actor,
    act_name: str,
    row: models.Model | None = None,
    *,
    org: Place | None = None,
    subject: UUID | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
    result: str = "done",
    **details: Any,
) -> None:
    """Remember that `by` did `act_name` to `row`; outside an act it is written at once.

    `fields` are names, `details` states and counts: never a sensitive value.
    """
    place = org or by.audit_org
    entry = new_row(
        Entry,
        at=now(),
        actor_ref=by.audit_ref,
        actor_label=one_line(by.audit_label, LABEL_CHARACTERS),
        role=by.audit_role,
        org_ref=place.ref if place else None,
        org_label=one_line(place.name, PLACE_CHARACTERS) if place else "",
        act=act_name,
        object_type=row._meta.label_lower if row is not None else "",
        object_ref=getattr(row, "ref", None),
        subject_ref=subject,
        field_names=sorted(fields),
        details=plain(details),
        result=result,
        reason=one_line(reason, REASON_CHARACTERS),
        address=known_address(by.address),
        request_id=by.request_id,
    )
    waiting = _collected.get()
    if waiting is not None:
        waiting.append(entry)
        return
    with transaction.atomic():
        append([entry])


def remember_forgotten(act_name: str, count: int) -> int:
    """What had reached its last day was deleted by itself: remember how much, or nothing when there was none.

    Returns the count (trust.md 4.5: a daily job deletes and writes counts).
    """
    if count:
        remember(SYSTEM, act_name, count=count)
    return count


def append(entries: list[Entry]) -> None:
    """Link entries to the head of the chain and store them. The caller's transaction holds the lock.

    One alone is linked and stored by PostgreSQL in one statement: however many acts there are, each holds the
    chain no longer than that and its commit.
    """
    if len(entries) == 1 and connection.vendor == "postgresql":
        _append_at_once(entries[0])
    elif entries:
        _append_in_turn(entries)


def _append_in_turn(entries: list[Entry]) -> None:
    _lock_chain()
    head = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, prev_hash = head or (0, FIRST_HASH)
    for entry in entries:
        seq += 1
        entry.seq, entry.prev_hash = seq, prev_hash
        entry.hash = prev_hash = entry.computed_hash()
    insert_many(entries)


def _lock_chain() -> None:
    # SQLite transactions begin IMMEDIATE here: the database itself is the lock.
    if connection.vendor == "postgresql":
        with connection.cursor() as asking:
            asking.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _append_at_once(entry: Entry) -> None:
    fields = [field for field in Entry._meta.concrete_fields if field.attname not in OF_THE_CHAIN]
    using = connections[DEFAULT_DB_ALIAS]
    values = [field.get_db_prep_save(field.pre_save(entry, True), using) for field in fields]
    with cursor() as writing:
        writing.execute(_append_statement(), [*values, CHAIN_LOCK, *entry.canonical_parts()])
        entry.seq, entry.prev_hash, entry.hash = writing.fetchone()


@cache
def _append_statement() -> str:
    """The row with its facts, and the number and the hashes that `audit_next` gives it (migration 0003)."""
    facts = [field for field in Entry._meta.concrete_fields if field.attname not in OF_THE_CHAIN]
    columns = ", ".join([*(str(field.column) for field in facts), *OF_THE_CHAIN])
    values = ", ".join([f"%s::{field.db_type(connection)}" for field in facts])
    link = "seq, prev_hash, hash"
    return (
        f"INSERT INTO audit_entry ({columns}) SELECT {values}, {link} "  # noqa: S608 - names of our own model
        f"FROM audit_next(%s, %s, %s, %s) RETURNING {link}"
    )
