from banyan.intake.actions.accepting import accept_batch, discard_batch
from banyan.intake.actions.answering import answer_row
from banyan.intake.actions.staging import stage_roster
from banyan.intake.actions.undoing import undo_batch

__all__ = ["accept_batch", "answer_row", "discard_batch", "stage_roster", "undo_batch"]
