"""Who sees which papers. An office sees those of the branches it reaches; a member his own."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from banyan.documents.models import Paper
from banyan.documents.permissions import ISSUE_PAPERS, SEE_OWN_PAPERS, SEE_PAPERS
from banyan.documents.signing import read_code
from banyan.orgs.permissions import Permission
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person


def papers_seen_by(viewer: Viewer, permission: Permission = SEE_PAPERS) -> "QuerySet[Paper]":
    """Papers of the branches in reach of the permission, and the viewer's own."""
    seen = viewer.reach(permission, org="home")
    if viewer.account is not None and viewer.may(SEE_OWN_PAPERS):
        seen |= Q(person__account=viewer.account)
    return Paper.objects.filter(seen).select_related("org", "home", "person")


def find_paper(viewer: Viewer, ref: UUID | str, permission: Permission = SEE_PAPERS) -> Paper:
    """One paper the viewer sees; Http404 otherwise."""
    found = papers_seen_by(viewer, permission).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def find_printable_paper(viewer: Viewer, ref: UUID | str) -> Paper:
    """One paper the viewer may open whole: his own, or one his office issues; Http404 otherwise."""
    return find_paper(viewer, ref, ISSUE_PAPERS)


def own_papers(viewer: Viewer) -> "QuerySet[Paper]":
    """The member's papers, newest first."""
    if viewer.account is None or not viewer.may(SEE_OWN_PAPERS):
        return Paper.objects.none()
    found = Paper.objects.filter(person__account=viewer.account)
    return found.select_related("org", "home", "person").order_by("-issued_at", "-id")


def papers_of(viewer: Viewer, person: Person) -> "QuerySet[Paper]":
    """One person's papers, newest first, as far as the viewer sees them."""
    return papers_seen_by(viewer).filter(person=person).order_by("-issued_at", "-id")


def papers_matching(
    found: "QuerySet[Paper]", *, kind: str = "", status: str = "", text: str = ""
) -> "QuerySet[Paper]":
    """Narrow a list by kind, status, and the beginning of a holder's name or any part of a number."""
    if kind:
        found = found.filter(kind=kind)
    if status:
        found = found.filter(status=status)
    if text := text.strip():
        found = found.filter(Q(person__name__startswith=text) | Q(number__contains=text))
    return found


def paper_with_code(text: str) -> Paper | None:
    """The paper of a code, for whoever holds the code: the public page shows it masked."""
    code = read_code(text)
    return Paper.objects.filter(code=code).first() if code else None
