"""Which paper for which state (story.md, Papers by state)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from banyan.documents.states import PaperKind
from banyan.journeys.states import Standing
from banyan.shared.errors import Reason

MOST_KITS = 2000
NO_CERTIFICATE = Reason("no_certificate", _("老家还没有给他开流动党员活动证，请他联系老家支部。"))
BY_STANDING = {
    Standing.SHORT: PaperKind.CERTIFICATE,
    Standing.FLOATING: PaperKind.FLOATING_SLIP,
    Standing.SHOULD_TRANSFER: PaperKind.LETTER,
}


def papers_due(standing: str, *, is_letter_for_everyone: bool) -> tuple[PaperKind, ...]:
    """The paper of the state, a letter where the policy asks one for everybody (B-04), the receipt for all."""
    kinds = [BY_STANDING[Standing(standing)]]
    if is_letter_for_everyone and PaperKind.LETTER not in kinds:
        kinds.append(PaperKind.LETTER)
    return (*kinds, PaperKind.RECEIPT)


def why_not_paper(
    kind: str, kinds: Collection[str], *, is_open: bool, has_valid_paper: bool
) -> Reason | None:
    """No paper beyond those of the state, none twice, and none for a journey that has ended (B-08, B-09)."""
    if not is_open:
        return Reason("ended", _("这次外出已经结束，不再开具证件。"))
    if kind not in kinds:
        return Reason("wrong_paper", _("按目前的外出情况不用开这种证件，请开与情况对应的那一种。"))
    if has_valid_paper:
        return Reason("issued_already", _("这种证件已经开具，还在有效期内。需要时请补打，不用再开。"))
    return None


def why_not_kits(count: int) -> Reason | None:
    """One run is for somebody, and for no more than a township's leavers."""
    if count == 0:
        return Reason("nobody_lacks", _("没有人缺这种证件，请换一个查找条件。"))
    if count > MOST_KITS:
        return Reason("too_many_kits", _("一次最多给2000人开证件，请按支部分几次办。"))
    return None
