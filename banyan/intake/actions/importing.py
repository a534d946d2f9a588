"""A roster read and taken in at once, for those who have looked at it already: programs and the command."""

from banyan.audit.record import act
from banyan.intake.actions.accepting import accept_batch
from banyan.intake.actions.leaving import leave_accepting
from banyan.intake.actions.staging import stage_roster
from banyan.intake.models import Batch
from banyan.intake.states import BatchStatus
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer


@act
def import_roster(content: bytes, file_name: str, *, org: Organisation, by: Viewer) -> Batch:
    """Stage a file and accept what is new or changed, in one transaction; questions wait in the batch.

    NameUnknown where no column is known to be the name: whoever takes in at once is asked nothing.
    What is large is left to the worker, who reads and then accepts it. Permission, refusals and record are those of
    `stage_roster` and `accept_batch`.
    """
    batch = stage_roster(content, file_name, org=org, by=by, leave=leave_accepting, is_asking=False)
    if batch.status == BatchStatus.IN_REVIEW:
        accept_batch(batch, by=by)
    return batch
