"""What reading a chat yields, and the JSON of `banyan chat check`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from banyan.shared.spreadsheets.sheets import Unreadable as UnreadableFile


class Kind(StrEnum):
    """What a paste is about."""

    REPORT = "report"
    ATTENDANCE = "attendance"
    CLAIM = "claim"
    SUGGESTION = "suggestion"
    FEEDBACK = "feedback"


class Status(StrEnum):
    """What a member said, by kind: the five of a report, then attendance, claim, suggestion, feedback."""

    WELL = "well"
    MOVED = "moved"
    NEW_PHONE = "new_phone"
    NEED_HELP = "need_help"
    WANT_TASK = "want_task"
    NOT_REACHED = "not_reached"
    PRESENT = "present"
    LATE = "late"
    LEAVE = "leave"
    ABSENT = "absent"
    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    SUGGESTED = "suggested"
    NOTHING = "nothing"
    STUDIED = "studied"
    NOT_YET = "not_yet"


USUAL: Mapping[Kind, Status] = {
    Kind.REPORT: Status.WELL,
    Kind.ATTENDANCE: Status.PRESENT,
    Kind.CLAIM: Status.CLAIMED,
    Kind.SUGGESTION: Status.SUGGESTED,
    Kind.FEEDBACK: Status.STUDIED,
}
STATUSES: Mapping[Kind, tuple[Status, ...]] = {
    Kind.REPORT: tuple(Status)[:6],
    Kind.ATTENDANCE: tuple(Status)[6:10],
    Kind.CLAIM: tuple(Status)[10:14],
    Kind.SUGGESTION: tuple(Status)[14:16],
    Kind.FEEDBACK: tuple(Status)[16:],
}


@dataclass(frozen=True)
class Member:
    """Somebody a line may mean. `key` is the house's id; phones as digits; `marks` tell namesakes apart (village)."""

    key: str
    name: str
    phones: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whom:
    """Whom a name means: one for sure, one to be asked about, or several to choose from."""

    said: str
    member: Member | None = None
    is_sure: bool = False
    why: str = ""
    choices: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Said:
    """One statement about one person, at one line of the paste."""

    line: int
    whom: Whom
    status: Status
    words: str
    by: str = ""
    is_sure: bool = True
    why: str = ""
    strength: int = 2
    is_listed: bool = False

    @property
    def is_certain(self) -> bool:
        return self.is_sure and self.whom.is_sure

    @property
    def doubt(self) -> str:
        """Why it is a question; empty when it is none."""
        return "" if self.is_certain else self.whom.why if not self.whom.is_sure else self.why

    def to_json(self) -> dict[str, Any]:
        member = self.whom.member
        return {
            "line": self.line,
            "person": {
                "id": member.key if member else None,
                "name": member.name if member else self.whom.said,
            },
            "status": str(self.status),
            "said": self.words,
            "by": self.by or None,
            "certainty": "sure" if self.is_certain else "question",
        }


@dataclass(frozen=True)
class Unread:
    """A line in which somebody seems to say something, and the reader cannot tell who or what.

    `called`: the name nobody knows that stands before words which are understood.
    """

    line: int
    text: str
    called: str = field(default="", compare=False)


@dataclass
class Chat:
    """A paste as read: one record a person, what was not understood, and who has not been heard from."""

    kind: Kind
    period: str
    records: list[Said] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    silent: list[Member] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Exactly what `banyan chat check --json` promises (docs/commands.md)."""
        return {
            "kind": str(self.kind),
            "period": self.period or None,
            "records": [record.to_json() for record in self.records],
            "not_understood": [{"line": each.line, "text": each.text} for each in self.unread],
            "not_heard_from": [{"id": each.key, "name": each.name} for each in self.silent],
        }


class Unreadable(UnreadableFile):
    """The paste is refused as a whole; `sentence` says what to do."""

    field = "text"
