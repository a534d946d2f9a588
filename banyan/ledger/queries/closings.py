"""Sums of a period, places, and who may stand on a list for whom (I-03, I-04, R-L3, R-P8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.http import Http404

from banyan.ledger.models import Closing, Consent, Entry, Exemption, Objection, Standing
from banyan.ledger.permissions import CLOSE, SEE_OWN_POINTS, SEE_POINTS
from banyan.ledger.queries.entries import exempt_on, months_of
from banyan.ledger.rules import GROUP_LEAST, Place, honoured, is_past_age, lists_names, placed
from banyan.ledger.states import ClosingStatus
from banyan.orgs.models import Organisation
from banyan.orgs.policies import RANKING_VISIBILITY
from banyan.orgs.queries import policy_of
from banyan.orgs.viewers import Viewer, below
from banyan.people.models import Person
from banyan.people.queries import person_of
from banyan.shared.clock import today
from banyan.shared.paging import Page, page_of
from banyan.shared.periods import Period
from banyan.shared.prepared import prepared

NAMED_MOST = 100


@dataclass(frozen=True)
class Named:
    """A line of a list of thanks: numbered anew among those who stand on it."""

    place: int
    person: Person
    amount: int


@dataclass(frozen=True)
class BranchSum:
    """A branch of ten members or more: what they earned together, and each on average, in hundredths."""

    org: Organisation
    members: int
    amount: int

    @property
    def average(self) -> int:
        return round(self.amount / self.members)


def last_entry() -> int:
    """How far the ledger goes; nought when it is empty."""
    return Entry.objects.aggregate(last=Max("pk"))["last"] or 0


def sums_of(org: Organisation, kind: str, period: Period, *, as_of: int) -> dict[int, int]:
    """Person -> sum of a period at an organisation and below, up to an entry, whenever it is asked (R-L3)."""
    found = Entry.objects.filter(below(org.path), kind=kind, period__in=months_of(period), pk__lte=as_of)
    return dict(found.order_by().values_list("person").annotate(total=Sum("amount")))


def standings_of(closing: Closing) -> list[Place]:
    """A closed period computed again from the entries."""
    period = Period.parse(closing.period)
    return placed(sums_of(closing.org, closing.kind, period, as_of=closing.as_of))


def closings_seen_by(viewer: Viewer) -> "QuerySet[Closing]":
    """Those of the organisations in reach; a member sees those of his home and above it."""
    return _closings_ever_seen_by(viewer).exclude(status=ClosingStatus.REPLACED)


def _closings_ever_seen_by(viewer: Viewer) -> "QuerySet[Closing]":
    seen = viewer.reach(SEE_POINTS)
    person = person_of(viewer) if viewer.may(SEE_OWN_POINTS) else None
    if person is not None:
        seen |= Q(org__in=[int(step, 16) for step in person.home.path.strip("/").split("/")])
    return Closing.objects.filter(seen).select_related("org")


def closings_page(viewer: Viewer, mark: str = "", *, org: Organisation | None = None) -> Page:
    """Those the viewer sees, the newest first; of one organisation when it is named."""
    found = closings_seen_by(viewer)
    return page_of(found.filter(org=org) if org else found, ("-pk",), mark=mark)


def find_closing(viewer: Viewer, ref: UUID | str) -> Closing:
    """One closed period the viewer sees, or what it was computed anew as; Http404 otherwise."""
    found = _closings_ever_seen_by(viewer).filter(ref=ref).first()
    if found is not None and found.status == ClosingStatus.REPLACED:
        found = standing_closing(found.org, found.kind, Period.parse(found.period))
    if found is None:
        raise Http404
    return found


def standing_closing(org: Organisation, kind: str, period: Period) -> Closing | None:
    """The closing of a period that was not computed anew since."""
    found = Closing.objects.filter(org=org, kind=kind, period=str(period)).select_related("org")
    return found.exclude(status=ClosingStatus.REPLACED).first()


def orgs_to_close_at(viewer: Viewer) -> "QuerySet[Organisation]":
    found = Organisation.objects.filter(viewer.reach(CLOSE, org=""), closed_on=None)
    return found.order_by("path")


def find_org_to_close_at(viewer: Viewer, ref: UUID | str) -> Organisation:
    """One of them; Http404 otherwise."""
    found = orgs_to_close_at(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def is_big_enough(org: Organisation) -> bool:
    """Ten members or more who are counted in: under that nobody stands alone on a list (R-P8)."""
    members = list(_members_of(org).values_list("pk", "birth"))
    return len(_counted(members)) >= GROUP_LEAST


def _members_of(org: Organisation) -> "QuerySet[Person]":
    return Person.objects.filter(below(org.path, org="home"), ended_on=None)


def _counted(people: Iterable[tuple[int, str]]) -> set[int]:
    """Without those over seventy and those not counted in for a while."""
    day = today()
    young = {pk for pk, birth in people if not is_past_age(str(birth), day)}
    return young - exempt_on(young, day)


def counted_places(closing: Closing) -> list[Place]:
    """A closing's places among those who are members there today and counted in; nobody of a small group."""
    if not is_big_enough(closing.org):
        return []
    rows = closing.standings.filter(person__in=_members_of(closing.org))
    told = list(rows.values_list("person", "person__birth", "amount"))
    counted = _counted([(pk, birth) for pk, birth, _amount in told])
    return placed({pk: amount for pk, _birth, amount in told if pk in counted})


