"""Who hears of a departure, a change of place and an end."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.journeys.permissions import CONFIRM_ARRIVAL, MANAGE_JOURNEYS
from banyan.journeys.queries.arrival import present_stop_of
from banyan.journeys.queries.hearers import orgs_numbered
from banyan.journeys.queries.journey import journey_with_names
from banyan.journeys.states import Ending
from banyan.notify.actions import tell
from banyan.orgs.queries import accounts_that_may

GOODBYES = {
    Ending.RETURNED: _("欢迎回家。您的外出登记已经结束，回执和证件都在“我的”里。"),
    Ending.TRANSFERRED: _("您的组织关系已在全国系统办结转出，这次外出登记随之结束。"),
    Ending.MISTAKE: _("您的一条外出登记因录入有误已经取消。如有疑问请联系支部书记。"),
}


def departed(pk: int) -> None:
    """The member: his departure is recorded, and where to check in."""
    journey = journey_with_names(pk)
    words = _("您的外出已登记。到了之后请到流入地党组织报到，一两分钟就好。")
    tell(
        [journey.person],
        kind="journey.departed",
        words=words,
        link=reverse("journeys:own"),
        org=journey.org,
        key=f"journey:{journey.ref}:departed",
    )


def place_changed(pk: int) -> None:
    """The home secretary: the member says that he has moved."""
    journey = journey_with_names(pk)
    stop = present_stop_of(journey)
    words = format_lazy(
        _("{name}换了地方，现在在{place}。"), name=journey.person.name, place=stop.place_words if stop else ""
    )
    tell(
        accounts_that_may(MANAGE_JOURNEYS, journey.org),
        kind="journey.moved",
        words=words,
        link=reverse("journeys:person", args=[journey.person.ref]),
        org=journey.org,
    )


def ended(pk: int, hosts: Sequence[int]) -> None:
    """The member, with a word that fits; and the hosts whose guest he was."""
    journey = journey_with_names(pk)
    words = GOODBYES.get(Ending(journey.ending))
    if words is not None:
        tell([journey.person], kind="journey.ended", words=words, org=journey.org)
    farewell = format_lazy(
        _("{name}（{branch}）已离开，不再在贵支部参加活动。"),
        name=journey.person.name,
        branch=journey.org.name,
    )
    for host in orgs_numbered(hosts):
        tell(
            accounts_that_may(CONFIRM_ARRIVAL, host),
            kind="journey.left_host",
            words=farewell,
            link=reverse("journeys:hosted"),
            org=host,
        )
