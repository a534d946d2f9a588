"""归队码: how often one may knock, how long a note is kept, when it may be answered."""

from django.utils.translation import gettext_lazy as _

from banyan.accounts.rules import Limit
from banyan.audit.lifecycle import MOVED_ON
from banyan.journeys.states import KnockStatus
from banyan.shared.errors import Reason

# Five at once from one address, then one every five hours: a dormitory shares an address, a flood does not.
KNOCKS = Limit("knock", tries=5, seconds=17_280)
KNOCK_DAYS = 30
KNOCKS_PER_HOST_AND_DAY = 50


def why_not_knock(left_today: int) -> Reason | None:
    """A branch is not flooded with notes; the answer does not depend on who knocks (T7)."""
    if left_today < KNOCKS_PER_HOST_AND_DAY:
        return None
    return Reason("too_many_knocks", _("这个支部今天收到的登记太多，请明天再来，或直接打服务电话。"))


def why_not_answer_knock(status: str) -> Reason | None:
    return None if status == KnockStatus.WAITING else MOVED_ON
