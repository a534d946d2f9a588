"""A question of the review answered by the officer: which branch, or the reading as it stands."""

import json

from banyan.audit.record import act, remember
from banyan.intake.actions.matching import match_again
from banyan.intake.models import StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.reading.results import Certainty
from banyan.intake.rules import why_not_review
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.shared.errors import refuse_if

ANSWERED = "您已核对"


@act
def answer_row(staged: StagedRow, *, by: Viewer, branch: Organisation | None = None) -> str:
    """Settle every question of a row: the branch chosen, all other readings taken as they stand.

    A value that could not be read is left out. The row is matched anew; returns its verdict.
    """
    batch = staged.batch
    require(by, IMPORT_ROSTERS, at=batch.org)
    refuse_if(why_not_review(batch.status))
    stored = dict(staged.reading())
    if branch is not None:
        stored["facts"]["branch"] = str(branch.ref)
    for reading in stored["values"].values():
        if reading["certainty"] == Certainty.QUESTION:
            reading.update(certainty=str(Certainty.CORRECTED), why=ANSWERED)
    staged.read, staged.is_corrected = json.dumps(stored, ensure_ascii=False), True
    staged.save(update_fields=["read", "is_corrected"])
    match_again(batch, [staged])
    remember(by, "import.answered", staged, org=batch.org, after=staged.verdict)
    return staged.verdict
