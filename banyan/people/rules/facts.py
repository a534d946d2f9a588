"""What a person's facts must look like: the same for a form, a roster and the API (R-I4)."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.shared.dates import earliest_day, latest_day
from banyan.shared.errors import Reason

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# [0-9] and not \d: full-width digits would be another value to every index.
MOBILE = re.compile(r"1[3-9][0-9]{9}")
ADULT_YEARS = 18


def check_digit(first_seventeen: str) -> str:
    """The 18th character of a citizen's number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def birth_in(id_number: str) -> str:
    """The birth date a number carries, ISO; empty when it is no real day."""
    digits = id_number[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return ""


def sex_in(id_number: str) -> str:
    return "男" if int(id_number[16]) % 2 else "女"


def why_not_id_number(value: str) -> Reason | None:
    """Length, check digit, a real date; the area code never refuses (story.md, Rosters)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        return Reason("id_shape", _("身份证号应为18位，最后一位是数字或X，请核对原件。"))
    if not birth_in(value):
        return Reason("id_date", _("身份证号里的出生日期不存在，请核对原件。"))
    if check_digit(value[:17]) != value[17]:
        return Reason("id_check_digit", _("身份证号的校验位对不上，可能抄错了一位，请核对原件。"))
    return None


def why_not_phone(value: str) -> Reason | None:
    if MOBILE.fullmatch(value):
        return None
    return Reason("phone_shape", _("手机号应为11位数字，以1开头，请核对。"))


def why_not_dates(birth: str, joined_on: str, full_member_on: str, today: date) -> Reason | None:
    """Born before joining, joined before full membership, nothing in the future."""
    for value in (birth, joined_on, full_member_on):
        if value and earliest_day(value) > today:
            return Reason("future_date", _("日期在今天之后，请核对。"))
    if birth and joined_on and earliest_day(birth) >= latest_day(joined_on):
        return Reason("joined_before_birth", _("入党时间早于出生时间，请核对。"))
    if joined_on and full_member_on and earliest_day(joined_on) > latest_day(full_member_on):
        return Reason("full_before_joined", _("转正时间早于入党时间，请核对。"))
    return None


def age_on(birth: str, day: date) -> int | None:
    """Whole years, counted from the earliest day the birth date can mean; None when unknown."""
    if not birth:
        return None
    born = earliest_day(birth)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
