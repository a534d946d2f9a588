"""What happens by itself: a kind word, a place that goes back, an offer to who waits, a reminder to who reviews."""

from django.utils.translation import gettext_lazy as _

from banyan.jobs.later import later
from banyan.shared.clock import now
from banyan.tasks.actions import (
    end_old_tasks,
    forget_sessions,
    forget_unused_photos,
    offer_free_places,
    remind_reviewers,
    tend_quiet_claims,
)


@later(title=_("问候很久没有音讯的认领，让出名额"))
def tend_claims(day: str) -> None:
    """Each day: quiet claims (ideas 6), then places for those who wait."""
    tend_quiet_claims(now())
    offer_free_places()


@later(title=_("提醒审核人还有成果没审核"))
def remind_of_reviews(day: str) -> None:
    """Each day: organisations whose submissions wait too long (D-03)."""
    remind_reviewers(now())


@later(title=_("删去一个月前提交时的登录标记"))
def forget_devices(day: str) -> None:
    """Each night: by which session work came is kept for a month, not longer (ideas 19)."""
    forget_sessions(now())


@later(title=_("删去没有用上的任务照片和文件"))
def forget_photos(day: str) -> None:
    """Each night: pictures of work not handed in any longer, after 30 days (trust.md 4.5)."""
    forget_unused_photos(now())


@later(title=_("结束早已过了截止时间的任务"))
def end_tasks(day: str) -> None:
    """Each day: open tasks whose last day was a month ago (decisions/0020)."""
    end_old_tasks(now())
