"""How far the work at hand has come: told by whatever does it, written by the worker about once a second."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass
class Progress:
    """So many done, of so many, and what is being done in a few words (never a person's)."""

    done: int = 0
    total: int = 0
    words: str = ""


current: ContextVar[Progress | None] = ContextVar("current", default=None)


def tell_progress(done: int, total: int, words: str | Promise = "") -> None:
    """Say how far it is. Costs nothing, and does nothing where no worker is listening."""
    progress = current.get()
    if progress is not None:
        progress.done, progress.total, progress.words = done, total, str(words)
