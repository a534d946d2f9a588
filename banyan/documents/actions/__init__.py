"""Every change of the register of papers."""

from banyan.documents.actions.checking import check_paper, write_check
from banyan.documents.actions.inviting import invite_on_paper
from banyan.documents.actions.issuing import issue_paper, new_paper, seal
from banyan.documents.actions.keeping import open_papers, reprint_paper, void_paper
from banyan.documents.actions.printing import ask_for_print, forget_old_prints, set_print, take_print
from banyan.documents.actions.sharing import make_card, make_notice, offer_phone, withdraw_phone
from banyan.documents.actions.trusting import trust_key, withdraw_key

__all__ = [
    "ask_for_print",
    "check_paper",
    "forget_old_prints",
    "invite_on_paper",
    "issue_paper",
    "make_card",
    "make_notice",
    "new_paper",
    "offer_phone",
    "open_papers",
    "reprint_paper",
    "seal",
    "set_print",
    "take_print",
    "trust_key",
    "void_paper",
    "withdraw_key",
    "withdraw_phone",
    "write_check",
]
