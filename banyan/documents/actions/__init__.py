"""Every change of the register of papers."""

from banyan.documents.actions.inviting import invite_on_paper
from banyan.documents.actions.issuing import issue_paper, new_paper, seal
from banyan.documents.actions.keeping import open_papers, reprint_paper, void_paper
from banyan.documents.actions.printing import ask_for_print, forget_old_prints, set_print, take_print

__all__ = [
    "ask_for_print",
    "forget_old_prints",
    "invite_on_paper",
    "issue_paper",
    "new_paper",
    "open_papers",
    "reprint_paper",
    "seal",
    "set_print",
    "take_print",
    "void_paper",
]
