"""The answers that are not a yes. One middleware and one API handler translate them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True)
class Reason:
    """Why something may not be done: a stable code for programs and a sentence that says what to do."""

    code: str
    text: str | Promise

    def __str__(self) -> str:
        return str(self.text)


class NotAllowed(PermissionDenied):
    """The viewer sees the thing but may not do this to it (403)."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Refused(Exception):
    """The rules say no, and why (409)."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Invalid(Exception):
    """What was given cannot be read (422): field name -> sentences that say what to do."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        self.problems = problems
        super().__init__(", ".join(sorted(problems)))


class TooOften(Exception):
    """Too many tries; another one is welcome after so many seconds (429)."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("too often")


def refuse_if(reason: Reason | None) -> None:
    """Raise Refused when a `why_not_*` rule has found a reason."""
    if reason is not None:
        raise Refused(reason)
