from banyan.people.rules.facts import (
    MOBILE,
    age_on,
    birth_in,
    check_digit,
    sex_in,
    why_not_dates,
    why_not_id_number,
    why_not_phone,
)

__all__ = [
    "MOBILE",
    "age_on",
    "birth_in",
    "check_digit",
    "sex_in",
    "why_not_dates",
    "why_not_id_number",
    "why_not_phone",
]
