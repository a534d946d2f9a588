"""Who sees which tasks and claims: the members a task reaches, and the offices above it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from banyan.notify.models import Message
from banyan.orgs.models import Organisation
from banyan.orgs.policies import REQUESTS_PER_MONTH
from banyan.orgs.queries import orgs_in_reach, policy_of
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer, below
from banyan.people.models import Person
from banyan.people.queries import open_memberships, people_matching, person_of
from banyan.people.states import MembershipKind
from banyan.shared.clock import now, today
from banyan.shared.paging import Page, page_of
from banyan.tasks.models import Claim, ClaimFile, Task
from banyan.tasks.permissions import CLAIM_FOR, CLAIM_OWN, PUBLISH, REVIEW, SEE_TASKS
from banyan.tasks.states import UNDER_WAY, ClaimStatus, TaskStatus

PUBLISHED = "task.published"
NAMES = ("task", "task__org", "person", "org")


@dataclass(frozen=True)
class Offer:
    """A task as a member sees it: with his own claim, if he has one."""

    task: Task
    claim: Claim | None


def orgs_reaching(person: Person, day: date) -> list[int]:
    """Whose tasks reach a person: his home and all above it, and the organisations that host him that day."""
    above = [int(step, 16) for step in person.home.path.strip("/").split("/")]
    floating = Organisation.objects.filter(pk__in=above, kind=OrganisationKind.FLOATING)
    stays = open_memberships(MembershipKind.HOST, day).filter(person=person)
    hosts = stays.filter(org__kind=OrganisationKind.FLOATING).values_list("org", flat=True)
    return [*(set(above) - set(floating.values_list("pk", flat=True))), *hosts]


def people_reached(task: Task) -> "QuerySet[Person]":
    """Whom a task speaks to: home members of a tree organisation and below, host members of a floating branch."""
    found = Person.objects.filter(ended_on=None).select_related("home")
    if task.org.kind != OrganisationKind.FLOATING:
        return found.filter(below(task.org.path, org="home"))
    stays = open_memberships(MembershipKind.HOST, today()).filter(org=task.org)
    return found.filter(Exists(stays.filter(person=OuterRef("pk"))))


def tasks_for(person: Person) -> "QuerySet[Task]":
    """Open tasks that reach a person and have not ended."""
    found = Task.objects.filter(org__in=orgs_reaching(person, today()), status=TaskStatus.OPEN)
    return found.filter(deadline__gt=now()).select_related("org")


def offers_to(viewer: Viewer) -> list[Offer]:
    """What home needs, as far as the viewer may take it on: his own claims beside it, those with room first."""
    person = person_of(viewer)
    if person is None or not viewer.may(CLAIM_OWN):
        return []
    own = Claim.objects.filter(person=person).exclude(status=ClaimStatus.WITHDRAWN)
    tasks = tasks_for(person).prefetch_related(Prefetch("claims", own, to_attr="own_claims"))
    offers = [_offer(task) for task in tasks.order_by("deadline", "pk")]
    return sorted(offers, key=lambda offer: (offer.claim is not None, offer.task.is_full))


def _offer(task: Task) -> Offer:
    own: list[Claim] = task.own_claims  # type: ignore[attr-defined]
    return Offer(task, own[0] if own else None)


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
    found = tasks_seen_by(viewer)
    if status:
        found = found.filter(status=status)
    if text.strip():
        found = found.filter(title__contains=text.strip())
    return page_of(found, ["-pk"], mark=mark)


def find_task(viewer: Viewer, ref: UUID | str) -> Task:
    """One task the viewer sees from his office, as a member it reaches, or because he claimed it."""
    found = tasks_seen_by(viewer).filter(ref=ref).first() or _task_of_member(viewer, ref)
    if found is None:
        raise Http404
    return found


def _task_of_member(viewer: Viewer, ref: UUID | str) -> Task | None:
    person = person_of(viewer)
    if person is None:
        return None
    claimed = Exists(Claim.objects.filter(task=OuterRef("pk"), person=person))
    reaching = Q(org__in=orgs_reaching(person, today())) & ~Q(status=TaskStatus.DRAFT)
    return Task.objects.filter(reaching | Q(claimed), ref=ref).select_related("org").first()


def find_office_task(viewer: Viewer, ref: UUID | str) -> Task:
    """One task as an office sees it; Http404 for a member."""
    found = tasks_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def is_reached(task: Task, person: Person) -> bool:
    """Does the task speak to this person today?"""
    return task.org_id in orgs_reaching(person, today())


def claim_on(task: Task, person: Person) -> Claim | None:
    """His claim of this task that is not withdrawn."""
    found = Claim.objects.filter(task=task, person=person).exclude(status=ClaimStatus.WITHDRAWN)
    return found.select_related(*NAMES).first()


def own_claims(viewer: Viewer) -> list[Claim]:
    """What the viewer has claimed himself, the newest first."""
    if viewer.account is None or not viewer.may(CLAIM_OWN):
        return []
    found = claims_seen_by(viewer).filter(person__account=viewer.account)
    return list(found.order_by("-pk")[:100])


def claims_seen_by(viewer: Viewer) -> "QuerySet[Claim]":
    """His own, those of the tasks he reviews, and those of the members in reach.

    Each with `is_read`: may he read the words and see the pictures of the work? Above the township an officer sees
    that it was done (trust.md 4.4).
    """
    read = _read_by(viewer)
    found = Claim.objects.filter(read | viewer.reach(SEE_TASKS))
    return found.annotate(is_read=Case(When(read, then=True), default=Value(False))).select_related(*NAMES)


def _read_by(viewer: Viewer) -> Q:
    read = viewer.reach(REVIEW, org="task__org") | viewer.reach(REVIEW)
    if viewer.account is not None and viewer.may(CLAIM_OWN):
        read |= Q(person__account=viewer.account)
    return read


def find_claim(viewer: Viewer, ref: UUID | str) -> Claim:
    """One claim the viewer sees; Http404 otherwise."""
    found = claims_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def claims_of_task(viewer: Viewer, task: Task) -> list[Claim]:
    """Who took it on, as far as the viewer may see them; what waits for review first."""
    found = claims_seen_by(viewer).filter(task=task).exclude(status=ClaimStatus.WITHDRAWN)
    listed = list(found.prefetch_related("files").order_by("claimed_at", "pk"))
    return sorted(listed, key=lambda claim: claim.status != ClaimStatus.SUBMITTED)


def claims_to_review(viewer: Viewer) -> "QuerySet[Claim]":
    """Handed in, and his to review; the longest waiting first."""
    found = claims_seen_by(viewer).filter(viewer.reach(REVIEW, org="task__org"))
    waiting = found.filter(status=ClaimStatus.SUBMITTED)
    return waiting.prefetch_related("files").order_by("submitted_at", "pk")


def claims_of_person(viewer: Viewer, person: Person) -> list[Claim]:
    """What one member has claimed, as far as the viewer sees it."""
    return list(claims_seen_by(viewer).filter(person=person).order_by("-pk")[:100])


def photos_of(claim: Claim) -> list[ClaimFile]:
    return list(claim.files.order_by("pk"))


def find_photo(viewer: Viewer, ref: UUID | str) -> ClaimFile:
    """One picture of a claim whose work the viewer reads; Http404 otherwise (R-F3)."""
    claims = Claim.objects.filter(_read_by(viewer))
    found = ClaimFile.objects.filter(ref=ref, claim__in=claims).select_related("claim").first()
    if found is None:
        raise Http404
    return found


def people_claimed_for(viewer: Viewer) -> "QuerySet[Person]":
    """For whom the viewer may claim: members at home within reach, and those who stay with him."""
    stays = open_memberships(MembershipKind.HOST, today()).filter(viewer.reach(CLAIM_FOR))
    seen = viewer.reach(CLAIM_FOR, org="home") | Q(Exists(stays.filter(person=OuterRef("pk"))))
    return Person.objects.filter(seen, ended_on=None).select_related("home")


def people_to_claim_for(viewer: Viewer, task: Task, text: str) -> list[Person]:
    """Those of them whom the task reaches and who have not claimed it, by name; nobody until one is named."""
    if not text.strip():
        return []
    found = people_claimed_for(viewer).filter(pk__in=people_reached(task).values("pk"))
    claimed = Claim.objects.filter(task=task, person=OuterRef("pk")).exclude(status=ClaimStatus.WITHDRAWN)
    matching = people_matching(found.exclude(Exists(claimed)), text)
    return list(matching.order_by("pinyin", "pk")[:20])


def find_person_to_claim_for(viewer: Viewer, ref: UUID | str) -> Person:
    """A member for whom the viewer may claim; Http404 otherwise."""
    found = people_claimed_for(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def may_claim_for(viewer: Viewer, person: Person) -> bool:
    """Home branch, or the host during the stay."""
    return people_claimed_for(viewer).filter(pk=person.pk).exists()


def task_with_org(pk: int) -> Task:
    """A task by its number, for a message."""
    return Task.objects.select_related("org").get(pk=pk)


def claim_with_names(pk: int) -> Claim:
    """A claim by its number, for a message to those it concerns."""
    return Claim.objects.select_related(*NAMES, "person__home").get(pk=pk)


def open_tasks_of(viewer: Viewer, org: Organisation) -> list[Task]:
    """Open tasks that reach an organisation's members, the newest first: what its group may be claiming."""
    above = {int(step, 16) for step in org.path.strip("/").split("/")}
    reaching = Q(org=org) if org.kind == OrganisationKind.FLOATING else Q(org__in=above)
    found = tasks_seen_by(viewer).filter(reaching, status=TaskStatus.OPEN, deadline__gt=now())
    return list(found.order_by("-pk")[:50])


