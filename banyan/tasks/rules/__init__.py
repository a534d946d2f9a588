"""When a task may be published, claimed, submitted and reviewed (D-01..D-09, T14). Facts come as arguments."""

from banyan.tasks.rules.claim import (
    ALREADY_CLAIMED,
    FULL,
    NOT_FOR_HIM,
    NOT_OPEN,
    OVER,
    why_not_claim,
    why_not_withdraw,
)
from banyan.tasks.rules.kind import DETAIL_CHARACTERS, MOST_HUNDREDTHS, why_not_kind, why_not_outcomes
from banyan.tasks.rules.task import why_not_change, why_not_draft, why_not_quota
from banyan.tasks.rules.work import (
    NOT_A_PHOTO,
    PHOTO_MAX_MB,
    PHOTOS_PER_CLAIM,
    why_not_photos,
    why_not_review,
    why_not_send_back,
    why_not_submit,
)

__all__ = [
    "ALREADY_CLAIMED",
    "DETAIL_CHARACTERS",
    "FULL",
    "MOST_HUNDREDTHS",
    "NOT_A_PHOTO",
    "NOT_FOR_HIM",
    "NOT_OPEN",
    "OVER",
    "PHOTOS_PER_CLAIM",
    "PHOTO_MAX_MB",
    "why_not_change",
    "why_not_claim",
    "why_not_draft",
    "why_not_kind",
    "why_not_outcomes",
    "why_not_photos",
    "why_not_quota",
    "why_not_review",
    "why_not_send_back",
    "why_not_submit",
    "why_not_withdraw",
]
