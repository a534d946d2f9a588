"""Who hears of a task: those it is for, whoever reviews it, and the member whose work was seen."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.notify.actions import tell
from banyan.orgs.queries import accounts_that_may
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import (
    PUBLISHED,
    claim_with_names,
    people_to_invite,
    people_under_way,
    task_with_org,
)


def review_key(claim: Claim) -> str:
    """Under which key a submission waits for its review; handed in again it asks anew."""
    return f"claim:{claim.ref}:{claim.submitted_at:%Y%m%d%H%M%S%f}"


def task_opened(pk: int) -> None:
    """To the members it reaches, as far as they have not been asked often enough this month."""
    task = task_with_org(pk)
    words = _("{org}发布了新任务：{title}。能帮上的话，请看一看。")
    tell(
        people_to_invite(task, Period.of(today()).start),
        kind=PUBLISHED,
        words=format_lazy(words, org=task.org.name, title=task.title),
        link=reverse("tasks:task", args=[task.ref]),
        org=task.org,
        key=f"task:{task.ref}:opened",
    )


def task_cancelled(pk: int) -> None:
    """To everybody who had it in hand: it is no longer needed, with thanks."""
    task = task_with_org(pk)
    words = _("任务“{title}”已经取消，您不用再做了。谢谢您愿意帮忙。")
    tell(
        people_under_way(task),
        kind="task.cancelled",
        words=format_lazy(words, title=task.title),
        link=reverse("tasks:task", args=[task.ref]),
        org=task.org,
        key=f"task:{task.ref}:cancelled",
    )


def claim_submitted(pk: int) -> None:
    """To whoever reviews it, who is asked."""
    claim = claim_with_names(pk)
    words = _("{name}提交了“{title}”的完成情况，请审核。")
    tell(
        accounts_that_may(REVIEW, claim.task.org),
        kind="claim.submitted",
        words=format_lazy(words, name=claim.person.name, title=claim.task.title),
        link=reverse("tasks:claim", args=[claim.ref]),
        org=claim.task.org,
        key=review_key(claim),
        is_asking=True,
    )


def work_accepted(pk: int) -> None:
    """To the member: done, and thanks."""
    claim = claim_with_names(pk)
    words = _("您完成的任务“{title}”已通过，家乡谢谢您。")
    _tell_member(claim, format_lazy(words, title=claim.task.title))


def work_sent_back(pk: int) -> None:
    """To the member: what is still missing."""
    claim = claim_with_names(pk)
    words = _("任务“{title}”还差一点：{missing}")
    _tell_member(claim, format_lazy(words, title=claim.task.title, missing=claim.missing))


def _tell_member(claim: Claim, words: Promise) -> None:
    tell(
        [claim.person],
        kind=f"claim.{claim.status}",
        words=words,
        link=reverse("tasks:claim", args=[claim.ref]),
        org=claim.task.org,
    )
