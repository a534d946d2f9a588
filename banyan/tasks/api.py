"""Tasks and claims for programs: publish, close, and review what members handed in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from banyan.orgs.models import Organisation
from banyan.orgs.queries import find_org, region_with_code
from banyan.orgs.viewers import viewer_in
from banyan.people.queries import find_person
from banyan.shared.errors import Invalid
from banyan.shared.paging import Page, page_of
from banyan.shared.schemas import Given, Mark, Moment, Truth, answers, standing_at, text, whole
from banyan.tasks.actions import (
    accept_work,
    cancel_task,
    claim_task,
    close_task,
    draft_task,
    publish_task,
    send_back_work,
    submit_claim,
    withdraw_claim,
)
from banyan.tasks.kinds import FREE, SKILLS
from banyan.tasks.models import Claim, Slot, Task
from banyan.tasks.permissions import PUBLISH
from banyan.tasks.queries import (
    claims_of_task,
    find_claim,
    find_task,
    people_named,
    slots_named,
    tasks_seen_by,
)
from banyan.tasks.rules import DETAIL_CHARACTERS, MOST_HUNDREDTHS, SLOTS_PER_TASK

router = Router(tags=["任务和认领"])


class SlotOut(Schema):
    """One turn of a task, and how many of its places are taken."""

    ref: UUID
    starts_at: datetime
    ends_at: datetime
    quota: int
    claimed: int


class TaskOut(Schema):
    """One task; `quota` null means no limit. `city` is a code, `is_named` says that only some may claim it."""

    ref: UUID
    organisation: UUID
    kind: str
    details: dict[str, str]
    minutes: int | None
    title: str
    words: str
    place: str
    needs: str
    quota: int | None
    claimed: int
    share_unit: str
    city: str | None
    skills: list[str]
    is_named: bool
    slots: list[SlotOut]
    deadline: datetime
    status: str
    opened_at: datetime | None

    @staticmethod
    def resolve_organisation(task: Task) -> UUID:
        return task.org.ref

    @staticmethod
    def resolve_city(task: Task) -> str | None:
        return task.city_id

    @staticmethod
    def resolve_slots(task: Task) -> list[Slot]:
        """As they come; asked for only where a task has turns."""
        return sorted(task.slots.all(), key=lambda slot: slot.starts_at) if task.is_slotted else []


class TaskPage(Schema):
    """Some tasks and the mark of the next page (empty on the last)."""

    rows: list[TaskOut]
    next_mark: str


class ClaimOut(Schema):
    """One member's claim and how far it is."""

    ref: UUID
    task: UUID
    person: UUID
    status: str
    share: int
    result: str
    outcomes: dict[str, int]
    slots: list[UUID]
    claimed_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None

    @staticmethod
    def resolve_task(claim: Claim) -> UUID:
        return claim.task.ref

    @staticmethod
    def resolve_person(claim: Claim) -> UUID:
        return claim.person.ref

    @staticmethod
    def resolve_result(claim: Claim) -> str:
        return claim.result if getattr(claim, "is_read", True) else ""

    @staticmethod
    def resolve_outcomes(claim: Claim) -> dict[str, int]:
        """Hundredths by unit."""
        if not getattr(claim, "is_read", True):
            return {}
        return {each.unit: each.hundredths for each in claim.outcomes.all()}

    @staticmethod
    def resolve_slots(claim: Claim) -> list[UUID]:
        return [slot.ref for slot in claim.slots.all()] if claim.task.is_slotted else []


class NewSlot(Given):
    """A turn of a task done by the hour: so many people from one moment to another."""

    starts_at: Moment
    ends_at: Moment
    places: Annotated[int, whole(1, 1_000)]


class NewTask(Given):
    """A task to publish; without `is_open` it stays a draft. With `slots` the quota is theirs.

    `city` and `skills` say who is asked, everybody it reaches may claim; with `people` only these may.
    """

    organisation: UUID
    kind: Annotated[str, text(12)] = FREE.id
    details: dict[Annotated[str, text(12)], Annotated[str, text(DETAIL_CHARACTERS)]] = {}
    minutes: Annotated[int, whole(1, 10_000)] | None = None
    title: Annotated[str, text(60, is_needed=True)]
    words: Annotated[str, text(1000)] = ""
    place: Annotated[str, text(120)] = ""
    needs: Annotated[str, text(200)] = ""
    quota: Annotated[int, whole(1, 100_000)] | None = None
    share_unit: Annotated[str, text(8)] = ""
    slots: Annotated[list[NewSlot], Field(max_length=SLOTS_PER_TASK)] = []
    city: Annotated[str, Field(pattern=r"^([0-9]{2,12})?$")] = ""
    skills: Annotated[list[Annotated[str, text(12)]], Field(max_length=len(SKILLS))] = []
    people: Annotated[list[UUID], Field(max_length=100)] = []
    deadline: Moment
    is_open: Truth = True


class NewClaim(Given):
    """For whom a task is claimed; of a shared quantity, how much; of a task with turns, which."""

    person: UUID
    share: Annotated[int, whole(1, 1_000_000)] = 1
    slots: Annotated[list[UUID], Field(max_length=SLOTS_PER_TASK)] = []


class Result(Given):
    """What came of it, in words; figures, if any, in hundredths by the units of the task's kind."""

    result: Annotated[str, text(500, is_needed=True)]
    outcomes: dict[Annotated[str, text(16)], Annotated[int, whole(0, MOST_HUNDREDTHS)]] = {}


