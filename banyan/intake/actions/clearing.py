"""What killed programs left behind."""

from datetime import datetime, timedelta

from banyan.intake.models import ORIGINALS, Batch
from banyan.shared.sealed_files import forget_strays

# Longer than any upload is under way.
STRAY_HOURS = 24


def forget_stray_originals(at: datetime) -> int:
    """Delete the encrypted rosters whose batch never came to be, a day after; returns how many (R-I2).

    Not remembered: for the house there never was an import.
    """
    kept = {batch.file_name for batch in Batch.objects.only("ref")}
    return forget_strays(ORIGINALS, kept, before=at - timedelta(hours=STRAY_HOURS))
