"""The measure of inflow: who from elsewhere takes part here."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.orgs.viewers import below
from banyan.people.models import Membership
from banyan.people.queries import open_memberships
from banyan.people.states import MembershipKind
from banyan.shared.measures import Basis, Measure
from banyan.shared.periods import Period


def inflow(org: Organisation, period: Period) -> "QuerySet[Membership]":
    """Stays open on the period's last day at the organisation or below, of people whose home is elsewhere."""
    stays = open_memberships(MembershipKind.HOST, period.last_day).filter(below(org.path))
    return stays.exclude(Q(below(org.path, org="person__home")))


MEASURES = (
    Measure(
        "inflow",
        _("流入党员"),
        _("期末在本地参加活动、组织关系在外地的党员人数。"),
        Basis.AT_END,
        _("人"),
        "A-06",
        inflow,
    ),
)
