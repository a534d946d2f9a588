"""Hundredths as people read them, whom a list is shown to, and the notice for a group."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.ledger.rules import HUNDREDTHS

VISIBILITY: Mapping[str, Promise] = {
    "self": gettext_lazy("名次只给本人看，不列名单。"),
    "branch": gettext_lazy("本支部党员看得到，只列同意列名的党员。"),
    "honour": gettext_lazy("光荣榜：前三分之一里同意列名的党员。"),
    "full": gettext_lazy("列出全部同意列名的党员。"),
}


def in_points(hundredths: int) -> str:
    """250 is 2.5, 300 is 3, -50 is -0.5."""
    whole, rest = divmod(abs(hundredths), HUNDREDTHS)
    text = number_format(whole) if not rest else f"{number_format(whole)}.{rest:02d}".rstrip("0")
    return f"-{text}" if hundredths < 0 else text


def visibility_of(setting: str) -> Promise:
    return VISIBILITY[setting]


def notice_of(period: str, org: str, until: str, names: Sequence[Any]) -> str:
    """The text for a group: who earned thanks as far as the list names anybody, and how to object (I-04).

    `until` is empty once the list is final: nobody is asked to object to it any more.
    """
    lines = [
        _("【%(org)s】%(period)s积分汇总，谢谢每一位为家乡出力的党员。") % {"org": org, "period": period}
    ]
    lines += [f"{each.place}. {each.person.name}" for each in names]
    if until:
        lines.append(_("有不同意见，%(until)s前在“我的积分”里写一句，或者直接找党支部。") % {"until": until})
    return "\n".join(lines)
