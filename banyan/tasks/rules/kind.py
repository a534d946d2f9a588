"""What a kind of task lets one say: its own lines, and outcomes in its own units (H-01..H-08)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason
from banyan.tasks.kinds import KINDS, SKILLS, Kind

DETAIL_CHARACTERS = 120
# Further back than this a day is a slip of the pen.
SERVICE_DAYS = 400
MOST_HUNDREDTHS = 100_000_000_000


def why_not_kind(name: str, details: Mapping[str, str]) -> Reason | None:
    """A kind of the table, with no lines but its own."""
    if name not in KINDS:
        return Reason("unknown_kind", _("没有这一类任务，请重新选择类别。"))
    known = {detail.id for detail in KINDS[name].details}
    if set(details) - known or any(len(text) > DETAIL_CHARACTERS for text in details.values()):
        return Reason("unknown_detail", _("这类任务没有这一项，或者写得太长（最多120字）。"))
    return None


def why_not_outcomes(kind: Kind, hundredths: Mapping[str, int]) -> Reason | None:
    """Figures are never compulsory; those given are in the units of the kind, and not below nothing."""
    if set(hundredths) - {unit.id for unit in kind.units}:
        return Reason("unknown_unit", _("这类任务不统计这个数，请去掉。"))
    if any(not 0 <= amount <= MOST_HUNDREDTHS for amount in hundredths.values()):
        return Reason("amount_out_of_bounds", _("数量不能小于0，也不要超过10亿，请核对单位。"))
    return None


def why_not_skills(skills: Sequence[str]) -> Reason | None:
    if set(skills) <= set(SKILLS):
        return None
    return Reason("unknown_skill", _("没有这一项，请从列出的里面选。"))


def why_not_need(words: str, kind: str) -> Reason | None:
    """A need is a sentence, of a kind of task it may become."""
    if not words.strip():
        return Reason("empty_need", _("请写一句需要什么。"))
    return why_not_kind(kind, {})


def why_not_service(title: str, day: date, today: date, hundredths: int) -> Reason | None:
    """Something, done on a day that has come, for some hours of it."""
    if not title.strip():
        return Reason("no_service", _("请写一句做了什么。"))
    if day > today:
        return Reason("not_yet", _("这一天还没到，做完以后再记。"))
    if (today - day).days > SERVICE_DAYS:
        return Reason("long_ago", _("这是一年多以前的事，请核对年份。"))
    if 0 < hundredths <= 2400:
        return None
    return Reason("bad_hours", _("一天的服务在0到24小时之间，请核对。"))
