from banyan.intake.actions.accepting import accept_batch, discard_batch
from banyan.intake.actions.answering import Decision, answer_question, reopen_question
from banyan.intake.actions.importing import import_roster
from banyan.intake.actions.mapping import correct_columns, forget_columns, remember_columns
from banyan.intake.actions.staging import look_over_roster, stage_roster
from banyan.intake.actions.undoing import undo_batch

__all__ = [
    "Decision",
    "accept_batch",
    "answer_question",
    "correct_columns",
    "discard_batch",
    "forget_columns",
    "import_roster",
    "look_over_roster",
    "remember_columns",
    "reopen_question",
    "stage_roster",
    "undo_batch",
]
