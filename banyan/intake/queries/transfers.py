"""Two organisations claim one person: found for the nearest superior, and for nobody else (T7, R-P4)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from banyan.intake.models import TransferCheck
from banyan.intake.permissions import DECIDE_TRANSFERS
from banyan.intake.rules import common_path
from banyan.intake.states import CheckStatus
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Membership, Person
from banyan.people.states import MembershipKind
from banyan.shared.paging import Page, page_of

UNDECIDED = (CheckStatus.OPEN, CheckStatus.ASKED)
SIDES = ("claimant__home", "holder__home", "superior", "asked")


@dataclass(frozen=True)
class Contested:
    """Somebody whose number another holds, and who that is."""

    claimant: Person
    holder: Person


def contested_people() -> list[Contested]:
    """Every entry on a roll whose number somebody else holds and which no superior was asked about yet."""
    asked = TransferCheck.objects.exclude(claimant=None).values("claimant")
    holders = Person.objects.filter(id_number_index=OuterRef("claimed_index")).values("pk")[:1]
    waiting = Person.objects.filter(is_contested=True, ended_on=None).exclude(pk__in=asked)
    found = list(waiting.select_related("home").annotate(held_by=Subquery(holders)).order_by("pk"))
    people = Person.objects.select_related("home").in_bulk([each.held_by for each in found if each.held_by])
    return [Contested(each, people[each.held_by]) for each in found if each.held_by in people]


def people_to_release() -> "QuerySet[Person]":
    """Contested entries whose number nobody else holds any longer."""
    held = Person.objects.exclude(id_number_index=None).values("id_number_index")
    return Person.objects.filter(is_contested=True).exclude(claimed_index__in=held).select_related("home")


def checks_without_cause() -> "QuerySet[TransferCheck]":
    """Undecided checks of which one side is gone, or whose number is contested no longer."""
    found = TransferCheck.objects.filter(status__in=UNDECIDED)
    still = found.filter(claimant__is_contested=True, claimant__ended_on=None, holder__isnull=False)
    return found.exclude(pk__in=still.values("pk")).select_related(*SIDES)


def superior_of(claimant: Person, holder: Person) -> Organisation:
    """The nearest organisation above both; where the holder's home is outside, the top of the claimant's tree."""
    one, other = _place(claimant), _place(holder)
    return Organisation.objects.get(path=common_path(one, other))


def _place(person: Person) -> str:
    """Where a person hangs in the tree: at home, or for a light record at his host."""
    if not person.home.is_outside:
        return person.home.path
    stays = Membership.objects.filter(person=person, kind=MembershipKind.HOST).order_by("-from_day", "-pk")
    return stays.values_list("org__path", flat=True).first() or person.home.path


def checks_seen_by(viewer: Viewer) -> "QuerySet[TransferCheck]":
    """Those his office decides: at the superior itself and below it."""
    found = TransferCheck.objects.filter(viewer.reach(DECIDE_TRANSFERS, org="superior"))
    return found.select_related(*SIDES)


def checks_to_decide(viewer: Viewer) -> "QuerySet[TransferCheck]":
    return checks_seen_by(viewer).filter(status=CheckStatus.OPEN).order_by("made_at", "pk")


def checks_page(viewer: Viewer, mark: str = "") -> Page:
    """The newest first."""
    return page_of(checks_seen_by(viewer), ("-pk",), mark=mark)


def find_check(viewer: Viewer, ref: UUID) -> TransferCheck:
    """One check he may decide; Http404 otherwise."""
    found = checks_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def check_numbered(pk: int) -> TransferCheck:
    """A check by its number, for a message to those it concerns."""
    return TransferCheck.objects.select_related(*SIDES).get(pk=pk)
