"""Short ways to where a story begins: somebody away, a check-in sent, a check-in confirmed."""

from typing import Any

from django.test import Client

from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_at, confirm_check_in
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import CheckIn, Journey
from banyan.notify.models import Message
from banyan.orgs.models import Organisation, Region
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person

SLIP = {"phone": "15400000001", "employer": "远成电子厂", "address": "棠下东街1号"}


def region(code: str) -> Region:
    return Region.objects.get(pk=code)


def away(cast: Cast, person: Person | None = None, *, departed_on: str = "2026-09", **facts: Any) -> Journey:
    """何远山, unless another is named, works in 天河区 of 广州."""
    person = person or cast.member
    known = {"departed_on": departed_on, "region": region("440106"), "employer": "顺水家具厂", **facts}
    return record_departure(person, known, by=home_of(cast, person))


def home_of(cast: Cast, person: Person) -> Viewer:
    """His home secretary."""
    return cast.baonan_secretary if person.home_id == cast.baonan.pk else cast.secretary


def sent(cast: Cast, journey: Journey | None = None, *, host: Organisation | None = None) -> CheckIn:
    """He has handed his slip in and waits."""
    journey = journey or away(cast)
    by = home_of(cast, journey.person)
    return check_in_at(journey, SLIP, by=by, host=host or cast.floating)


def sent_by_himself(cast: Cast) -> CheckIn:
    return check_in_at(away(cast), SLIP, by=viewer_of(cast.member), host=cast.floating)


def confirmed(cast: Cast, journey: Journey | None = None) -> CheckIn:
    """The floating branch in 广州 has confirmed him."""
    check_in = sent(cast, journey)
    confirm_check_in(check_in, by=cast.floating_secretary)
    return check_in


def signed_in(viewer: Viewer) -> Client:
    """A browser in which this viewer has signed in."""
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


def heard_by(viewer: Viewer) -> list[str]:
    """What stands in a viewer's inbox, the newest first."""
    return list(
        Message.objects.filter(recipient=viewer.account).order_by("-pk").values_list("words", flat=True)
    )
