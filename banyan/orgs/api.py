"""Organisations for programs: those the token's office reaches."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from banyan.orgs.models import Organisation
from banyan.orgs.queries import find_org, orgs_in_reach
from banyan.orgs.viewers import viewer_in
from banyan.shared.paging import Page, page_of
from banyan.shared.schemas import Mark, Search, answers

router = Router(tags=["组织"])


class OrganisationOut(Schema):
    """One organisation."""

    ref: UUID
    code: str
    name: str
    full_name: str
    kind: str
    parent: UUID | None
    is_open: bool

    @staticmethod
    def resolve_parent(org: Organisation) -> UUID | None:
        return org.parent.ref if org.parent else None


class OrganisationPage(Schema):
    """Some organisations and the mark of the next page (empty on the last)."""

    rows: list[OrganisationOut]
    next_mark: str


@router.get("", response=answers(OrganisationPage), operation_id="list_organisations")
def list_organisations(request: HttpRequest, name: Search = "", mark: Mark = "") -> Page:
    """令牌范围内的组织，按组织树排列；name 为名称开头。"""
    found = orgs_in_reach(viewer_in(request)).select_related("parent").filter(name__startswith=name)
    return page_of(found, ("path", "pk"), mark=mark)


@router.get("/{uuid:ref}", response=answers(OrganisationOut), operation_id="get_organisation")
def get_organisation(request: HttpRequest, ref: UUID) -> Organisation:
    """一个组织。"""
    return find_org(viewer_in(request), ref)
