"""Where a figure comes from, in words for whoever reads it; docs/sources.md has the same by id."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.orgs.policies import ORIGINS

COUNTED = _("当地做法：外出和流入的党员逐级统计")
TASKS = _("当地做法：组织发布任务，党员认领")
DEEDS = _("当地做法：外出党员为家乡和驻地办的实事")
FIGURES: Mapping[str, str | Promise] = {
    **ORIGINS,
    **dict.fromkeys(("A-06", "A-08"), COUNTED),
    **dict.fromkeys(("D-01", "D-02"), TASKS),
    **dict.fromkeys(("D-04", "D-06", "D-07", "D-08", "D-09"), DEEDS),
    **dict.fromkeys(("H-01", "H-02", "H-03", "H-04", "H-05", "H-06", "H-07", "H-08"), DEEDS),
    "B-01": _("当地做法：外出党员及时到流入地党组织报到"),
    "B-06": _("当地做法：经常变动的，保留组织关系，参加流入地活动"),
    "B-09": _("当地做法：外出不满6个月的，凭党员证明信参加流入地活动"),
    "C-03": _("当地做法：按组织统计每月报告的情况"),
}


def origin_of(source: str) -> str:
    """In plain words; the id itself where there are none yet."""
    return str(FIGURES.get(source, source))
