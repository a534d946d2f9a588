"""Tasks, claims, and what belongs to them."""

from banyan.tasks.models.claim import Claim, ClaimFile, Outcome
from banyan.tasks.models.task import Task

__all__ = [
    "Claim",
    "ClaimFile",
    "Outcome",
    "Task",
]
