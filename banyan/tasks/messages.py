"""Who hears of a task: those it is for, whoever reviews it, and the member whose work was seen."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.notify.actions import tell
from banyan.orgs.models import Organisation
from banyan.orgs.queries import accounts_that_may
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.queries import (
    PUBLISHED,
    claim_with_names,
    doers_of,
    note_with_claim,
    partner_with_claim,
    people_still_at,
    people_to_invite,
    people_under_way,
    task_with_org,
    wait_with_task,
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


def task_ended(pk: int) -> None:
    """To everybody who still has it in hand: it is over, what was done may be handed in, and giving up is fine."""
    task = task_with_org(pk)
    words = _(
        "任务“{title}”已经过了截止时间，先结束了。您做好了的话，还可以提交；没做成也没关系，点退出就好。谢谢您。"
    )
    tell(
        people_still_at(task),
        kind="task.ended",
        words=format_lazy(words, title=task.title),
        link=reverse("tasks:task", args=[task.ref]),
        org=task.org,
        key=f"task:{task.ref}:ended",
    )


def claim_submitted(pk: int) -> None:
    """To whoever reviews it, who is asked: somebody else than whoever did it."""
    claim = claim_with_names(pk)
    words = _("{name}提交了“{title}”的完成情况，请审核。")
    tell(
        _reviewers_of(claim),
        kind="claim.submitted",
        words=format_lazy(words, name=claim.person.name, title=claim.task.title),
        link=reverse("tasks:claim", args=[claim.ref]),
        org=claim.task.org,
        key=review_key(claim),
        is_asking=True,
    )


def work_accepted(pk: int) -> None:
    """To the member and whoever did it with him: done, and thanks."""
    claim = claim_with_names(pk)
    words = _("您完成的任务“{title}”已通过，家乡谢谢您。")
    _tell_member(claim, format_lazy(words, title=claim.task.title), *doers_of(claim)[1:])


def work_sent_back(pk: int) -> None:
    """To the member: what is still missing."""
    claim = claim_with_names(pk)
    words = _("任务“{title}”还差一点：{missing}")
    _tell_member(claim, format_lazy(words, title=claim.task.title, missing=claim.missing))


def claim_nudged(pk: int) -> None:
    """To the member who has been quiet: how does it go? No hurry, and giving back is fine (ideas 6)."""
    claim = claim_with_names(pk)
    words = _("您认领的“{title}”还顺利吗？说一声就好；做不了也没关系，可以把名额让给别人。")
    _tell_member(claim, format_lazy(words, title=claim.task.title))


def claim_returned(pk: int) -> None:
    """To the member whose place went back by itself: no blame, and he may claim again."""
    claim = claim_with_names(pk)
    words = _("“{title}”有一阵没有您的消息，名额先让给别人了，没关系。想做的话，有名额时随时再认领。")
    _tell_member(claim, format_lazy(words, title=claim.task.title))


def claim_released(pk: int) -> None:
    """To the member: the branch has ended it, with its words."""
    claim = claim_with_names(pk)
    words = _("“{title}”不用再做了：{words}。谢谢您。")
    _tell_member(claim, format_lazy(words, title=claim.task.title, words=claim.missing))


def place_offered(pk: int) -> None:
    """To whoever waits: there is a place, to be taken or not."""
    wait = wait_with_task(pk)
    words = _("“{title}”空出了名额。愿意的话点开认领，先到先得；不方便就不用管。")
    tell(
        [wait.person],
        kind="task.place_offered",
        words=format_lazy(words, title=wait.task.title),
        link=reverse("tasks:task", args=[wait.task.ref]),
        org=wait.task.org,
        key=f"wait:{wait.ref}:{wait.offered_at:%Y%m%d%H%M%S%f}",
    )


def note_written(pk: int) -> None:
    """To the other side of the thread."""
    note = note_with_claim(pk)
    claim = note.claim
    words = _("{name}说到“{title}”：{words}")
    said = note.words or _("有新进展")
    text = format_lazy(words, name=note.author, title=claim.task.title, words=said)
    hearers = _reviewers_of(claim) if note.is_from_member else [claim.person]
    tell(
        hearers,
        kind="claim.noted",
        words=text,
        link=reverse("tasks:claim", args=[claim.ref]),
        org=claim.task.org,
    )


def partner_added(pk: int) -> None:
    """To whoever was written down as doing it together."""
    partner = partner_with_claim(pk)
    words = _("{name}请您一起做“{title}”，已写上您的名字；不参加的话点开退出，没关系。")
    tell(
        [partner.person],
        kind="claim.partner_added",
        words=format_lazy(words, name=partner.added_by, title=partner.claim.task.title),
        link=reverse("tasks:claim", args=[partner.claim.ref]),
        org=partner.claim.task.org,
    )


def _reviewers_of(claim: Claim) -> list[Account]:
    return accounts_that_may(REVIEW, claim.task.org, but={each.account_id for each in doers_of(claim)})


def reviews_late(org: Organisation, count: int, day: str, *, of: int | None = None) -> None:
    """To whoever reviews: so many submissions have waited long. The members are not at fault (D-03).

    `of` is the account of whoever reviews there and waits himself: somebody else is told of his.
    """
    tell(
        accounts_that_may(REVIEW, org, but={of} if of else ()),
        kind="claim.review_late",
        words=format_lazy(_("有{count}份成果等您审核好几天了，党员在等回音。"), count=count),
        link=reverse("tasks:review"),
        org=org,
        key=f"review-late:{org.ref}:{day}:{of}" if of else f"review-late:{org.ref}:{day}",
    )


def _tell_member(claim: Claim, words: Promise, *others: Person) -> None:
    tell(
        [claim.person, *others],
        kind=f"claim.{claim.status}",
        words=words,
        link=reverse("tasks:claim", args=[claim.ref]),
        org=claim.task.org,
    )
