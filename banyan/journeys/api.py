"""The journey for programs: departures, places, check-ins and reports, by the same actions as the pages."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from banyan.journeys.actions.arrival import check_in_at, confirm_check_in, refuse_check_in, withdraw_check_in
from banyan.journeys.actions.departure import change_place, end_journey, record_departure
from banyan.journeys.actions.report import take_report
from banyan.journeys.models import CheckIn, Journey, Report
from banyan.journeys.permissions import MANAGE_JOURNEYS
from banyan.journeys.queries.arrival import find_check_in, find_host
from banyan.journeys.queries.journey import find_journey, journeys_in_reach
from banyan.journeys.queries.report import find_report, reports_seen_by
from banyan.journeys.rules.report import Told
from banyan.journeys.states import Channel, ConfirmedHow, Ending, LeaveReason, Matter, Occupation
from banyan.orgs.queries import region_with_code
from banyan.orgs.viewers import viewer_in
from banyan.people.queries import find_person
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period
from banyan.shared.schemas import (
    Day,
    Given,
    Mark,
    MobilePhone,
    PartialDate,
    Truth,
    answers,
    standing_at,
    text,
)

router = Router(tags=["外出、报到、报告"])
Words = Annotated[str, text(120)]
PeriodText = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$")]


class JourneyOut(Schema):
    """One absence; where it stands is its newest stop on the pages."""

    ref: UUID
    person: UUID
    branch: UUID
    status: str
    departed_on: str
    expected_until: date | None
    ended_on: date | None
    ending: str

    @staticmethod
    def resolve_person(journey: Journey) -> UUID:
        return journey.person.ref

    @staticmethod
    def resolve_branch(journey: Journey) -> UUID:
        return journey.org.ref


class JourneyPage(Schema):
    """Some journeys and the mark of the next page (empty on the last)."""

    rows: list[JourneyOut]
    next_mark: str


class CheckInOut(Schema):
    """One check-in and how it came to count."""

    ref: UUID
    journey: UUID
    host: UUID
    status: str
    sent_at: datetime | None
    confirmed_at: datetime | None
    confirmed_how: str
    reason: str

    @staticmethod
    def resolve_journey(check_in: CheckIn) -> UUID:
        return check_in.journey.ref

    @staticmethod
    def resolve_host(check_in: CheckIn) -> UUID:
        return check_in.host.ref


class ReportOut(Schema):
    """One report for one period."""

    ref: UUID
    period: str
    status: str
    received_at: datetime
    due_on: date
    matter: str
    channel: str


class Place(Given):
    """A place and what the member does there; the region by its statistical code."""

    region: Annotated[str, Field(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$")] = ""
    place_words: Words = ""
    employer: Words = ""
    occupation: Occupation | None = None
    is_fixed: Truth | None = None

    def facts(self) -> dict[str, Any]:
        read = self.dict(exclude={"region", "from_day", "person", "is_planned"}, exclude_none=True)
        return read | ({"region": region_with_code(self.region)} if self.region else {})


class NewJourney(Place):
    """A departure: who, when, and the first place."""

    person: UUID
    departed_on: PartialDate
    expected_until: Day | None = None
    leave_reason: LeaveReason | None = None
    is_planned: Truth = False


class NewPlace(Place):
    """From which day the member stands elsewhere."""

    from_day: PartialDate


class JourneyEnd(Given):
    """How and when a journey ended; a transfer with the day it was recorded in the national system."""

    ending: Ending
    ended_on: Day
    transfer_done_on: Day | None = None


class NewCheckIn(Given):
    """Where to check in; `how` vouches at once for a host outside the tree."""

    host: UUID
    phone: MobilePhone = ""
    words: Annotated[str, text(200)] = ""
    how: ConfirmedHow | None = None


class Confirmation(Given):
    """For a host outside the tree: how it was made sure of."""

    how: ConfirmedHow | None = None


class Refusal(Given):
    """Why a check-in is sent back."""

    reason: Annotated[str, text(200, is_needed=True)]


class NewReport(Given):
    """What a member told his secretary, for which period and by which way."""

    period: PeriodText
    channel: Channel
    matter: Matter = Matter.WELL
    words: Annotated[str, text(500)] = ""
    new_place: Words = ""
    new_phone: MobilePhone = ""


@router.get("", response=answers(JourneyPage), operation_id="list_journeys")
def list_journeys(request: HttpRequest, mark: Mark = "") -> Page:
    """令牌范围内的外出记录，新的在后。"""
    return page_of(journeys_in_reach(viewer_in(request)), ("pk",), mark=mark)


@router.post("", response=answers(JourneyOut, 201), operation_id="record_departure")
def post_journey(request: HttpRequest, response: HttpResponse, given: NewJourney) -> Any:
    """登记一名党员外出，或准备外出。"""
    viewer = viewer_in(request)
    person = find_person(viewer, given.person)
    journey = record_departure(person, given.facts(), by=viewer, is_planned=given.is_planned)
    return Status(201, standing_at(response, "get_journey", journey))


@router.get("/{uuid:ref}", response=answers(JourneyOut), operation_id="get_journey")
def get_journey(request: HttpRequest, ref: UUID) -> Journey:
    """一次外出。"""
    return find_journey(viewer_in(request), ref)


@router.post("/{uuid:ref}/places", response=answers(JourneyOut, 201), operation_id="change_place")
def post_place(request: HttpRequest, response: HttpResponse, ref: UUID, given: NewPlace) -> Any:
    """换了地方：从哪一天起在新的地点。"""
    viewer = viewer_in(request)
    journey = find_journey(viewer, ref, MANAGE_JOURNEYS)
    change_place(journey, given.facts(), by=viewer, from_day=given.from_day)
    return Status(201, standing_at(response, "get_journey", journey))


@router.post("/{uuid:ref}/end", response=answers(JourneyOut), operation_id="end_journey")
def post_end(request: HttpRequest, response: HttpResponse, ref: UUID, given: JourneyEnd) -> Journey:
    """结束外出：返乡、转出、失去联系、去世或录入有误。"""
    viewer = viewer_in(request)
    journey = find_journey(viewer, ref, MANAGE_JOURNEYS)
    end_journey(journey, by=viewer, **given.dict())
    return standing_at(response, "get_journey", journey)


@router.post("/{uuid:ref}/check-ins", response=answers(CheckInOut, 201), operation_id="check_in")
def post_check_in(request: HttpRequest, response: HttpResponse, ref: UUID, given: NewCheckIn) -> Any:
    """代党员到流入地党组织报到。"""
    viewer = viewer_in(request)
    journey, host = find_journey(viewer, ref), find_host(given.host)
    facts = given.dict(include={"phone", "words"})
    check_in = check_in_at(journey, facts, by=viewer, host=host, how=given.how or "")
    return Status(201, standing_at(response, "get_check_in", check_in))


@router.get("/check-ins/{uuid:ref}", response=answers(CheckInOut), operation_id="get_check_in")
def get_check_in(request: HttpRequest, ref: UUID) -> CheckIn:
    """一次报到。"""
    return find_check_in(viewer_in(request), ref)


@router.post("/check-ins/{uuid:ref}/confirm", response=answers(CheckInOut), operation_id="confirm_check_in")
def post_confirm(request: HttpRequest, response: HttpResponse, ref: UUID, given: Confirmation) -> CheckIn:
    """确认一次报到。"""
    viewer = viewer_in(request)
    check_in = find_check_in(viewer, ref)
    confirm_check_in(check_in, by=viewer, how=given.how or "")
    return standing_at(response, "get_check_in", check_in)


@router.post("/check-ins/{uuid:ref}/refuse", response=answers(CheckInOut), operation_id="refuse_check_in")
def post_refuse(request: HttpRequest, response: HttpResponse, ref: UUID, given: Refusal) -> CheckIn:
    """退回一次报到，写明原因。"""
    viewer = viewer_in(request)
    check_in = find_check_in(viewer, ref)
    refuse_check_in(check_in, by=viewer, reason=given.reason)
    return standing_at(response, "get_check_in", check_in)


@router.post("/check-ins/{uuid:ref}/withdraw", response=answers(CheckInOut), operation_id="withdraw_check_in")
def post_withdraw(request: HttpRequest, response: HttpResponse, ref: UUID) -> CheckIn:
    """撤回一次还没有确认的报到。"""
    viewer = viewer_in(request)
    check_in = find_check_in(viewer, ref)
    withdraw_check_in(check_in, by=viewer)
    return standing_at(response, "get_check_in", check_in)


@router.get("/{uuid:ref}/reports", response=answers(list[ReportOut]), operation_id="list_reports")
def list_reports(request: HttpRequest, ref: UUID) -> list[Report]:
    """一次外出的报告，新的在前。"""
    viewer = viewer_in(request)
    return list(reports_seen_by(viewer).filter(journey=find_journey(viewer, ref)).order_by("-period"))


@router.get("/reports/{uuid:ref}", response=answers(ReportOut), operation_id="get_report")
def get_report(request: HttpRequest, ref: UUID) -> Report:
    """一份报告。"""
    return find_report(viewer_in(request), ref)


@router.post("/{uuid:ref}/reports", response=answers(ReportOut, 201), operation_id="take_report")
def post_report(request: HttpRequest, response: HttpResponse, ref: UUID, given: NewReport) -> Any:
    """代党员登记一份报告；每期一份。"""
    viewer = viewer_in(request)
    told = Told(matter=given.matter, words=given.words, new_place=given.new_place, new_phone=given.new_phone)
    journey = find_journey(viewer, ref)
    report = take_report(journey, told, by=viewer, period=Period.parse(given.period), channel=given.channel)
    return Status(201, standing_at(response, "get_report", report))
