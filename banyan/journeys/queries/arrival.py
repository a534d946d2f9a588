"""Who sees which check-ins, who decides them, and where one can check in.

A host sees a check-in while it waits for him and during the stay it opened, and nothing else of the journey (T2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.audit.models import Entry
from banyan.journeys.models import CheckIn, Journey, Stop
from banyan.journeys.permissions import CHECK_IN_FOR, CHECK_IN_OWN, CONFIRM_ARRIVAL, SEE_JOURNEYS
from banyan.journeys.states import CheckInStatus, ConfirmedHow, JourneyStatus
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import offices
from banyan.orgs.queries import floating_branches, offices_held_on
from banyan.orgs.states import OfficeName, OrganisationKind, Reach
from banyan.orgs.viewers import Viewer
from banyan.people.models import Membership, Person
from banyan.people.permissions import SEE_HOSTED
from banyan.people.queries import open_memberships, side_of
from banyan.people.rules.masking import Side, Sight, sight_of
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.fields import keyring
from banyan.shared.periods import midnight

LOOK_UP = "check_in.looked_up"
HOSTS = (OrganisationKind.FLOATING, OrganisationKind.VILLAGE, OrganisationKind.TOWNSHIP)
NAMES = ("journey__person", "journey__org", "org", "host", "host__region", "stop")


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part at a host during his stay, with the check-in that brought him."""

    stay: Membership
    check_in: CheckIn | None

    @property
    def person(self) -> Person:
        return self.stay.person


def check_ins_seen_by(viewer: Viewer) -> "QuerySet[CheckIn]":
    """Those of the home branches in reach, the viewer's own, and those he hosts."""
    seen = viewer.reach(SEE_JOURNEYS) | hosted_check_ins(viewer)
    if viewer.account is not None and viewer.may(CHECK_IN_OWN):
        seen |= Q(journey__person__account=viewer.account)
    return CheckIn.objects.filter(seen).select_related(*NAMES)


def hosted_check_ins(viewer: Viewer) -> Q:
    """What a host may see: sent to him, or confirmed while the stay lasts (R-A3)."""
    waiting = viewer.reach(CONFIRM_ARRIVAL, org="host") & Q(status=CheckInStatus.SENT)
    stays = open_memberships(MembershipKind.HOST, today()).filter(
        org=OuterRef("host"), person=OuterRef("journey__person")
    )
    here = viewer.reach(SEE_HOSTED, org="host") & Q(Exists(stays), status=CheckInStatus.CONFIRMED)
    return waiting | here