def claim_with_ref(ref: UUID) -> Claim | None:
    """A claim by its ref, for the action that made it and may take it back."""
    return Claim.objects.filter(ref=ref).select_related(*NAMES, "person__home").first()


def people_under_way(task: Task) -> list[Person]:
    """Those who have it in hand or handed it in."""
    statuses = [*UNDER_WAY, ClaimStatus.SUBMITTED]
    claims = Claim.objects.filter(task=task, status__in=statuses).select_related("person__home")
    return [claim.person for claim in claims]


def people_to_invite(task: Task, month_start: datetime) -> list[Person]:
    """Whom a new task may be put before: with an account, and not asked too often this month (rules 2.9)."""
    most = int(policy_of(task.org, REQUESTS_PER_MONTH))
    asked = Message.objects.filter(recipient=OuterRef("account"), kind=PUBLISHED, made_at__gte=month_start)
    full = asked.order_by("pk").values("pk")[most - 1 : most]
    return list(people_reached(task).exclude(account=None).exclude(Exists(full)))


def miscounted_tasks() -> "QuerySet[Task]":
    """Tasks whose counter differs from their claims (for `banyan verify`)."""
    standing = Claim.objects.exclude(status=ClaimStatus.WITHDRAWN).filter(task=OuterRef("pk"))
    counts = standing.order_by().values("task").annotate(rows=Count("pk")).values("rows")
    return Task.objects.alias(rows=Coalesce(Subquery(counts), 0)).exclude(claimed=F("rows"))


def undated_claims() -> "QuerySet[Claim]":
    """Claims without the time of the step they stand at (for `banyan verify`)."""
    wrong = Q(pk__in=[])
    for status in ClaimStatus.values:
        wrong |= Q(status=status, **{f"{status}_at": None})
    return Claim.objects.filter(wrong)
