"""What a kind of task lets one say: its own lines, and outcomes in its own units (H-01..H-08)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason
from banyan.tasks.kinds import KINDS, Kind

DETAIL_CHARACTERS = 120
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
