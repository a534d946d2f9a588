"""For whom an office may claim."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.queries import open_memberships, people_matching
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.tasks.models import Claim, Task
from banyan.tasks.permissions import CLAIM_FOR
from banyan.tasks.queries.reach import people_reached
from banyan.tasks.states import ClaimStatus


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
