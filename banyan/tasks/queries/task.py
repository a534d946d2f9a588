"""Tasks as a member is offered them and as an office sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from banyan.notify.models import Message
from banyan.orgs.models import Organisation
from banyan.orgs.policies import REQUESTS_PER_MONTH
from banyan.orgs.queries import orgs_in_reach, policies_of, policy_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.queries import person_of
from banyan.shared.clock import now, today
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period
from banyan.shared.prepared import prepared
from banyan.tasks.kinds import SKILLS, time_words
from banyan.tasks.models import Claim, Slot, Task
from banyan.tasks.permissions import CLAIM_OWN, PUBLISH, SEE_TASKS
from banyan.tasks.queries.reach import (
    meant_for,
    orgs_above,
    orgs_reaching,
    people_asked,
    places,
    readiness_of,
    speaking_to,
)
from banyan.tasks.states import ClaimStatus, TaskStatus

PUBLISHED = "task.published"
FEW_MINUTES = 10


@dataclass(frozen=True)
class Offer:
    """A task as a member sees it: with his own claim, if he has one."""

    task: Task
    claim: Claim | None
    reasons: list[str]


def tasks_for(person: Person) -> "QuerySet[Task]":
    """Open tasks that reach a person and have not ended."""
    found = Task.objects.filter(meant_for(person), org__in=orgs_reaching(person, today()))
    return found.filter(status=TaskStatus.OPEN, deadline__gt=now()).select_related("org", "city")


def offers_to(viewer: Viewer) -> list[Offer]:
    """What home needs, as far as the viewer may take it on: his own claims beside it, those with room first."""
    person = person_of(viewer)
    if person is None or not viewer.may(CLAIM_OWN):
        return []
    own = Claim.objects.filter(person=person).exclude(status=ClaimStatus.WITHDRAWN)
    tasks = tasks_for(person).prefetch_related(Prefetch("claims", own, to_attr="own_claims"))
    region, skills = places().region_of(person), set(readiness_of(person).skills)
    offers = [_offer(task, region, skills) for task in tasks.order_by("deadline", "pk")]
    return sorted(offers, key=lambda offer: (offer.claim is not None, offer.task.is_full, not offer.reasons))


def _offer(task: Task, region: str, skills: set[str]) -> Offer:
    own: list[Claim] = task.own_claims  # type: ignore[attr-defined]
    return Offer(task, own[0] if own else None, list(_reasons(task, region, skills)))


def _reasons(task: Task, region: str, skills: set[str]) -> Iterator[str]:
    """Why this one fits him."""
    if task.is_named:
        yield _("点名请您")
    if task.city is not None and region.startswith(str(task.city.pk)):
        yield _("您就在%(city)s") % {"city": task.city.name}
    for skill in task.skills:
        if skill in skills:
            yield _("您会%(skill)s") % {"skill": SKILLS[skill]}
    if task.minutes and task.minutes <= FEW_MINUTES:
        yield _("只要%(time)s") % {"time": task.takes}


@dataclass(frozen=True)
class Asked:
    """How often home has asked somebody this month, of how often it may, and for how long in all."""

    times: int
    at_most: int
    minutes: int

    @property
    def words(self) -> str:
        return time_words(self.minutes)


def asked_this_month(person: Person) -> Asked:
    """What is asked of a member this month: the tasks put before him, not those he found himself (rules 2.9)."""
    told = Message.objects.filter(
        recipient=person.account_id, kind=PUBLISHED, made_at__gte=Period.of(today()).start
    )
    refs = [key.split(":")[1] for key in told.values_list("key", flat=True)]
    asked = Task.objects.filter(ref__in=refs).aggregate(n=Sum("minutes"))["n"] if refs else 0
    minutes = asked or 0
    return Asked(len(refs), int(policy_of(person.home, REQUESTS_PER_MONTH)), minutes)


def asked_of_members(org: Organisation) -> Asked:
    """What an organisation and those above it ask of its members this month."""
    above = [int(step, 16) for step in org.path.strip("/").split("/")]
    opened = Task.objects.filter(org__in=above, opened_at__gte=Period.of(today()).start)
    found = opened.exclude(status=TaskStatus.CANCELLED).aggregate(n=Count("pk"), minutes=Sum("minutes"))
    return Asked(found["n"], int(policy_of(org, REQUESTS_PER_MONTH)), found["minutes"] or 0)


def tasks_open_to(viewer: Viewer, rows: int = 3) -> list[Task]:
    """The first few tasks he could still claim, for his home page."""
    offers = offers_to(viewer)
    return [offer.task for offer in offers if offer.claim is None and not offer.task.is_full][:rows]


def tasks_seen_by(viewer: Viewer) -> "QuerySet[Task]":
    """Tasks of the organisations in reach, and what those above ask of them (drafts excepted)."""
    above = {
        int(step, 16) for held in viewer.holding(SEE_TASKS) for step in held.org.path.strip("/").split("/")
    }
    from_above = Q(org__in=above) & ~Q(status=TaskStatus.DRAFT) & ~Q(org__kind=OrganisationKind.FLOATING)
    return Task.objects.filter(viewer.reach(SEE_TASKS) | from_above).select_related("org")


def orgs_to_publish_at(viewer: Viewer) -> list[Organisation]:
    """Whom a new task may speak to: the organisations of his offices, and those directly below them."""
    own = [held.org.pk for held in viewer.holding(PUBLISH)]
    found = orgs_in_reach(viewer, PUBLISH).filter(Q(pk__in=own) | Q(parent__in=own), closed_on=None)
    return list(found.order_by("path"))


def tasks_page(viewer: Viewer, *, status: str = "", text: str = "", mark: str = "") -> Page:
    """One page of them, the newest first."""
    found = tasks_seen_by(viewer).exclude(opened_at=None, status=TaskStatus.CLOSED)
    if status:
        found = found.filter(status=status)
    if text.strip():
        found = found.filter(title__contains=text.strip())
    return page_of(found, ["-pk"], mark=mark)


def find_task(viewer: Viewer, ref: UUID, *, me: Person | None = None) -> Task:
    """One task the viewer sees from his office, as a member it reaches, or because he claimed it.

    `me` is the viewer as a member, from whoever has asked for him already.
    """
    found = _task_of_office(viewer, ref) or _task_of_member(me or person_of(viewer), ref)
    if found is None:
        raise Http404
    return found


def _task_of_office(viewer: Viewer, ref: UUID) -> Task | None:
    if not viewer.holding(SEE_TASKS):
        return None
    return tasks_seen_by(viewer).filter(ref=ref).first()


def _task_of_member(person: Person | None, ref: UUID) -> Task | None:
    if person is None:
        return None
    return next(iter(_task_reaching(ref, person.pk, orgs_above(person), today())), None)


@prepared
def _task_reaching(ref: UUID, person: int, above: list[int], day: date) -> "QuerySet[Task]":
    claimed = Exists(Claim.objects.filter(task=OuterRef("pk"), person=person))
    reaching = speaking_to(person, above, day) & ~Q(status=TaskStatus.DRAFT)
    return Task.objects.filter(reaching | Q(claimed), ref=ref).select_related("org")


def find_office_task(viewer: Viewer, ref: UUID | str) -> Task:
    """One task as an office sees it; Http404 for a member."""
    found = tasks_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def tasks_over_since(moment: datetime) -> list[Task]:
    """Open tasks whose last day, and last turn, was before then."""
    turns = Slot.objects.filter(task=OuterRef("pk"), ends_at__gt=moment)
    found = Task.objects.filter(status=TaskStatus.OPEN, deadline__lte=moment).exclude(Exists(turns))
    return list(found.select_related("org").order_by("pk"))


def task_with_org(pk: int) -> Task:
    """A task by its number, for a message."""
    return Task.objects.select_related("org").get(pk=pk)


def open_tasks_of(viewer: Viewer, org: Organisation) -> list[Task]:
    """Open tasks that reach an organisation's members, the newest first: what its group may be claiming."""
    above = {int(step, 16) for step in org.path.strip("/").split("/")}
    reaching = Q(org=org) if org.kind == OrganisationKind.FLOATING else Q(org__in=above)
    found = tasks_seen_by(viewer).filter(reaching, status=TaskStatus.OPEN, deadline__gt=now())
    return list(found.order_by("-pk")[:50])


def people_to_invite(task: Task, month_start: datetime) -> list[Person]:
    """Whom a new task may be put before: with an account, and not asked as often this month as his own branch allows,
    whoever asks (rules 2.9)."""
    told = Message.objects.filter(recipient=OuterRef("account"), kind=PUBLISHED, made_at__gte=month_start)
    times = told.order_by().values("recipient").annotate(n=Count("pk")).values("n")
    people = list(people_asked(task).exclude(account=None).annotate(times=Coalesce(Subquery(times), 0)))
    most = policies_of({person.home for person in people}, REQUESTS_PER_MONTH)
    return [person for person in people if person.times < int(most[person.home_id])]


def miscounted_tasks() -> "QuerySet[Task]":
    """Tasks whose counter differs from their claims (for `banyan verify`)."""
    standing = Claim.objects.exclude(status=ClaimStatus.WITHDRAWN).filter(task=OuterRef("pk"))
    counts = standing.order_by().values("task").annotate(rows=Sum("share")).values("rows")
    return Task.objects.alias(rows=Coalesce(Subquery(counts), 0)).exclude(claimed=F("rows"))