def find_check_in(viewer: Viewer, ref: UUID | str) -> CheckIn:
    """One check-in the viewer sees; Http404 otherwise."""
    found = check_ins_seen_by(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def check_in_with_names(pk: int) -> CheckIn:
    """A check-in by its number, for a message to those it concerns."""
    return CheckIn.objects.select_related(*NAMES, "journey__person__home").get(pk=pk)


def check_in_of(person: Person, ref: str) -> CheckIn | None:
    """One check-in of this person."""
    found = CheckIn.objects.filter(journey__person=person, ref=ref)
    return found.select_related(*NAMES, "journey__person__home").first()


def may_decide(viewer: Viewer, check_in: CheckIn) -> bool:
    """Rules (a) and (b) of story.md: the host's office; for a host outside the tree the home secretary."""
    if check_in.host.is_outside:
        return viewer.may(CHECK_IN_FOR, check_in.org)
    return viewer.may(CONFIRM_ARRIVAL, check_in.host)


def is_own(viewer: Viewer, person: Person) -> bool:
    """Does the viewer act for himself?"""
    return viewer.may(CHECK_IN_OWN) and viewer.account is not None and person.account_id == viewer.account.pk


def may_speak_for(viewer: Viewer, check_in: CheckIn) -> bool:
    """The member himself, or his home secretary in his name."""
    return is_own(viewer, check_in.journey.person) or viewer.may(CHECK_IN_FOR, check_in.org)


def has_other_phone(check_in: CheckIn) -> bool:
    """Does the slip name another phone than the member's record?"""
    phone = check_in.phone.open()
    return bool(phone) and phone != check_in.journey.person.phone.open()


def may_take_back(viewer: Viewer, check_in: CheckIn) -> bool:
    """Whoever decides it; and the member's side when the host entered him without being asked (T2)."""
    is_unasked = check_in.confirmed_how == ConfirmedHow.HOST_ENTERED
    return may_decide(viewer, check_in) or (is_unasked and may_speak_for(viewer, check_in))


def slip_side(viewer: Viewer, check_in: CheckIn) -> Side:
    """From where one looks at a slip: whoever is to decide it looks as a host does during the stay (4.4)."""
    side = side_of(viewer, check_in.journey.person)
    is_asked = check_in.status == CheckInStatus.SENT and may_decide(viewer, check_in)
    return Side.HOST if side == Side.NOWHERE and is_asked else side


def slip_sight(viewer: Viewer, check_in: CheckIn, field: str) -> Sight:
    """How the phone or the address on a slip shows to this viewer."""
    return sight_of(slip_side(viewer, check_in), field)


def check_ins_waiting_for(viewer: Viewer) -> "QuerySet[CheckIn]":
    """Sent, and his to decide; the longest waiting first."""
    at_host = viewer.reach(CONFIRM_ARRIVAL, org="host") & ~Q(host__kind=OrganisationKind.OUTSIDE)
    at_home = viewer.reach(CHECK_IN_FOR) & Q(host__kind=OrganisationKind.OUTSIDE)
    found = CheckIn.objects.filter(at_host | at_home, status=CheckInStatus.SENT)
    return found.select_related(*NAMES).order_by("sent_at", "pk")


def open_check_in_of(journey: Journey) -> CheckIn | None:
    """The draft or the sent one of a journey."""
    found = CheckIn.objects.filter(journey=journey, status__in=[CheckInStatus.DRAFT, CheckInStatus.SENT])
    return found.select_related(*NAMES).first()


def confirmed_check_in_of(journey: Journey) -> CheckIn | None:
    """The last confirmed one of a journey: where the member belongs at present."""
    found = CheckIn.objects.filter(journey=journey, status=CheckInStatus.CONFIRMED)
    return found.select_related(*NAMES).order_by("-confirmed_at", "-pk").first()


def present_stop_of(journey: Journey) -> Stop | None:
    """Where a journey stands now."""
    return Stop.objects.filter(journey=journey, until_day=None).select_related("region").first()


def last_stop_of(journey: Journey) -> Stop | None:
    """Where a journey stood last."""
    return Stop.objects.filter(journey=journey).order_by("-from_day", "-pk").first()


def stays_seen_by(viewer: Viewer) -> "QuerySet[Membership]":
    """Stays that last today at a host in the viewer's reach."""
    found = open_memberships(MembershipKind.HOST, today()).filter(viewer.reach(SEE_HOSTED))
    return found.select_related("person__home", "org", "arrival")


def guests_of(stays: Sequence[Membership]) -> list[Guest]:
    """Stays with the check-in that brought each guest: one query, whatever their number."""
    confirmed = CheckIn.objects.filter(
        status=CheckInStatus.CONFIRMED,
        journey__person__in=[stay.person_id for stay in stays],
        host__in={stay.org_id for stay in stays},
    )
    found = confirmed.select_related("journey", "stop").order_by("confirmed_at")
    brought = {(each.journey.person_id, each.host_id): each for each in found}
    return [Guest(stay, brought.get((stay.person_id, stay.org_id))) for stay in stays]


def hosts_near(region_code: str = "") -> list[Organisation]:
    """Floating branches where one may check in: those of the same city first, then of the province, then the rest."""
    city, province = region_code[:4], region_code[:2]

    def distance(host: Organisation) -> int:
        code = host.region_id or ""
        if city and len(city) == 4 and code.startswith(city):
            return 0
        return 1 if province and code.startswith(province) else 2

    return sorted(answered(floating_branches().select_related("region__parent")), key=distance)


def hosts_in(region_code: str) -> list[Organisation]:
    """Every organisation of the tree whose own place lies in a region, branches and townships alike."""
    found = Organisation.objects.filter(kind__in=HOSTS, closed_on=None, region__code__startswith=region_code)
    return answered(found.select_related("region__parent").order_by("region__code", "name"))


def answered(hosts: Iterable[Organisation]) -> list[Organisation]:
    """Those of the hosts where somebody may confirm today: nobody is to wait at a door without a keeper."""
    near, far = _offices_that_confirm()
    held = offices_held_on(today()).filter(name__in=[*near, *far]).values_list("name", "org__path")
    keepers = {path for _name, path in held}
    above = tuple({path for name, path in held if name in far})
    return [host for host in hosts if host.path in keepers or host.path.startswith(above)]


def _offices_that_confirm() -> tuple[list[str], list[str]]:
    """Office names that confirm arrivals at their own organisation, and those that do so for all below."""
    people = {name: rule for name, rule in offices().items() if CONFIRM_ARRIVAL in rule.permissions}
    people.pop(OfficeName.INTEGRATION, None)
    return list(people), [name for name, rule in people.items() if rule.reach == Reach.BELOW]


def find_host(ref: UUID | str) -> Organisation:
    """An open organisation of the tree as a place to check in; its name is no secret (it hangs on its poster)."""
    found = Organisation.objects.filter(kind__in=HOSTS, closed_on=None, ref=ref).select_related(
        "region__parent"
    )
    host = found.first()
    if host is None:
        raise Http404
    return host


def find_own_host(viewer: Viewer, ref: UUID) -> Organisation:
    """One of the organisations at whose door he receives arrivals; Http404 otherwise."""
    host = hosts_of_viewer(viewer).select_related("region__parent").filter(ref=ref).first()
    if host is None:
        raise Http404
    return host


def hosts_of_viewer(viewer: Viewer) -> "QuerySet[Organisation]":
    """The organisations at whose door he receives arrivals."""
    found = Organisation.objects.filter(viewer.reach(CONFIRM_ARRIVAL, org=""), closed_on=None)
    return found.filter(kind__in=HOSTS).order_by("path")


def member_known_as(name: str, phone: str) -> Person | None:
    """The one current member with exactly this name and phone, wherever he belongs; for `enter_arrival` alone (T7)."""
    indexes = keyring().indexes("phone", phone)
    found = Person.objects.filter(phone_index__in=indexes, name=name, ended_on=None)
    listed = list(found.select_related("home")[:2])
    return listed[0] if len(listed) == 1 else None


def away_journey_of(person: Person) -> Journey | None:
    """The journey a person is on."""
    found = Journey.objects.filter(person=person, status=JourneyStatus.AWAY)
    return found.select_related("person", "org").first()


def look_ups_today(viewer: Viewer) -> int:
    """How often he has looked for somebody by name and phone today (R-P4)."""
    found = Entry.objects.filter(act=LOOK_UP, actor_ref=viewer.audit_ref, at__gte=midnight(today()))
    return found.count()
