"""The one gate of every status: a conditional UPDATE, which is also the lock (architecture.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.audit.record import Actor, Place, remember
from banyan.shared.errors import Reason, Refused

MOVED_ON = Reason("moved_on", _("这一项的状态已经变了，请刷新页面看看最新情况再操作。"))


@dataclass(frozen=True)
class Move:
    """One arrow of a lifecycle: from which states, to which, and the act's name in the record."""

    sources: frozenset[str]
    target: str
    act: str


def arrow(sources: str | tuple[str, ...], target: str, act: str) -> Move:
    """Write a `Move` with plain strings."""
    return Move(frozenset([sources] if isinstance(sources, str) else sources), target, act)


class HasStatus(Protocol):
    """A row with a status, its table of moves, and whom it concerns."""

    MOVES: ClassVar[Mapping[str, Move]]
    pk: Any
    status: Any


def move(
    row: Any,
    verb: str,
    *,
    by: Actor,
    org: Place | None = None,
    subject: UUID | None = None,
    reason: str = "",
    **changes: Any,
) -> None:
    """Move a row by a verb of its MOVES, writing `changes` in the same statement.

    Refused("moved_on") when the row does not stand in a source state: two at once, one wins.
    """
    step: Move = row.MOVES[verb]
    before = str(row.status)
    model: type[models.Model] = type(row)
    found = model._default_manager.filter(pk=row.pk, status__in=step.sources)
    if not found.update(status=step.target, **changes):
        raise Refused(MOVED_ON)
    for name, value in {"status": step.target, **changes}.items():
        setattr(row, name, value)
    remember(
        by,
        step.act,
        row,
        org=org,
        subject=subject,
        fields=changes,
        reason=reason,
        before=before,
        after=step.target,
    )
