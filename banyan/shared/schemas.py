"""What every router of the API shares: strict input, values in bounds, pages, and the shape of a no."""

from datetime import date, datetime
from typing import Annotated, Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, Strict

from banyan.shared.dates import is_partial_date
from banyan.shared.errors import Invalid


class HasRef(Protocol):
    """A row with a public name."""

    @property
    def ref(self) -> Any: ...


Dated = TypeVar("Dated", date, datetime)
Row = TypeVar("Row", bound=HasRef)
FIRST_YEAR, LAST_YEAR = 1900, 2099
PARTIAL_DATE = r"^((19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"
# PostgreSQL stores no NUL, and no other control character belongs into a line or a paragraph.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
WRITTEN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def text(most: int, *, is_needed: bool = False) -> Any:
    """A text of so many characters without control characters; one that is needed is more than blanks."""
    least, pattern = (1, WRITTEN) if is_needed else (0, PLAIN)
    return Field(min_length=least, max_length=most, pattern=pattern)


def whole(least: int, most: int) -> Any:
    """A number without a fraction between two others, not a text or a truth that could be read as one."""
    return Field(ge=least, le=most, strict=True)


def a_real_day(value: str) -> str:
    """2012-02-31 has the shape of a date and is none."""
    if value and not is_partial_date(value):
        raise ValueError("no such day")
    return value


def a_year_of_ours(value: Dated) -> Dated:
    """A year that anybody alive can mean: beyond it arithmetic on dates ends."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"between {FIRST_YEAR} and {LAST_YEAR}")
    return value


PartialDate = Annotated[
    str,
    Field(pattern=PARTIAL_DATE, description="2012、2012-04 或 2012-04-01"),
    AfterValidator(a_real_day),
]
Day = Annotated[date, Field(description="1900年到2099年"), AfterValidator(a_year_of_ours)]
Moment = Annotated[AwareDatetime, Field(description="1900年到2099年，带时区"), AfterValidator(a_year_of_ours)]
# JSON has a true of its own: "true" and 1 are a text and a number.
Truth = Annotated[bool, Strict()]
MobilePhone = Annotated[str, Field(pattern=r"^(1[3-9][0-9]{9})?$")]
Search = Annotated[str, text(60)]
Mark = Annotated[str, Field(max_length=400, description="上一页给出的 next_mark，空为第一页")]


class Given(Schema):
    """A body: a field that is not named here is refused with 422 (R-A7)."""

    model_config = ConfigDict(extra="forbid")


def only_known(request: HttpRequest, *names: str) -> None:
    """The same for a form with a file, of which the library reads what it knows and passes over the rest."""
    strange = sorted({*request.POST, *request.FILES} - set(names))
    if strange:
        raise Invalid({name: [_("没有这一项，请删去。")] for name in strange})


class Problem(Schema):
    """A no: a stable code, a sentence that says what to do, and per field what is wrong."""

    code: str
    message: str
    fields: dict[str, list[str]] | None = None


NOES: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 429: Problem}


def answers(kind: Any, status: int = 200) -> dict[int, Any]:
    """The documented answers of an operation: its own, and every no."""
    return {status: kind, **NOES}


def standing_at(response: HttpResponse, route: str, row: Row) -> Row:
    """Say where the row stands: a program that sends the same key again is answered from there (R-C4)."""
    response["Location"] = reverse(f"api:{route}", args=[row.ref])
    return row
