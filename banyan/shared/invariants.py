"""What must be true of the rows whatever happened: `banyan verify` recounts it.

An app lists its own in `verify.py`:

    INVARIANTS = (Invariant("tasks.claimed", "a task counts its claims", tasks_counted_wrongly),)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """`differences(is_full)` yields a line for each row that differs, naming it by ref and never by a value.

    Where recounting everything takes long, a sample does unless `is_full`.
    """

    name: str
    words: str
    differences: Callable[[bool], Iterable[str]]
