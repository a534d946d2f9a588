"""Every write of tasks and claims: import the acts from here."""

from banyan.tasks.actions.claim import claim_task, give_place_back, nudge_claim, return_claim, withdraw_claim
from banyan.tasks.actions.need import end_need, note_need, say_ready
from banyan.tasks.actions.pattern import end_pattern, keep_pattern
from banyan.tasks.actions.question import clear_questions, forget_sessions, mark_of_words
from banyan.tasks.actions.review import accept_work, release_claim, send_back_work
from banyan.tasks.actions.task import (
    FACTS,
    MORE,
    cancel_task,
    change_task,
    close_task,
    draft_task,
    end_old_task,
    open_task,
    publish_task,
)
from banyan.tasks.actions.tending import end_old_tasks, offer_free_places, remind_reviewers, tend_quiet_claims
from banyan.tasks.actions.thread import add_note, add_partner, leave_partner
from banyan.tasks.actions.volunteering import record_service
from banyan.tasks.actions.wait import OFFER_HOURS, join_wait, leave_wait, offer_places
from banyan.tasks.actions.work import (
    forget_unused_photos,
    remove_claim_file,
    submit_claim,
    take_back_work,
)

__all__ = [
    "FACTS",
    "MORE",
    "OFFER_HOURS",
    "accept_work",
    "add_note",
    "add_partner",
    "cancel_task",
    "change_task",
    "claim_task",
    "clear_questions",
    "close_task",
    "draft_task",
    "end_need",
    "end_old_task",
    "end_old_tasks",
    "end_pattern",
    "forget_sessions",
    "forget_unused_photos",
    "give_place_back",
    "join_wait",
    "keep_pattern",
    "leave_partner",
    "leave_wait",
    "mark_of_words",
    "note_need",
    "nudge_claim",
    "offer_free_places",
    "offer_places",
    "open_task",
    "publish_task",
    "record_service",
    "release_claim",
    "remind_reviewers",
    "remove_claim_file",
    "return_claim",
    "say_ready",
    "send_back_work",
    "submit_claim",
    "take_back_work",
    "tend_quiet_claims",
    "withdraw_claim",
]
