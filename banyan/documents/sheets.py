"""From signed facts to the words on a sheet. All words are Chinese whatever the language of the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from banyan.documents.numerals import capital_number, capital_year_and_month
from banyan.documents.typesetting import Sheet
from banyan.people.rules import age_on
from banyan.shared.qr import qr_svg

CATEGORIES = {"full": ("正式党员", "正式"), "probationary": ("预备党员", "预备")}
DATES = ("joined_on", "departed_on", "expected_return_on", "arrived_on")
SLIPS_PER_PAGE = 4
MEMBER_STEPS = [
    ["扫一扫", "微信扫码即可，不用下载"],
    ["填一填", "单位、住址、电话"],
    ["等回音", "支部确认后，家乡就知道"],
]
STRANGER_STEPS = [
    ["扫一扫", "不用登录，不用定位"],
    ["选地方", "找到离您近的流动党支部"],
    ["留电话", "支部打给您，聊几句就归队"],
]


@dataclass(frozen=True)
class CheckLine:
    """One annual check as it is printed."""

    year: str
    grade: str
    unit: str
    day: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What the register adds to the facts: number, issuer, dates, and where the paper can be checked."""

    number: str
    issuer: str
    issued_on: date
    valid_until: date | None
    address: str
    reprints: int = 0
    reprinted_on: date | None = None
    checks: "Sequence[CheckLine]" = ()


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One member's personal link, as a slip to hand over."""

    name: str
    organisation: str
    address: str
    valid_until: date


def paper_sheet(kind: str, facts: Mapping[str, str], stamp: Stamp) -> Sheet:
    """The sheet of a numbered paper."""
    words: dict[str, object] = {**facts, **_date_words(facts), **_stamp_words(stamp)}
    words["birth"] = _day_words(facts.get("birth", "")[:7])
    words["age"] = _age_words(facts.get("birth", ""), stamp.issued_on)
    words["membership"], words["membership_short"] = CATEGORIES.get(facts.get("category", ""), ("", ""))
    words["dues_year"], words["dues_month"] = capital_year_and_month(facts.get("dues_paid_to", ""))
    return Sheet(kind, words)


def checks_sheet(first: Sheet) -> Sheet:
    """The page of annual checks that goes with an 活动证: what was checked, and lines for the years to come."""
    kept = ("number", "issuer", "issued_on", "name", "home_branch", "qr", "site", "reprint", "checks")
    return Sheet("annual_checks", {name: first.words[name] for name in kept})


def notice_sheet(facts: Mapping[str, str]) -> Sheet:
    """A meeting notice: place, time, what to bring; it names nobody who is invited (T35)."""
    names = ("organisation", "title", "when", "place", "bring", "words", "contact", "phone")
    return Sheet("notice", {name: facts.get(name, "") for name in names})


def household_sheet(facts: Mapping[str, object]) -> Sheet:
    """The card for the family left behind: whom to call, and what for. It names nobody of the family (T35)."""
    return Sheet("household", {name: facts.get(name, "") for name in ("organisation", "lines", "place")})


def invitation_sheets(invitations: Sequence[Invitation]) -> list[Sheet]:
    """Slips to cut apart, four to a page."""
    slips = [_slip(invitation) for invitation in invitations]
    pages = [slips[start : start + SLIPS_PER_PAGE] for start in range(0, len(slips), SLIPS_PER_PAGE)]
    return [Sheet("invitation", {"slips": page}) for page in pages]


def poster_sheet(
    organisation: str,
    address: str,
    *,
    contact: str = "",
    phone: str = "",
    place: str = "",
    is_for_strangers: bool = False,
) -> Sheet:
    """A poster (归队码) with one large code: to check in at a branch, or for a stranger to find the nearest one."""
    words = {
        "organisation": organisation,
        "qr": qr_svg(address, level="H"),
        "contact": contact,
        "phone": phone,
        "address": place,
        "site": _site(address),
        "steps": STRANGER_STEPS if is_for_strangers else MEMBER_STEPS,
    }
    return Sheet("poster", words)


def _slip(invitation: Invitation) -> dict[str, str]:
    return {
        "name": invitation.name,
        "organisation": invitation.organisation,
        "qr": qr_svg(invitation.address),
        "valid_until": _day_words(invitation.valid_until.isoformat()),
        "site": _site(invitation.address),
    }


def _stamp_words(stamp: Stamp) -> dict[str, object]:
    until = stamp.valid_until
    return {
        "number": stamp.number,
        "issuer": stamp.issuer,
        "issued_on": _day_words(stamp.issued_on.isoformat()),
        "valid_until": _day_words(until.isoformat()) if until else "",
        "valid_days": capital_number((until - stamp.issued_on).days) if until else "",
        "qr": qr_svg(stamp.address),
        "site": _site(stamp.address),
        "reprint": _reprint_words(stamp),
        "checks": _check_words(stamp.checks),
    }


def _check_words(checks: Sequence[CheckLine]) -> list[dict[str, str]]:
    return [
        {
            "year": check.year,
            "grade": check.grade,
            "unit": check.unit,
            "day": _day_words(check.day.isoformat()),
            "by": check.by,
        }
        for check in checks
    ]


def _reprint_words(stamp: Stamp) -> str:
    if not stamp.reprints or stamp.reprinted_on is None:
        return ""
    return f"补打 第{stamp.reprints}次 {_day_words(stamp.reprinted_on.isoformat())}"


def _day_words(text: str) -> str:
    """2012年4月1日, as far as it is known."""
    return "".join(
        f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False) if part
    )


def _date_words(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: _day_words(facts[name]) for name in DATES if facts.get(name)}


def _age_words(birth: str, day: date) -> str:
    age = age_on(birth, day)
    return "" if age is None else str(age)


def _site(address: str) -> str:
    """The host part: a member compares it with the one his office told him (T16, look-alike sites)."""
    return urlsplit(address).netloc