def places_among_counted(closing: Closing, places: Iterable[Place]) -> list[Place]:
    """The same of places that are not stored yet."""
    if not is_big_enough(closing.org):
        return []
    counted = _counted(list(_members_of(closing.org).values_list("pk", "birth")))
    return placed({each.key: each.amount for each in places if each.key in counted})


def names_on(closing: Closing) -> list[Named]:
    """The list as the organisation's setting allows it: those who agreed, numbered anew without a gap (R-P8).

    Of a long one the first hundred: no page grows with the table.
    """
    setting = str(policy_of(closing.org, RANKING_VISIBILITY))
    if not lists_names(setting, is_branch=closing.org.is_branch):
        return []
    places = counted_places(closing)
    places = honoured(places) if setting == "honour" else places
    agreed = consenting([each.key for each in places])
    shown = placed({each.key: each.amount for each in places if each.key in agreed})[:NAMED_MOST]
    people = Person.objects.select_related("home").in_bulk([each.key for each in shown])
    return [Named(each.place, people[each.key], each.amount) for each in shown]


def consenting(people: Iterable[int]) -> set[int]:
    """Who of these lets his name stand on lists right now."""
    found = Consent.objects.filter(person__in=list(people), withdrawn_at=None)
    return set(found.values_list("person", flat=True))


def open_consent(person: Person) -> Consent | None:
    return Consent.objects.filter(person=person, withdrawn_at=None).first()


def own_place(person: Person, closing: Closing) -> Standing | None:
    """Where he stands, for himself alone; None for whoever is not counted in today, or was not (R-P8).

    One row by its key, however long the list: his place was given when the period was closed.
    """
    day = today()
    is_member = person.is_current and closing.org.holds(person.home)
    if not is_member or is_past_age(str(person.birth), day):
        return None
    return next(iter(own_standing(person.pk, closing.pk, day)), None)


@prepared
def own_standing(person: int, closing: int, day: date) -> "QuerySet[Standing]":
    """His row of a closed period, unless he is not counted in on a day; the statement of performance.md d1."""
    held = Q(until_day=None) | Q(until_day__gt=day)
    exempt = Exemption.objects.filter(held, person=OuterRef("person"), from_day__lte=day)
    return Standing.objects.filter(
        ~Exists(exempt), closing=closing, person=person, counted_place__isnull=False
    )


def branch_sums(closing: Closing) -> list[BranchSum]:
    """The branches below with ten members or more, the highest average first; they need no consent."""
    sizes = dict(_members_of(closing.org).order_by().values_list("home").annotate(members=Count("pk")))
    sums = dict(closing.standings.order_by().values_list("person__home").annotate(total=Sum("amount")))
    big = {org: members for org, members in sizes.items() if members >= GROUP_LEAST and org != closing.org_id}
    orgs = Organisation.objects.in_bulk(list(big))
    found = [BranchSum(orgs[org], members, sums.get(org, 0)) for org, members in big.items()]
    return sorted(found, key=lambda each: (-each.average, each.org.path))


def objections_to(viewer: Viewer, closing: Closing) -> "QuerySet[Objection]":
    """For whoever closes: all; for a member: his own."""
    found = Objection.objects.filter(closing=closing).select_related("person", "closing__org")
    if not viewer.may(CLOSE, closing.org):
        found = found.filter(person=person_of(viewer))
    return found.order_by("pk")


def objections_waiting_for(viewer: Viewer) -> "QuerySet[Objection]":
    """Those still to be answered where the viewer closes periods, the oldest first; never his own."""
    found = Objection.objects.filter(viewer.reach(CLOSE, org="closing__org"), answered_at=None)
    own = Q(person__account=viewer.account) if viewer.account else Q()
    return found.exclude(own).select_related("closing__org", "person").order_by("pk")


def find_objection(viewer: Viewer, ref: UUID | str) -> Objection:
    """One that the viewer may answer; Http404 otherwise."""
    found = Objection.objects.filter(viewer.reach(CLOSE, org="closing__org"), ref=ref)
    objection = found.select_related("closing__org", "person").first()
    if objection is None:
        raise Http404
    return objection


def objection_with_names(pk: int) -> Objection:
    return Objection.objects.select_related("person", "closing__org").get(pk=pk)


def unanswered(closing: Closing) -> int:
    return Objection.objects.filter(closing=closing, answered_at=None).count()


def closings_adrift(sample: int | None) -> "list[Closing]":
    """Closed periods that are not what their entries say (for `banyan verify`, R-L3); the newest `sample` of them."""
    found = Closing.objects.exclude(status=ClosingStatus.REPLACED).select_related("org").order_by("-pk")
    return [closing for closing in found[:sample] if _stored(closing) != standings_of(closing)]


def _stored(closing: Closing) -> list[Place]:
    rows = Standing.objects.filter(closing=closing).order_by("place", "person")
    return [Place(*row) for row in rows.values_list("person", "amount", "place")]
