"""Pasted chats for programs: read for an organisation and answered at once, nothing kept."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from banyan.intake.models import GROUP_MAX
from banyan.intake.queries.chats import check_chat, find_org_to_paste_at
from banyan.intake.reading.chats.lines import CHARACTERS_MAX
from banyan.intake.reading.chats.results import Kind, Status
from banyan.orgs.viewers import viewer_in
from banyan.shared.schemas import Given, answers, text

router = Router(tags=["接龙和聊天"])
Pasted = Annotated[str, text(CHARACTERS_MAX, is_needed=True)]


class ChatIn(Given):
    """A text as it was copied out of a group; without a kind, its title and words decide.

    `group` is the group's name where the organisation has several: each has its own book of nicknames.
    """

    organisation: UUID
    text: Pasted
    kind: Kind | None = None
    group: Annotated[str, text(GROUP_MAX)] = ""


class NamedOut(Schema):
    """A member; without id where it may be several."""

    id: UUID | None
    name: str


class RecordOut(Schema):
    """What one member said, at which line, and who said it for him."""

    line: int
    person: NamedOut
    status: Status
    said: str
    by: str | None
    certainty: Annotated[str, Field(json_schema_extra={"enum": ["sure", "question"]})]


class UnreadOut(Schema):
    """A line in which somebody seems to say something, and the reader cannot tell who or what."""

    line: int
    text: str


class ChatOut(Schema):
    """A paste as it was read: the shape of `banyan chat check --json`."""

    kind: Kind
    period: str | None
    records: list[RecordOut]
    not_understood: list[UnreadOut]
    not_heard_from: list[NamedOut]


@router.post("/check", response=answers(ChatOut), operation_id="check_chat")
def post_check(request: HttpRequest, given: ChatIn) -> dict[str, Any]:
    """读一遍接龙、聊天或一块表格，说出谁说了什么、有多确定，什么也不写。"""
    org = find_org_to_paste_at(viewer_in(request), given.organisation)
    return check_chat(given.text, org, given.kind, group=given.group).to_json()
