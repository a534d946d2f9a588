"""The receipt as a parcel: who holds it since when, and when it is overdue (B-05, ideas 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.journeys.states import ReceiptStatus
from banyan.shared.dates import words_of
from banyan.shared.errors import Reason

ON_THE_WAY = (ReceiptStatus.ISSUED, ReceiptStatus.CARRIED, ReceiptStatus.STAMPED)
UNSTAMPED = frozenset({ReceiptStatus.ISSUED, ReceiptStatus.CARRIED})
UNSTAMPABLE = frozenset({ReceiptStatus.STAMPED, ReceiptStatus.RETURNED})
PHOTOS_PER_CHECK_IN = 3
PHOTO_DAYS = 365
TITLES: Mapping[str, str | Promise] = {
    ReceiptStatus.ISSUED: gettext_lazy("开具回执单"),
    ReceiptStatus.CARRIED: gettext_lazy("带着外出"),
    ReceiptStatus.STAMPED: gettext_lazy("流入地确认报到"),
    ReceiptStatus.RETURNED: gettext_lazy("送回乡镇党委"),
    ReceiptStatus.ARCHIVED: gettext_lazy("归档"),
}


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What the timeline needs of a receipt: its status, when each step happened, and the names of the holders.

    `is_void`: the paper was declared void and no new one was issued yet.
    """

    status: str
    times: Mapping[str, datetime | None]
    branch: str
    host: str
    township: str
    is_void: bool = False


@dataclass(frozen=True)
class Step:
    """One line of the timeline: done, now or next; who has the receipt, and when it came there."""

    state: str
    title: str | Promise
    text: str = ""
    at: str = ""


def steps_of(parcel: Parcel) -> list[Step]:
    """All five steps, those behind with their day, the present one with its holder."""
    statuses = list(ReceiptStatus)
    reached = statuses.index(ReceiptStatus(parcel.status))
    return [_step(parcel, status, place, reached) for place, status in enumerate(statuses)]


def _step(parcel: Parcel, status: str, place: int, reached: int) -> Step:
    at = parcel.times.get(status)
    if place > reached:
        return Step("next", TITLES[status])
    is_last = status == ReceiptStatus.ARCHIVED
    state = "now" if place == reached and not is_last else "done"
    text = holder_of(parcel) if place == reached else ""
    return Step(state, TITLES[status], text, day_words(at) if at else "")


def holder_of(parcel: Parcel) -> str:
    """Who has the receipt at this step, as a sentence; nobody one that is void before it was stamped."""
    if parcel.is_void and parcel.status in UNSTAMPED:
        return _("这张回执单已作废，请老家支部重新开具")
    words = {
        ReceiptStatus.ISSUED: (_("现在在%(name)s"), parcel.branch),
        ReceiptStatus.CARRIED: (_("现在在党员本人手里"), ""),
        ReceiptStatus.STAMPED: (_("%(name)s已盖章，等待送回乡镇"), parcel.host),
        ReceiptStatus.RETURNED: (_("现在在%(name)s，等待归档"), parcel.township),
        ReceiptStatus.ARCHIVED: (_("保存在%(name)s"), parcel.township),
    }
    sentence, name = words[ReceiptStatus(parcel.status)]
    return sentence % {"name": name} if name else sentence


def day_words(at: datetime) -> str:
    """The day in Asia/Shanghai: 2021年10月20日."""
    return words_of(timezone.localdate(at).isoformat())


def receipt_deadline(since: datetime, receipt_days: int) -> date:
    """The last day to be back at the township, counted from the day it was carried off (policy receipt_days)."""
    return timezone.localdate(since) + timedelta(days=receipt_days)


def is_overdue(status: str, since: datetime, receipt_days: int, day: date) -> bool:
    """On the way, and its last day has passed."""
    return status in ON_THE_WAY and day > receipt_deadline(since, receipt_days)


def why_not_return(status: str) -> Reason | None:
    """Only a stamped receipt comes home."""
    if status == ReceiptStatus.STAMPED:
        return None
    if status in UNSTAMPED:
        return Reason("not_stamped", gettext_lazy("流入地还没有确认报到，回执不能收回。"))
    return Reason("already_returned", gettext_lazy("这份回执已经收回。"))


def why_not_archive(status: str) -> Reason | None:
    if status == ReceiptStatus.RETURNED:
        return None
    if status == ReceiptStatus.ARCHIVED:
        return Reason("already_archived", gettext_lazy("这份回执已经归档。"))
    return Reason("not_returned", gettext_lazy("回执还没有送回，不能归档。"))


def why_not_receipt_photo(*, is_outside: bool, is_open: bool, there_are: int) -> Reason | None:
    """A photograph helps where the host has no system, while the check-in still means something; three are enough."""
    if not is_outside:
        return Reason("host_has_system", gettext_lazy("对方在系统里，确认后回执自动送回，不用照片。"))
    if not is_open:
        return Reason("closed_check_in", gettext_lazy("这份报到已退回或撤回，不用再传照片。"))
    if there_are >= PHOTOS_PER_CHECK_IN:
        return Reason("enough_photos", gettext_lazy("一份回执最多传3张照片。"))
    return None
