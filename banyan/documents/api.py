"""Papers for programs: what was issued to whom and how it stands. What a paper states stays on the paper."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from banyan.documents.models import Paper
from banyan.documents.permissions import SEE_PAPERS
from banyan.documents.queries import find_paper, newest_first, papers_of, papers_seen_by
from banyan.documents.states import PaperKind, Verdict
from banyan.orgs.viewers import require, viewer_in
from banyan.people.queries import find_person
from banyan.shared.clock import today
from banyan.shared.paging import Page, page_of
from banyan.shared.schemas import Mark, answers

router = Router(tags=["证件"])


class PaperOut(Schema):
    """One paper of the register; `standing` is how it stands today, `valid_until` null is without end."""

    ref: UUID
    number: str
    kind: PaperKind
    standing: Verdict
    person: UUID
    home: UUID
    issuer: UUID
    issued_on: date
    valid_until: date | None
    reprints: int

    @staticmethod
    def resolve_standing(paper: Paper) -> Verdict:
        return paper.standing_on(today())

    @staticmethod
    def resolve_person(paper: Paper) -> UUID:
        return paper.person.ref

    @staticmethod
    def resolve_home(paper: Paper) -> UUID:
        return paper.home.ref

    @staticmethod
    def resolve_issuer(paper: Paper) -> UUID:
        return paper.org.ref


class PaperPage(Schema):
    """Some papers and the mark of the next page (empty on the last)."""

    rows: list[PaperOut]
    next_mark: str


@router.get("", response=answers(PaperPage), operation_id="list_papers")
def list_papers(
    request: HttpRequest,
    person: UUID | None = None,
    kind: PaperKind | None = None,
    mark: Mark = "",
) -> Page:
    """令牌范围内开具过的证件，最近的在前；person 只看一名党员的。"""
    viewer = viewer_in(request)
    require(viewer, SEE_PAPERS)
    found = papers_of(viewer, find_person(viewer, person)) if person else papers_seen_by(viewer)
    found = found.filter(kind=kind) if kind else found
    return page_of(newest_first(found), ("newest",), mark=mark)


@router.get("/{uuid:ref}", response=answers(PaperOut), operation_id="get_paper")
def get_paper(request: HttpRequest, ref: UUID) -> Paper:
    """一份证件的登记情况，不含证件上的个人信息。"""
    return find_paper(viewer_in(request), ref)
