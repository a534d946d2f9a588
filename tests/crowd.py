"""Many at once, each on a connection of his own: for tests of races (they need committed rows)."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def all_at_once(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Start every act at the same moment; what each returned or raised, in their order."""
    start = threading.Barrier(len(acts))
    answers: list[T | Exception] = [RuntimeError("did not run")] * len(acts)

    def run(number: int) -> None:
        try:
            start.wait()
            answers[number] = acts[number]()
        except Exception as fault:
            answers[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
