"""Every timed job of the house on one page. The worker hands each its period, once (R-J3)."""

from banyan.accounts import jobs as accounts
from banyan.documents import jobs as documents
from banyan.intake import jobs as intake
from banyan.jobs import jobs
from banyan.jobs.later import Timed
from banyan.journeys import jobs as journeys
from banyan.notify import jobs as notify
from banyan.tasks import jobs as tasks

SCHEDULE = (
    Timed(jobs.clear_away, hour=3),
    Timed(accounts.clear_away, hour=3),
    Timed(documents.forget_prints, hour=3),
    Timed(intake.clear_away, hour=3),
    Timed(journeys.forget_kits, hour=3),
    Timed(journeys.forget_knocks, hour=3),
    Timed(journeys.forget_photos, hour=3),
    Timed(intake.forget_chats, hour=3),
    Timed(tasks.forget_devices, hour=3),
    Timed(tasks.forget_photos, hour=3),
    Timed(notify.forget_words, hour=3),
    Timed(tasks.end_tasks, hour=9),
    Timed(tasks.tend_claims, hour=9),
    Timed(tasks.remind_of_reviews, hour=9),
    Timed(intake.ask_superiors, hour=5),
)
