"""Who sees what of a person: the table of trust.md 4.4 for the roles that exist."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason


class Side(StrEnum):
    """From where one looks at a person."""

    SELF = "self"
    HOME = "home"
    HOST = "host"
    TOWNSHIP = "township"
    COUNTY = "county"
    PROGRAM = "program"
    NOWHERE = "nowhere"


class Sight(StrEnum):
    """How a field shows: whole, masked, masked with reveal, only by reveal, or not at all."""

    WHOLE = "whole"
    MASKED = "masked"
    REVEAL = "reveal"
    HIDDEN = "hidden"


SENSITIVE = ("id_number", "phone", "address", "note")
TABLE: Mapping[Side, Mapping[str, Sight]] = {
    Side.SELF: {"id_number": Sight.REVEAL, "phone": Sight.WHOLE, "address": Sight.WHOLE, "note": Sight.HIDDEN},
    Side.HOME: dict.fromkeys(SENSITIVE, Sight.REVEAL),
    Side.TOWNSHIP: dict.fromkeys(SENSITIVE, Sight.REVEAL),
    Side.COUNTY: {
        "id_number": Sight.REVEAL, "phone": Sight.REVEAL, "address": Sight.HIDDEN, "note": Sight.HIDDEN,
    },
    Side.HOST: {
        "id_number": Sight.MASKED, "phone": Sight.REVEAL, "address": Sight.HIDDEN, "note": Sight.HIDDEN,
    },
    Side.PROGRAM: {
        "id_number": Sight.HIDDEN, "phone": Sight.MASKED, "address": Sight.HIDDEN, "note": Sight.HIDDEN,
    },
    Side.NOWHERE: dict.fromkeys(SENSITIVE, Sight.HIDDEN),
}  # fmt: skip


def sight_of(side: Side, field: str) -> Sight:
    """How a field of a person shows from a side; fields that are not sensitive show whole."""
    if field in SENSITIVE:
        return TABLE[side][field]
    return Sight.HIDDEN if side == Side.NOWHERE else Sight.WHOLE


# Of a stay as its host's list tells it: when, what he does there, where he lives, his number.
# Its note may repeat all of it and shows to nobody, like any note to a host.
STAY = ("dates", "work", "place", "phone")
_NOTHING_OF_IT = dict.fromkeys(STAY, Sight.HIDDEN)
STAY_TABLE: Mapping[Side, Mapping[str, Sight]] = {
    Side.SELF: dict.fromkeys(STAY, Sight.WHOLE),
    Side.HOST: {**dict.fromkeys(STAY, Sight.WHOLE), "place": Sight.MASKED, "phone": Sight.MASKED},
    Side.HOME: {**_NOTHING_OF_IT, "dates": Sight.WHOLE, "phone": Sight.MASKED},
    Side.TOWNSHIP: {**_NOTHING_OF_IT, "dates": Sight.WHOLE, "work": Sight.WHOLE, "phone": Sight.MASKED},
}


def stay_sights(side: Side) -> Mapping[str, Sight]:
    """How each part of a stay shows from a side (trust.md 4.4, Stay); totals alone from the county up."""
    return STAY_TABLE.get(side, _NOTHING_OF_IT)


PHONE_SEARCHES_PER_DAY = 30
PHONE_SEARCHES_OF_AN_ORG = 300


def why_not_search_phone(his: int, of_his_org: int) -> Reason | None:
    """Whole numbers are asked for a few times a day, never in bulk (R-P4)."""
    if his < PHONE_SEARCHES_PER_DAY and of_his_org < PHONE_SEARCHES_OF_AN_ORG:
        return None
    return Reason(
        "too_many_searches", _("今天按手机号找人的次数已到上限，请明天再来；按姓名或拼音首字母查找不受限制。")
    )


def why_not_reveal(side: Side, field: str, reason: str) -> Reason | None:
    """One field at a time, only where the table allows it, never without a reason (R-P3, R-P5)."""
    if field not in SENSITIVE or TABLE[side][field] != Sight.REVEAL:
        return Reason("not_revealable", _("按规定，您的职务不能查看这一项的完整内容。"))
    if not reason.strip():
        return Reason("no_reason", _("请写明查看的事由，例如“电话通知开会”。"))
    return None
