"""What must be true of where people belong."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from banyan.people.models import Arrival, Membership, Person
from banyan.people.states import MembershipKind
from banyan.shared.invariants import Invariant


def open_homes() -> "Exists":
    """The open home membership of the person that the outer query looks at, at the branch he names."""
    homes = Membership.objects.filter(kind=MembershipKind.HOME, until_day=None)
    return Exists(homes.filter(person=OuterRef("pk"), org=OuterRef("home")))


def people_without_a_home(is_full: bool) -> Iterator[str]:
    """Whoever is on the roll has one open home membership, and it is the branch his row names."""
    lost = Person.objects.filter(~open_homes(), ended_on=None)
    return (
        f"person {ref}: no open home membership at his branch" for ref in lost.values_list("ref", flat=True)
    )


def homes_of_the_ended(is_full: bool) -> Iterator[str]:
    """Who left the roll belongs nowhere."""
    left = Membership.objects.filter(until_day=None).exclude(person__ended_on=None)
    return (f"membership {ref}: open, but the person has left" for ref in left.values_list("ref", flat=True))


def backward_terms(is_full: bool) -> Iterator[str]:
    wrong = Membership.objects.filter(until_day__lt=F("from_day"))
    return (f"membership {ref}: ends before it begins" for ref in wrong.values_list("ref", flat=True))


def arrivals_at_home(is_full: bool) -> Iterator[str]:
    """What a host's list says belongs to a stay, and nobody is the guest of his own branch."""
    wrong = Arrival.objects.exclude(stay__kind=MembershipKind.HOST)
    yield from (f"arrival {ref}: not of a stay at a host" for ref in wrong.values_list("ref", flat=True))
    at_home = Membership.objects.filter(
        kind=MembershipKind.HOST, until_day=None, org=F("person__home"), arrival__isnull=False
    )
    yield from (
        f"membership {ref}: a guest of his own branch" for ref in at_home.values_list("ref", flat=True)
    )


INVARIANTS = (
    Invariant("people.home", "everybody has one open home, the one his row names", people_without_a_home),
    Invariant("people.ended", "who left the roll belongs nowhere", homes_of_the_ended),
    Invariant("people.arrivals", "inflow is written of guests, never of one's own", arrivals_at_home),
    Invariant("people.terms", "no membership ends before it begins", backward_terms),
)
