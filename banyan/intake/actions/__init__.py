from banyan.intake.actions.accepting import accept_batch, discard_batch
from banyan.intake.actions.answering import answer_row
from banyan.intake.actions.importing import import_roster
from banyan.intake.actions.staging import look_over_roster, stage_roster
from banyan.intake.actions.undoing import undo_batch

__all__ = [
    "accept_batch",
    "answer_row",
    "discard_batch",
    "import_roster",
    "look_over_roster",
    "stage_roster",
    "undo_batch",
]
