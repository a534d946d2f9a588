"""What the worker does with a batch that was left to it, with the rights its officer has by then (T4)."""

from collections.abc import Callable

from banyan.accounts.models import Account
from banyan.audit.lifecycle import MOVED_ON
from banyan.intake.actions.accepting import take_batch
from banyan.intake.actions.leaving import note_problem
from banyan.intake.actions.staging import read_batch
from banyan.intake.models import Batch
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import Viewer
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.spreadsheets.sheets import Unreadable


def read_left(batch_pk: int, account_pk: int) -> None:
    """Read a batch. Run twice it is read once; a file that cannot be read leaves its sentence with the batch."""
    _work(batch_pk, account_pk, read_batch)


def accept_left(batch_pk: int, account_pk: int) -> None:
    """Take a batch in, in one transaction, reading it first where that is still to do. Run twice it goes in once."""
    _work(batch_pk, account_pk, _read_and_take)


def _read_and_take(batch: Batch, *, by: Viewer) -> None:
    read_batch(batch, by=by)
    take_batch(batch, by=by)


def _work(batch_pk: int, account_pk: int, step: Callable[..., None]) -> None:
    batch = Batch.objects.select_related("org").get(pk=batch_pk)
    try:
        step(batch, by=viewer_for(Account.objects.get(pk=account_pk)))
    except Unreadable as problem:
        note_problem(batch, problem.sentence)
    except (Refused, NotAllowed) as no:
        if no.reason is not MOVED_ON:
            note_problem(batch, no.reason.text)
        raise
