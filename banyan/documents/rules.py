"""Pure thought about papers: numbers, validity, and why one may not be issued, printed or voided."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.accounts.rules import Limit
from banyan.documents.states import PaperKind, PaperStatus, Verdict
from banyan.orgs.states import COMMITTEES
from banyan.shared.errors import Reason

# The word between the organisation and the year, one series of numbers for each.
SERIES = {
    PaperKind.CERTIFICATE: "党证",
    PaperKind.FLOATING_SLIP: "党流",
    PaperKind.LETTER: "党介",
    PaperKind.RECEIPT: "党回",
}
MOST_LETTER_DAYS = 90
# Up to so many are set while one waits; beyond, the worker does it and shows how far it is.
PRINT_AT_ONCE = 50
# 2,000 sets of up to four papers: a township after the Spring Festival.
MOST_IN_A_PRINT = 8000
MOST_SLIPS = 200
PRINT_HOURS = 24
# R-Q3: thirty questions about codes a minute from one address.
CHECKS = Limit("check_paper", tries=30, seconds=2)
# What a text for the door or the group must not carry: identity numbers and telephones (T35, R-P14).
_PRIVATE = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15}|1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_GAPS = re.compile(r"(?<=\d)[\s\-－—·.]+(?=\d)")
_RANKS = re.compile(r"(支部委员会|总支部委员会|委员会|党总支|党支部|总支|支部|党委|党工委)$")


def short_name(name: str) -> str:
    """The organisation as a number names it: 文明瑶族乡 for 文明瑶族乡党委."""
    return _RANKS.sub("", name.removeprefix("中共")) or name


def number_words(kind: str, org_name: str, year: int, serial: int) -> str:
    """The number as offices write it, without leading zeros: 文明瑶族乡党介〔2026〕12号."""
    return f"{short_name(org_name)}{SERIES[PaperKind(kind)]}〔{year}〕{serial}号"


def last_valid_day(issued_on: date, valid_days: int) -> date:
    """The last day a paper holds: 30 days from 1 March end on 31 March (rules 2.6)."""
    return issued_on + timedelta(days=valid_days)


def is_expired(valid_until: date | None, day: date) -> bool:
    return valid_until is not None and day > valid_until


def standing_of(status: str, valid_until: date | None, day: date) -> Verdict:
    """How a genuine paper stands on a day: void before expired, whatever its date says."""
    if status == PaperStatus.VOID:
        return Verdict.VOID
    return Verdict.EXPIRED if is_expired(valid_until, day) else Verdict.VALID


def formal_name(kind: str, name: str, full_name: str) -> str:
    """The name for papers and seals: the full one when it is known, else 中共…委员会 for a committee."""
    if full_name or kind not in COMMITTEES:
        return full_name or name
    return name if name.endswith("委员会") else f"中共{short_name(name)}委员会"


def why_not_issue(*, is_member: bool, is_current: bool, is_issuer_above: bool) -> Reason | None:
    """Papers are for members on the roll, numbered by their branch or one above it (rules 2.6, 2.7)."""
    if not is_current:
        return Reason("not_on_roll", _("这名党员已不在册，不能再开具证件。"))
    if not is_member:
        return Reason("not_a_member", _("入党积极分子不开具党员证件。"))
    if not is_issuer_above:
        return Reason("foreign_issuer", _("只能由党员所在支部或它的上级党组织开具，请换一个开具单位。"))
    return None


def why_not_valid(kind: str, valid_days: int | None) -> Reason | None:
    """An introduction letter holds 90 days at most (rules 2.6); no paper holds less than a day."""
    if valid_days is None:
        return None
    if valid_days < 1:
        return Reason("no_days", _("有效期至少1天，请重新填写。"))
    if kind == PaperKind.LETTER and valid_days > MOST_LETTER_DAYS:
        return Reason("too_many_days", _("介绍信有效期最长90天，请改短。"))
    return None


def why_not_print(status: str) -> Reason | None:
    """A void paper is kept for its number and printed no more."""
    if status == PaperStatus.VOID:
        return Reason("paper_void", _("这份证件已作废，不能再打印。如仍需要，请重新开具。"))
    return None


def is_small_print(count: int) -> bool:
    """Few enough to be set while one waits?"""
    return 0 < count <= PRINT_AT_ONCE


def why_not_print_many(count: int) -> Reason | None:
    """One pile holds something, and no more than a printer takes in an afternoon."""
    if count == 0:
        return Reason("nothing_to_print", _("没有可以打印的证件，请换一个查找条件。"))
    if count > MOST_IN_A_PRINT:
        return Reason("too_many_to_print", _("一次最多打印8000份，请按类别或姓名分几次打印。"))
    return None


def why_not_slips(count: int) -> Reason | None:
    """Slips are for those who still need one."""
    if count:
        return None
    return Reason("nobody_to_invite", _("党员都已设好密码，不用再打印登录纸条。"))


def why_not_void(status: str, reason: str) -> Reason | None:
    """Voiding says why: the number stays in the book with its reason."""
    if status == PaperStatus.VOID:
        return Reason("already_void", _("这份证件已经作废。"))
    if not reason.strip():
        return Reason("no_reason", _("请写明作废的原因，例如“姓名有误，已重开”。"))
    return None


def why_not_check(kind: str, status: str, *, year: int, first_year: int, this_year: int) -> Reason | None:
    """An 活动证 is checked once for each year since it was issued, as long as it holds (rules 2.7)."""
    if kind != PaperKind.FLOATING_SLIP:
        return Reason("no_annual_check", _("只有流动党员活动证要年度查验。"))
    if status == PaperStatus.VOID:
        return Reason("paper_void", _("这份证件已作废，不用再查验。"))
    if not first_year <= year <= this_year:
        return Reason("other_year", _("只能登记发证当年到今年的查验，请重新选年度。"))
    return None


ALREADY_CHECKED = Reason("checked_already", _("这一年已经查验过了，不用重复登记。"))


def carries_private(text: str) -> bool:
    """Does a text hold an identity number or a telephone, however its figures are set apart?"""
    plain = unicodedata.normalize("NFKC", text)
    return bool(_PRIVATE.search(plain) or _PRIVATE.search(_GAPS.sub("", plain)))


def why_not_shareable(texts: Iterable[str]) -> Reason | None:
    """What goes to the door or the group carries no number of anybody; the service phone has its own field."""
    if any(carries_private(text) for text in texts):
        return Reason(
            "private_number",
            _("文字里有电话或证件号码，贴出去就收不回来了。请删掉；要留电话，请用上面同意公开的服务电话。"),
        )
    return None


def why_not_offer_phone(*, serves_there: bool) -> Reason | None:
    """Nobody agrees for somebody else: only for an organisation he serves himself (T35)."""
    if serves_there:
        return None
    return Reason("not_your_phone", _("只能由任职的本人同意公开自己的服务电话。"))


TRUSTED_ALREADY = Reason("trusted_already", _("这个系统的这把密钥已经认可过了。"))


def why_not_trust(fingerprint: str, read_aloud: str) -> Reason | None:
    """The figures read over the telephone are those of the key that was pasted; nothing else makes it trusted."""
    heard = re.sub(r"\D", "", unicodedata.normalize("NFKC", read_aloud))
    if heard == fingerprint.replace(" ", ""):
        return None
    return Reason("other_fingerprint", _("对方电话里念的指纹和这把密钥对不上，不能认可。请核对后重来。"))
