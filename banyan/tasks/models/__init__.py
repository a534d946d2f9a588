"""Tasks, claims, and what belongs to them."""

from banyan.tasks.models.claim import CLAIM_PHOTOS, PICTURE, Claim, ClaimFile, Note, Outcome, Partner
from banyan.tasks.models.task import Need, Pattern, Readiness, Slot, Task, Wait

__all__ = [
    "CLAIM_PHOTOS",
    "PICTURE",
    "Claim",
    "ClaimFile",
    "Need",
    "Note",
    "Outcome",
    "Partner",
    "Pattern",
    "Readiness",
    "Slot",
    "Task",
    "Wait",
]
