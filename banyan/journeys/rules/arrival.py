"""When a check-in may be sent, decided, withdrawn, corrected and taken back (story.md, Who confirms a check-in)."""

from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import MOVED_ON
from banyan.journeys.states import CheckInStatus, ConfirmedHow, JourneyStatus
from banyan.shared.errors import Reason

LOOK_UPS_PER_DAY = 30
VOUCHED_BY_HOME = frozenset({ConfirmedHow.TELEPHONE, ConfirmedHow.STAMPED_PAPER})
OPEN_ALREADY = Reason("open_already", _("已经有一份报到在等待确认。要换地方报到，请先撤回那一份。"))
NO_REASON = Reason("no_reason", _("请写明原因，老家支部和本人都会看到。"))


def why_not_check_in(
    *, journey_status: str, is_host_open: bool, is_host_answered: bool, is_already_here: bool
) -> Reason | None:
    """Who is away checks in at one open host after the other, where somebody can answer him (B-01, B-06)."""
    if journey_status != JourneyStatus.AWAY:
        return Reason("not_away", _("还没有登记外出。请先联系老家支部书记登记外出，再来报到。"))
    if not is_host_open:
        return Reason("host_closed", _("这个党组织已经撤销，请换一个。"))
    if not is_host_answered:
        return Reason("host_unstaffed", _("这个党组织还没有人能确认报到，请换一个，或请老家支部代为登记。"))
    if is_already_here:
        return Reason("already_here", _("已经在这个党组织报到过了，不用再报。"))
    return None


def why_not_host(*, has_name: bool, has_head_name: bool, has_head_phone: bool) -> Reason | None:
    """A host outside the tree is named with its head and his phone (B-02, B-03)."""
    if not (has_name and has_head_name and has_head_phone):
        return Reason("host_unknown", _("请写明流入地党组织的名称、负责人姓名和联系电话。"))
    return None


def why_not_scan(*, sent_to: int | None, is_draft: bool, stays_at: int | None, host: int) -> Reason | None:
    """Whoever scans a poster twice is told how it stands instead of being asked again; organisations by key."""
    if sent_to is not None and not is_draft:
        here = Reason("sent_here", _("您的报到已经发出，等这里确认，不用再发。"))
        return here if sent_to == host else OPEN_ALREADY
    if stays_at == host:
        return Reason("already_here", _("已经在这个党组织报到过了，不用再报。"))
    return None


def why_not_host_word(*, is_receipt_open: bool, is_told: bool) -> Reason | None:
    """A host says once that he arrived; after that home knows, and says so to whoever scans the code again."""
    if not is_receipt_open:
        return Reason("word_settled", _("老家支部已经确认他报到了，不用再填。"))
    if is_told:
        return Reason(
            "word_told", _("老家支部已经收到他的报到，正在核实，不用再填一次。有要改的，请直接打电话给他们。")
        )
    return None


def why_not_send(status: str) -> Reason | None:
    if status == CheckInStatus.DRAFT:
        return None
    return OPEN_ALREADY if status == CheckInStatus.SENT else MOVED_ON


def why_not_confirm(status: str, *, is_outside: bool, how: str) -> Reason | None:
    """Only what was sent; for a host outside the tree the home secretary says how he knows (rule b)."""
    if status != CheckInStatus.SENT:
        return MOVED_ON
    if is_outside and how not in VOUCHED_BY_HOME:
        return Reason("no_proof", _("请选择是怎么核实的：打过电话，或者看到了盖章的回执。"))
    return None


def why_not_refuse(status: str, reason: str) -> Reason | None:
    if status != CheckInStatus.SENT:
        return MOVED_ON
    return None if reason.strip() else NO_REASON


def why_not_withdraw(status: str) -> Reason | None:
    if status in {CheckInStatus.DRAFT, CheckInStatus.SENT}:
        return None
    return Reason("decided", _("这份报到已经有了结果，不能撤回。"))


def why_not_take_back(status: str, reason: str) -> Reason | None:
    """A confirmation by mistake is taken back with its reason; from then on it never counted."""
    if status != CheckInStatus.CONFIRMED:
        return MOVED_ON
    return None if reason.strip() else NO_REASON


def why_not_correct(status: str) -> Reason | None:
    """Facts are corrected while they still mean something."""
    if status in {CheckInStatus.DRAFT, CheckInStatus.SENT, CheckInStatus.CONFIRMED}:
        return None
    return Reason("closed", _("这份报到已退回或撤回，不用再改。需要的话请重新报到。"))


def why_not_look_up(looked_up_today: int) -> Reason | None:
    """Names and phones are asked for a few times a day, never in bulk (R-P4)."""
    if looked_up_today < LOOK_UPS_PER_DAY:
        return None
    return Reason(
        "too_many_look_ups", _("今天登记的次数已到上限（30次），请明天再来，或请党员本人扫码报到。")
    )
