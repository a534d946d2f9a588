"""Rosters for programs: checked, staged, accepted and taken back by the same actions as the pages."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from banyan.intake.actions import (
    accept_batch,
    correct_columns,
    discard_batch,
    import_roster,
    look_over_roster,
    stage_roster,
    undo_batch,
)
from banyan.intake.queries.batches import find_batch, find_org_to_import_at, told_of
from banyan.intake.queries.columns import chosen_of
from banyan.intake.reading.results import Certainty, Verdict
from banyan.intake.rules import why_not_open
from banyan.intake.states import BatchStatus
from banyan.orgs.viewers import viewer_in
from banyan.shared.errors import Invalid
from banyan.shared.schemas import Given, answers, only_known, standing_at, text

router = Router(tags=["花名册"])
# By its words: the description names a type by its class, and papers have a Verdict of their own.
RowVerdict = Annotated[str, Field(json_schema_extra={"enum": [str(each) for each in Verdict]})]
# What `only_known` does, said in the description: the library says it of JSON alone.
AND_NO_MORE = {
    "requestBody": {"content": {"multipart/form-data": {"schema": {"additionalProperties": False}}}}
}


class SheetOut(Schema):
    """How a sheet was understood: the rows of its heads, counted from 1, and the field of each, or none."""

    name: str
    header_rows: list[int]
    columns: dict[str, str]


class PlaceOut(Schema):
    """A destination as far as it is known."""

    province: str | None
    city: str | None
    district: str | None


class ReadingOut(Schema):
    """One cell: as it was written, as it was understood, how surely and why."""

    raw: str
    value: str | bool | PlaceOut | None
    certainty: Certainty
    why: str


class RowOut(Schema):
    """One person's row and what an import would make of it."""

    sheet: str
    row: int
    verdict: RowVerdict
    values: dict[str, ReadingOut]


class IgnoredOut(Schema):
    """A row that is no person's, and why."""

    sheet: str
    row: int
    why: str


class Summary(Schema):
    """seen = new + same + changed + question + refused + ignored, always."""

    seen: int
    new: int
    same: int
    changed: int
    question: int
    refused: int
    ignored: int


class CheckOut(Schema):
    """A file as it was read: the shape of `banyan roster check --json`."""

    sheets: list[SheetOut]
    rows: list[RowOut]
    ignored: list[IgnoredOut]
    summary: Summary


class LeftField(Schema):
    """A field an undo left because somebody had changed it since: the office, its organisation, when."""

    field: str = Field(description="空着就是整个人没有动")
    role: str
    org: str
    at: str


class LeftRow(Schema):
    """A row that stays, in whole or in part."""

    sheet: str
    row: int
    fields: list[LeftField]


class RosterOut(Schema):
    """An import: the shape of `banyan roster import --json`. `taken`: rows that went in and still count.

    A large file is read and taken in by the worker: ask again until `status` has moved on or `problem` says why not.
    """

    batch: UUID
    organisation: UUID
    status: BatchStatus
    taken: int
    left_alone: int = Field(description="撤销时因为又有了新情况而没有动的行")
    left: list[LeftRow] = Field(description="这些行里没有动的字段，由谁在什么时候改过，最多500行")
    problem: str = Field(description="后台没有办成时的原因，没有就是空的")
    summary: Summary


class ColumnsIn(Given):
    """What columns mean: head word -> field of a row; an empty field: the column is not taken."""

    columns: Annotated[
        dict[Annotated[str, text(80)], Annotated[str, text(40)]], Field(min_length=1, max_length=100)
    ]


@router.post("/check", response=answers(CheckOut), operation_id="check_roster", openapi_extra=AND_NO_MORE)
def post_check(request: HttpRequest, organisation: Form[UUID], file: File[UploadedFile]) -> dict[str, Any]:
    """读一遍花名册并逐行给出结论，名单里什么也不写。"""
    only_known(request, "organisation", "file")
    org = find_org_to_import_at(viewer_in(request), organisation)
    content = _content(file)
    return look_over_roster(content, file.name or "", org=org, by=viewer_in(request)).to_json()


@router.post("", response=answers(RosterOut, 201), operation_id="import_roster", openapi_extra=AND_NO_MORE)
def post_roster(
    request: HttpRequest,
    response: HttpResponse,
    organisation: Form[UUID],
    file: File[UploadedFile],
    *,
    accept: Form[bool] = False,
) -> Any:
    """读入花名册等待核对；accept 为真时，新增和有变化的行当即导入。"""
    only_known(request, "organisation", "file", "accept")
    viewer = viewer_in(request)
    org = find_org_to_import_at(viewer, organisation)
    take = import_roster if accept else stage_roster
    batch = take(_content(file), file.name or "", org=org, by=viewer)
    return Status(201, told_of(standing_at(response, "get_roster", batch)))


@router.get("/{uuid:ref}", response=answers(RosterOut), operation_id="get_roster")
def get_roster(request: HttpRequest, ref: UUID) -> dict[str, Any]:
    """一次导入：到了哪一步，各种行有多少。"""
    return told_of(find_batch(viewer_in(request), ref))


@router.post("/{uuid:ref}/columns", response=answers(RosterOut), operation_id="correct_roster_columns")
def post_columns(request: HttpRequest, response: HttpResponse, ref: UUID, given: ColumnsIn) -> dict[str, Any]:
    """指明各列是什么：按它重新读一遍，以后同样的表头就这样认。"""
    viewer = viewer_in(request)
    batch = find_batch(viewer, ref)
    read = correct_columns(batch, chosen_of(batch, given.columns), by=viewer)
    return told_of(standing_at(response, "get_roster", read))


@router.post("/{uuid:ref}/accept", response=answers(RosterOut), operation_id="accept_roster")
def post_accept(request: HttpRequest, response: HttpResponse, ref: UUID) -> dict[str, Any]:
    """导入一份已读入的花名册里新增和有变化的行。"""
    viewer = viewer_in(request)
    batch = find_batch(viewer, ref)
    accept_batch(batch, by=viewer)
    return told_of(standing_at(response, "get_roster", batch))


@router.post("/{uuid:ref}/discard", response=answers(RosterOut), operation_id="discard_roster")
def post_discard(request: HttpRequest, response: HttpResponse, ref: UUID) -> dict[str, Any]:
    """放弃一份还没有导入的花名册，读到的行一并忘掉。"""
    viewer = viewer_in(request)
    batch = find_batch(viewer, ref)
    discard_batch(batch, by=viewer)
    return told_of(standing_at(response, "get_roster", batch))


@router.post("/{uuid:ref}/undo", response=answers(RosterOut), operation_id="undo_roster")
def post_undo(request: HttpRequest, response: HttpResponse, ref: UUID) -> dict[str, Any]:
    """七天内撤销一次导入；导入后又有了新情况的人不动。"""
    viewer = viewer_in(request)
    batch = find_batch(viewer, ref)
    undo_batch(batch, by=viewer)
    return told_of(standing_at(response, "get_roster", batch))


def _content(file: UploadedFile) -> bytes:
    """The file's bytes; Invalid when it is too big."""
    reason = why_not_open(file.size or 0, settings.UPLOAD_MAX_BYTES)
    if reason is not None:
        raise Invalid({"file": [str(reason)]})
    content: bytes = file.read()
    return content
