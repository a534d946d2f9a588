"""The branch hears that somebody knocked; nothing of who he is stands in the message."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.journeys.queries.knock import knock_with_host
from banyan.notify.actions import settle, tell
from banyan.orgs.queries import accounts_that_may


def left(pk: int) -> None:
    """Whoever receives arrivals there is asked to call him."""
    knock = knock_with_host(pk)
    tell(
        accounts_that_may(CONFIRM_ARRIVAL, knock.host),
        kind="knock.left",
        words=_("有人扫归队码留了电话，请打过去核实。"),
        link=reverse("journeys:knock", args=[knock.ref]),
        org=knock.host,
        key=key_of(str(knock.ref)),
        is_asking=True,
    )


def answered(pk: int) -> None:
    """It waits for nobody any more."""
    settle(key_of(str(knock_with_host(pk).ref)))


def key_of(ref: str) -> str:
    return f"knock:{ref}"
