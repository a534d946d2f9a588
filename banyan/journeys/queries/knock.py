"""Where a stranger finds the nearest of our floating branches, and who sees what he left there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.documents.models import PublicPhone
from banyan.documents.queries import public_phones
from banyan.journeys.models import Knock
from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.journeys.queries.arrival import answered
from banyan.journeys.states import KnockStatus
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import floating_branches, region_with_code, regions_directly_below
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import today
from banyan.shared.periods import midnight

NEARNESS: Sequence[tuple[int, str | Promise]] = (
    (6, _("同一个区县")), (4, _("同一个市")), (2, _("同一个省")), (0, _("其他地方")),
)  # fmt: skip
# District, city and province by the length of the code; a village is not asked for.
FINEST = 6


@dataclass(frozen=True)
class Door:
    """One floating branch as anybody may see it: its public name, where it serves, the phone by consent."""

    org: Organisation
    phone: PublicPhone | None


@dataclass(frozen=True)
class Nearby:
    """Branches at one distance."""

    words: str | Promise
    doors: list[Door]


def place_chosen(code: str) -> Region | None:
    """A province, city or district by its code; None for anything else."""
    return region_with_code(code) if len(code) <= FINEST else None


def places_within(place: Region | None) -> list[Region]:
    """What may be chosen next: provinces, then cities, then districts, then nothing finer."""
    if place is not None and len(place.code) >= FINEST:
        return []
    return list(regions_directly_below(place.code if place else ""))


def doors_near(place: Region) -> list[Nearby]:
    """Our floating branches where somebody answers, the nearest first, by code alone."""
    hosts = answered(floating_branches().select_related("region__parent"))
    phones = public_phones(hosts)
    found: dict[int, list[Door]] = {length: [] for length, _words in NEARNESS}
    for host in hosts:
        found[_shared(place.code, host.region_id or "")].append(Door(host, phones.get(host.pk)))
    return [Nearby(words, found[length]) for length, words in NEARNESS if found[length]]


def _shared(place: str, other: str) -> int:
    """How many figures of the two codes agree, as a level: 6 district, 4 city, 2 province, 0 nothing."""
    return next(
        (length for length in (6, 4, 2) if len(place) >= length and place[:length] == other[:length]), 0
    )


def knocks_seen_by(viewer: Viewer) -> "QuerySet[Knock]":
    """Notes at the doors where he receives arrivals."""
    return Knock.objects.filter(viewer.reach(CONFIRM_ARRIVAL, org="host")).select_related("host")


def knocks_waiting_for(viewer: Viewer) -> "QuerySet[Knock]":
    """Those still to be answered, the oldest first."""
    return knocks_seen_by(viewer).filter(status=KnockStatus.WAITING).order_by("left_at", "pk")


def find_knock(viewer: Viewer, ref: UUID) -> Knock:
    """One note that waits at his door; Http404 otherwise."""
    found = knocks_waiting_for(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def knock_with_host(pk: int) -> Knock:
    """A note by its number, for a message to the branch."""
    return Knock.objects.select_related("host").get(pk=pk)


def left_today(host: Organisation) -> int:
    """How many notes the branch has got since midnight."""
    return Knock.objects.filter(host=host, left_at__gte=midnight(today())).count()
