"""Tasks, claims, and what belongs to them."""

from banyan.tasks.models.claim import Claim, ClaimFile, Note, Outcome, Partner
from banyan.tasks.models.task import Slot, Task, Wait

__all__ = [
    "Claim",
    "ClaimFile",
    "Note",
    "Outcome",
    "Partner",
    "Slot",
    "Task",
    "Wait",
]
