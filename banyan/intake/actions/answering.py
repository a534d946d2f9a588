"""A question of the review answered by the officer: which branch, or the reading as it stands."""

import json
from typing import Any

from banyan.audit.record import act, remember
from banyan.intake.models import StagedRow
from banyan.intake.permissions import IMPORT_ROSTERS
from banyan.intake.queries.matching import known_to, match_row
from banyan.intake.reading.results import Certainty, Row, Table, Verdict
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
    verdict = _matched_again(staged, stored)
    remember(by, "import.answered", staged, org=batch.org, after=verdict)
    return verdict


def _matched_again(staged: StagedRow, stored: dict[str, Any]) -> str:
    row = Row(Table(staged.sheet, (), ()), staged.row, {}, ref=stored.get("ref", ""))
    facts = stored["facts"]
    found = match_row(row, facts, known_to(staged.batch.org, [(row, facts)]))
    if found.verdict is Verdict.QUESTION:
        asked = stored["values"].setdefault(found.field, {"raw": "", "value": None})
        asked.update(certainty=str(Certainty.QUESTION), why=found.why)
    staged.verdict, staged.person, staged.is_corrected = found.verdict, found.person, True
    staged.read = json.dumps(stored, ensure_ascii=False)
    staged.save(update_fields=["verdict", "person", "is_corrected", "read"])
    return str(found.verdict)
