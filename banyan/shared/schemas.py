"""What every router of the API shares: strict input, pages, and the shape of a no."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

PARTIAL_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"
PartialDate = Annotated[str, Field(pattern=PARTIAL_DATE, description="2012、2012-04 或 2012-04-01")]
Mark = Annotated[str, Field(max_length=400, description="上一页给出的 next_mark，空为第一页")]


class Given(Schema):
    """A body: a field that is not named here is refused with 422 (R-A7)."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """A no: a stable code, a sentence that says what to do, and per field what is wrong."""

    code: str
    message: str
    fields: dict[str, list[str]] | None = None


NOES: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


def answers(kind: Any, status: int = 200) -> dict[int, Any]:
    """The documented answers of an operation: its own, and every no."""
    return {status: kind, **NOES}
