"""People for programs: masked as the table says, added and corrected by the same actions as the pages."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from banyan.orgs.queries import find_org
from banyan.orgs.viewers import viewer_in
from banyan.people.actions import add_person, correct_person, end_person
from banyan.people.models import Person
from banyan.people.permissions import ADD_PEOPLE
from banyan.people.queries import find_person, people_listed
from banyan.people.states import Category, Education, EndReason, Sex
from banyan.shared.paging import Page, page_of
from banyan.shared.schemas import (
    Day,
    Given,
    Mark,
    MobilePhone,
    PartialDate,
    Search,
    answers,
    standing_at,
    text,
    whole,
)

router = Router(tags=["党员"])
Name = Annotated[str, text(60, is_needed=True)]
IdNumber = Annotated[str, Field(pattern=r"^([0-9]{17}[0-9X])?$")]


class PersonOut(Schema):
    """One person; the phone is masked, the id number and the address are not given at all (4.4)."""

    ref: UUID
    name: str
    sex: str
    birth: str
    ethnicity: str
    education: str
    category: str
    joined_on: str
    full_member_on: str
    phone: str
    home: UUID
    is_current: bool
    version: int

    @staticmethod
    def resolve_phone(person: Person) -> str:
        return person.phone.masked

    @staticmethod
    def resolve_home(person: Person) -> UUID:
        return person.home.ref


class PersonPage(Schema):
    """Some people and the mark of the next page (empty on the last)."""

    rows: list[PersonOut]
    next_mark: str


class Facts(Given):
    """What may be known of a person; null leaves a fact as it is."""

    name: Name | None = None
    sex: Sex | None = None
    birth: PartialDate | None = None
    id_number: IdNumber | None = None
    phone: MobilePhone | None = None
    address: Annotated[str, text(120)] | None = None
    ethnicity: Annotated[str, text(20)] | None = None
    education: Education | None = None
    category: Category | None = None
    joined_on: PartialDate | None = None
    full_member_on: PartialDate | None = None
    note: Annotated[str, text(200)] | None = None


class NewPerson(Facts):
    """A new person and his home branch."""

    name: Name
    home: UUID


class Correction(Facts):
    """Facts to correct; with the version one has read, a stale correction is refused (409)."""

    version: Annotated[int, whole(1, 2**31 - 1)] | None = None


class Leaving(Given):
    """Why a person leaves the roll, and on which day."""

    reason: EndReason
    day: Day | None = None


@router.get("", response=answers(PersonPage), operation_id="list_people")
def list_people(
    request: HttpRequest,
    home: UUID | None = None,
    name: Search = "",
    mark: Mark = "",
) -> Page:
    """令牌范围内在册的党员，按姓名拼音排列；name 为姓名开头或拼音首字母。"""
    found = people_listed(viewer_in(request), text=name, home=home)
    return page_of(found, ("pinyin", "pk"), mark=mark)


@router.get("/{uuid:ref}", response=answers(PersonOut), operation_id="get_person")
def get_person(request: HttpRequest, ref: UUID) -> Person:
    """一名党员。"""
    return find_person(viewer_in(request), ref)


@router.post("", response=answers(PersonOut, 201), operation_id="add_person")
def post_person(request: HttpRequest, response: HttpResponse, given: NewPerson) -> Any:
    """添加一名党员，规则与花名册相同。"""
    viewer = viewer_in(request)
    home = find_org(viewer, given.home, ADD_PEOPLE)
    facts = given.dict(exclude={"home"}, exclude_none=True)
    person = add_person(facts, by=viewer, home=home)
    return Status(201, standing_at(response, "get_person", person))


@router.patch("/{uuid:ref}", response=answers(PersonOut), operation_id="correct_person")
def patch_person(request: HttpRequest, response: HttpResponse, ref: UUID, given: Correction) -> Person:
    """更正一名党员的信息；只改给出的字段。"""
    viewer = viewer_in(request)
    person = find_person(viewer, ref)
    facts = given.dict(exclude={"version"}, exclude_none=True)
    correct_person(person, facts, by=viewer, version=given.version)
    return standing_at(response, "get_person", person)


@router.post("/{uuid:ref}/end", response=answers(PersonOut), operation_id="end_person")
def post_end(request: HttpRequest, response: HttpResponse, ref: UUID, given: Leaving) -> Person:
    """结束一名党员的在册状态，记录仍然保留。"""
    viewer = viewer_in(request)
    person = find_person(viewer, ref)
    end_person(person, by=viewer, reason=given.reason, day=given.day)
    return standing_at(response, "get_person", person)
