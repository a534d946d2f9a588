"""Every write of tasks and claims: import the acts from here."""

from banyan.tasks.actions.claim import claim_task, withdraw_claim
from banyan.tasks.actions.review import accept_work, send_back_work
from banyan.tasks.actions.task import (
    FACTS,
    cancel_task,
    change_task,
    close_task,
    draft_task,
    open_task,
    publish_task,
)
from banyan.tasks.actions.work import submit_claim, take_back_work

__all__ = [
    "FACTS",
    "accept_work",
    "cancel_task",
    "change_task",
    "claim_task",
    "close_task",
    "draft_task",
    "open_task",
    "publish_task",
    "send_back_work",
    "submit_claim",
    "take_back_work",
    "withdraw_claim",
]
