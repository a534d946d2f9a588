"""Points and credits for programs, to read: sums and entries of a member, periods summed up. Amounts are hundredths."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from banyan.ledger.models import Closing, Entry
from banyan.ledger.permissions import SEE_POINTS
from banyan.ledger.queries.closings import (
    BranchSum,
    Named,
    branch_sums,
    closings_page,
    find_closing,
    names_on,
)
from banyan.ledger.queries.entries import balances_of, entries_of
from banyan.orgs.queries import find_org
from banyan.orgs.viewers import require, viewer_in
from banyan.people.models import Person
from banyan.people.queries import find_person
from banyan.shared.paging import Page
from banyan.shared.schemas import Mark, answers

router = Router(tags=["积分和学分"])


class HoldingOut(Schema):
    """What stands to a member's name, in hundredths: 250 is 2.5."""

    person: UUID
    points: int
    credit: int


class EntryOut(Schema):
    """One line of the ledger, in hundredths; `reverses` is the line it undoes. Its words stay in the house."""

    ref: UUID
    organisation: UUID
    kind: str
    activity: str
    grade: str
    amount: int
    period: str
    booked_at: datetime
    reverses: UUID | None
    is_reversed: bool

    @staticmethod
    def resolve_organisation(entry: Entry) -> UUID:
        return entry.org.ref

    @staticmethod
    def resolve_reverses(entry: Entry) -> UUID | None:
        return entry.reverses.ref if entry.reverses else None

    @staticmethod
    def resolve_is_reversed(entry: Entry) -> bool:
        return hasattr(entry, "reversal")


class EntryPage(Schema):
    """Some lines, the newest first, and the mark of the next page (empty on the last)."""

    rows: list[EntryOut]
    next_mark: str


class ClosingOut(Schema):
    """A half-year or year summed up; final once its days for objections are over."""

    ref: UUID
    organisation: UUID
    kind: str
    period: str
    status: str
    until: datetime
    made_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_organisation(closing: Closing) -> UUID:
        return closing.org.ref


class ClosingPage(Schema):
    """Some of them, the newest first, and the mark of the next page (empty on the last)."""

    rows: list[ClosingOut]
    next_mark: str


class ThankedOut(Schema):
    """A line of the list of thanks."""

    place: int
    person: UUID
    name: str
    amount: int

    @staticmethod
    def resolve_person(named: Named) -> UUID:
        return named.person.ref

    @staticmethod
    def resolve_name(named: Named) -> str:
        return named.person.name


class BranchSumOut(Schema):
    """A branch of ten members or more."""

    organisation: UUID
    members: int
    amount: int
    average: int

    @staticmethod
    def resolve_organisation(row: BranchSum) -> UUID:
        return row.org.ref


class ClosingListOut(ClosingOut):
    """With the list as setting and consent allow it, and the branches below."""

    names: list[ThankedOut]
    branches: list[BranchSumOut]

    @staticmethod
    def resolve_names(closing: Closing) -> list[Named]:
        return names_on(closing)

    @staticmethod
    def resolve_branches(closing: Closing) -> list[BranchSum]:
        return [] if closing.org.is_branch else branch_sums(closing)


@router.get("/people/{uuid:ref}", response=answers(HoldingOut), operation_id="get_holding")
def get_holding(request: HttpRequest, ref: UUID) -> dict[str, Any]:
    """一名党员的积分和学分合计。"""
    person = _member(request, ref)
    return {"person": person.ref, **balances_of(person)}


@router.get("/people/{uuid:ref}/entries", response=answers(EntryPage), operation_id="list_entries")
def list_entries(request: HttpRequest, ref: UUID, mark: Mark = "") -> Page:
    """一名党员的积分记录，新的在前。"""
    return entries_of(viewer_in(request), _member(request, ref), mark)


def _member(request: HttpRequest, ref: UUID) -> Person:
    person = find_person(viewer_in(request), ref)
    require(viewer_in(request), SEE_POINTS, at=person.home)
    return person


@router.get("/closings", response=answers(ClosingPage), operation_id="list_closings")
def list_closings(request: HttpRequest, organisation: UUID | None = None, mark: Mark = "") -> Page:
    """汇总过的时期；organisation 为只看一个组织。"""
    viewer = viewer_in(request)
    require(viewer, SEE_POINTS)
    org = find_org(viewer, organisation) if organisation else None
    return closings_page(viewer, mark, org=org)


@router.get("/closings/{uuid:ref}", response=answers(ClosingListOut), operation_id="get_closing")
def get_closing(request: HttpRequest, ref: UUID) -> Closing:
    """一个时期的汇总；名单只列设置和本人同意都允许的人。"""
    return find_closing(viewer_in(request), ref)