class Missing(Given):
    """What is still missing."""

    missing: Annotated[str, text(200, is_needed=True)]


@router.get("", response=answers(TaskPage), operation_id="list_tasks")
def list_tasks(request: HttpRequest, mark: Mark = "") -> Page:
    """令牌范围内的任务。"""
    return page_of(tasks_seen_by(viewer_in(request)).prefetch_related("slots"), ("pk",), mark=mark)


@router.post("", response=answers(TaskOut, 201), operation_id="publish_task")
def post_task(request: HttpRequest, response: HttpResponse, given: NewTask) -> Any:
    """发布一件任务，或存为草稿。"""
    viewer = viewer_in(request)
    org = find_org(viewer, given.organisation, PUBLISH)
    write = publish_task if given.is_open else draft_task
    task = write(org, _facts(given, org), by=viewer)
    return Status(201, standing_at(response, "get_task", task))


def _facts(given: NewTask, org: Organisation) -> dict[str, Any]:
    """What the action takes; Invalid names the field that points at nothing."""
    facts = given.dict(exclude={"organisation", "is_open"})
    city, people = region_with_code(given.city), people_named(org, given.people)
    if given.city and city is None:
        raise Invalid({"city": [_("没有这个行政区划代码，请核对。")]})
    if len(people) < len(set(given.people)):
        raise Invalid({"people": [_("有人不在这件任务能发到的范围内，请核对。")]})
    slots = [(slot.starts_at, slot.ends_at, slot.places) for slot in given.slots]
    return facts | {"city": city, "people": people, "slots": slots}


@router.get("/{uuid:ref}", response=answers(TaskOut), operation_id="get_task")
def get_task(request: HttpRequest, ref: UUID) -> Task:
    """一件任务。"""
    return find_task(viewer_in(request), ref)


@router.post("/{uuid:ref}/close", response=answers(TaskOut), operation_id="close_task")
def post_close(request: HttpRequest, response: HttpResponse, ref: UUID) -> Task:
    """结束认领；已认领的可以继续做完。"""
    viewer = viewer_in(request)
    task = find_task(viewer, ref)
    close_task(task, by=viewer)
    return standing_at(response, "get_task", task)


@router.post("/{uuid:ref}/cancel", response=answers(TaskOut), operation_id="cancel_task")
def post_cancel(request: HttpRequest, response: HttpResponse, ref: UUID) -> Task:
    """取消任务，已认领的人会收到通知。"""
    viewer = viewer_in(request)
    task = find_task(viewer, ref)
    cancel_task(task, by=viewer)
    return standing_at(response, "get_task", task)


@router.get("/{uuid:ref}/claims", response=answers(list[ClaimOut]), operation_id="list_claims")
def list_claims(request: HttpRequest, ref: UUID) -> list[Claim]:
    """一件任务的认领。"""
    viewer = viewer_in(request)
    return claims_of_task(viewer, find_task(viewer, ref))


@router.post("/{uuid:ref}/claims", response=answers(ClaimOut, 201), operation_id="claim_task")
def post_claim(request: HttpRequest, response: HttpResponse, ref: UUID, given: NewClaim) -> Any:
    """代党员认领。"""
    viewer = viewer_in(request)
    task, person = find_task(viewer, ref), find_person(viewer, given.person)
    slots = slots_named(task, map(str, given.slots))
    if len(slots) < len(set(given.slots)):
        raise Invalid({"slots": [_("这件任务没有这个时段，请核对。")]})
    claim = claim_task(task, person, by=viewer, share=given.share, slots=slots)
    return Status(201, standing_at(response, "get_claim", claim))


@router.get("/claims/{uuid:ref}", response=answers(ClaimOut), operation_id="get_claim")
def get_claim(request: HttpRequest, ref: UUID) -> Claim:
    """一次认领。"""
    return find_claim(viewer_in(request), ref)


@router.post("/claims/{uuid:ref}/submit", response=answers(ClaimOut), operation_id="submit_claim")
def post_submit(request: HttpRequest, response: HttpResponse, ref: UUID, given: Result) -> Claim:
    """提交完成情况。"""
    viewer = viewer_in(request)
    claim = find_claim(viewer, ref)
    submit_claim(claim, given.result, by=viewer, outcomes=given.outcomes)
    return standing_at(response, "get_claim", claim)


@router.post("/claims/{uuid:ref}/accept", response=answers(ClaimOut), operation_id="accept_work")
def post_accept(request: HttpRequest, response: HttpResponse, ref: UUID) -> Claim:
    """通过成果。"""
    viewer = viewer_in(request)
    claim = find_claim(viewer, ref)
    accept_work(claim, by=viewer)
    return standing_at(response, "get_claim", claim)


@router.post("/claims/{uuid:ref}/send-back", response=answers(ClaimOut), operation_id="send_back_work")
def post_send_back(request: HttpRequest, response: HttpResponse, ref: UUID, given: Missing) -> Claim:
    """退回补充，写明还缺什么。"""
    viewer = viewer_in(request)
    claim = find_claim(viewer, ref)
    send_back_work(claim, given.missing, by=viewer)
    return standing_at(response, "get_claim", claim)


@router.post("/claims/{uuid:ref}/withdraw", response=answers(ClaimOut), operation_id="withdraw_claim")
def post_withdraw(request: HttpRequest, response: HttpResponse, ref: UUID) -> Claim:
    """退出认领，名额让给别人。"""
    viewer = viewer_in(request)
    claim = find_claim(viewer, ref)
    withdraw_claim(claim, by=viewer)
    return standing_at(response, "get_claim", claim)
