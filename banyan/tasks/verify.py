"""What must be true of tasks and claims, whatever happened."""

from collections.abc import Iterator

from banyan.shared.invariants import Invariant
from banyan.tasks.queries import miscounted_slots, miscounted_tasks, undated_claims


def counters_adrift(is_full: bool) -> Iterator[str]:
    """A task's counter is the number of its claims that were not withdrawn (R-C1)."""
    return (
        f"task {ref}: counter and claims disagree" for ref in miscounted_tasks().values_list("ref", flat=True)
    )


def slots_adrift(is_full: bool) -> Iterator[str]:
    """A turn's counter is the number of its claims that were not withdrawn (D-07)."""
    return (
        f"slot {ref}: counter and claims disagree" for ref in miscounted_slots().values_list("ref", flat=True)
    )


def claims_undated(is_full: bool) -> Iterator[str]:
    """A claim has the time of the step it stands at."""
    return (
        f"claim {ref}: status and times disagree" for ref in undated_claims().values_list("ref", flat=True)
    )


INVARIANTS = (
    Invariant("tasks.places", "a task's counter is the number of its claims", counters_adrift),
    Invariant("tasks.slots", "a turn's counter is the number of its claims", slots_adrift),
    Invariant("tasks.claims", "a claim has the time of its step", claims_undated),
)
