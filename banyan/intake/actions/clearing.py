"""Encrypted originals of rosters go when nobody needs them: after 30 days, or when no batch ever came to be."""

from datetime import datetime, timedelta

from banyan.audit.record import act, remember_forgotten
from banyan.intake.models import ORIGINALS, Batch
from banyan.intake.rules import ORIGINAL_DAYS
from banyan.intake.states import BatchStatus
from banyan.shared.sealed_files import forget_strays

# Longer than any upload is under way.
STRAY_HOURS = 24


@act
def forget_originals(at: datetime) -> int:
    """Delete the encrypted rosters of 30 days ago, of batches left aside, and those without a batch (R-I2).

    Returns how many, audited with the count (trust.md 4.5). What was read of them stays with the batch.
    """
    needed = Batch.objects.filter(made_at__gt=at - timedelta(days=ORIGINAL_DAYS))
    kept = {batch.file_name for batch in needed.exclude(status=BatchStatus.DISCARDED).only("ref")}
    gone = forget_strays(ORIGINALS, kept, before=at - timedelta(hours=STRAY_HOURS))
    return remember_forgotten("originals.forgotten", gone)
