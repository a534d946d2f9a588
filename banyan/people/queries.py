"""Who sees whom. One rule: a current membership (home or host, from-to) in your reach."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from banyan.audit.models import Entry
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import Permission
from banyan.orgs.states import OfficeName, OrganisationKind, Reach
from banyan.orgs.viewers import Held, Viewer, below
from banyan.people.models import Arrival, Household, Membership, Person, Relative
from banyan.people.permissions import SEE_HOSTED, SEE_PEOPLE, SEE_SELF
from banyan.people.rules.masking import Side, Sight, stay_sights
from banyan.people.states import MembershipKind
from banyan.shared.clock import today
from banyan.shared.fields import keyring
from banyan.shared.periods import midnight
from banyan.shared.prepared import prepared

CHUNK = 800


def person_of(viewer: Viewer) -> Person | None:
    """The viewer as a member: the person his account belongs to."""
    if viewer.account is None or not viewer.may(SEE_SELF):
        return None
    return next(iter(_person_of_account(viewer.account.pk)), None)


@prepared
def _person_of_account(account: int) -> "QuerySet[Person]":
    return Person.objects.select_related("home").filter(account=account)


def open_memberships(kind: str, day: date) -> "QuerySet[Membership]":
    """Memberships of a kind that are open on a day."""
    return Membership.objects.filter(Q(until_day=None) | Q(until_day__gt=day), kind=kind, from_day__lte=day)


def people_seen_by(viewer: Viewer, permission: Permission = SEE_PEOPLE) -> "QuerySet[Person]":
    """The people whose home, or whose host during the stay, his office reaches today; and himself.

    With another permission than SEE_PEOPLE: those at home within the reach of that permission.
    """
    seen = viewer.reach(permission, org="home")
    if permission == SEE_PEOPLE:
        stays = open_memberships(MembershipKind.HOST, today()).filter(viewer.reach(SEE_HOSTED))
        seen |= Q(Exists(stays.filter(person=OuterRef("pk"))))
        if viewer.account is not None and viewer.may(SEE_SELF):
            seen |= Q(account=viewer.account)
    return Person.objects.filter(seen).select_related("home")


def find_person(viewer: Viewer, ref: UUID | str, permission: Permission = SEE_PEOPLE) -> Person:
    """One person the viewer sees; Http404 otherwise."""
    found = people_seen_by(viewer, permission).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def people_at(viewer: Viewer, org: Organisation, *, is_current: bool = True) -> "QuerySet[Person]":
    """Those of the seen whose home is the organisation or below it, in the order of their names."""
    found = people_seen_by(viewer).filter(below(org.path, org="home"))
    return found.filter(ended_on=None) if is_current else found


def people_matching(found: "QuerySet[Person]", text: str) -> "QuerySet[Person]":
    """Search by the beginning of a name or its pinyin initials; a phone number is asked for apart (R-P4)."""
    text = text.strip()
    if not text:
        return found
    if re.fullmatch(r"[a-zA-Z]+", text):
        return found.filter(initials__startswith=text.lower())
    return found.filter(name__startswith=text)


def people_with_phone(found: "QuerySet[Person]", phone: str) -> "QuerySet[Person]":
    """Whoever has exactly this number, never part of it (R-P4)."""
    return found.filter(phone_index__in=keyring().indexes("phone", phone))


def phone_searches_today(viewer: Viewer) -> tuple[int, int]:
    """How often he, and everybody of his office's organisation, has looked for a phone today (R-P4)."""
    org = viewer.audit_org
    found = Entry.objects.filter(act="people.searched", at__gte=midnight(today()))
    return (
        found.filter(actor_ref=viewer.audit_ref).count(),
        found.filter(org_ref=org.ref if org else None).count(),
    )


def people_with_number(found: "QuerySet[Person]", id_number: str) -> "QuerySet[Person]":
    """Whoever of these has this number, contested or not."""
    indexes = keyring().indexes("id_number", id_number)
    return found.filter(Q(id_number_index__in=indexes) | Q(claimed_index__in=indexes))


def people_by_number(indexes: Collection[str]) -> dict[str, int]:
    """Who holds these numbers uncontested, anywhere: for matching inside actions, never for an answer (T7)."""
    listed = list(indexes)
    found: dict[str, int] = {}
    for start in range(0, len(listed), CHUNK):
        holders = Person.objects.filter(id_number_index__in=listed[start : start + CHUNK])
        found |= {index or "": pk for index, pk in holders.values_list("id_number_index", "pk")}
    return found


def hosts_of(person: Person, day: date) -> "QuerySet[Membership]":
    """The organisations where a person takes part on a day."""
    return open_memberships(MembershipKind.HOST, day).filter(person=person).select_related("org")


def arrivals_seen_by(viewer: Viewer, person: Person, side: Side) -> "QuerySet[Arrival]":
    """What hosts wrote of a guest's stay, as long as it lasts (T2): from the host's side those in its reach alone."""
    stays = hosts_of(person, today())
    if stay_sights(side)["dates"] == Sight.HIDDEN:
        stays = stays.none()
    elif side == Side.HOST:
        stays = stays.filter(viewer.reach(SEE_HOSTED))
    found = Arrival.objects.filter(stay__in=stays).select_related("stay__org", "origin")
    return found.order_by("stay__from_day", "pk")


SIDES = {
    OfficeName.BRANCH_SECRETARY: Side.HOME,
    OfficeName.TOWNSHIP_OFFICER: Side.TOWNSHIP,
    OfficeName.COUNTY_OFFICER: Side.COUNTY,
    OfficeName.CITY_OFFICER: Side.COUNTY,
    OfficeName.INTEGRATION: Side.PROGRAM,
}


def side_of(viewer: Viewer, person: Person) -> Side:
    """From where this viewer looks at this person: himself, his home, above it, a host during the stay, or nowhere."""
    if viewer.account is not None and person.account_id == viewer.account.pk and viewer.may(SEE_SELF):
        return Side.SELF
    nearest = [held for held in viewer.holding(SEE_PEOPLE) if held.reaches(person.home, SEE_PEOPLE)]
    if nearest:
        return SIDES[OfficeName(max(nearest, key=_how_near).name)]
    stays = hosts_of(person, today()).filter(viewer.reach(SEE_HOSTED))
    return Side.HOST if stays.exists() else Side.NOWHERE


def _how_near(held: Held) -> tuple[bool, int]:
    return held.reach == Reach.HERE, len(held.org.path)


def relatives_of(person: Person) -> "QuerySet[Relative]":
    """The family at home; callers stand on a side that may see the address (G-06)."""
    return Relative.objects.filter(person=person).order_by("relation", "pk")


def household_of(person: Person) -> Household | None:
    """What lists told of his household; callers stand on a side that may see the address (G-06)."""
    return Household.objects.filter(person=person).first()


def branches_to_choose(viewer: Viewer, permission: Permission) -> "QuerySet[Organisation]":
    """The open village branches where he may do this: what a form offers as home."""
    found = Organisation.objects.filter(viewer.reach(permission, org=""), kind=OrganisationKind.VILLAGE)
    return found.filter(closed_on=None).order_by("path")


def people_listed(
    viewer: Viewer, *, text: str = "", home: UUID | None = None, category: str = "", is_ended: bool = False
) -> "QuerySet[Person]":
    """The seen people narrowed as a list page narrows them; unordered."""
    found = people_matching(people_seen_by(viewer), text).filter(ended_on__isnull=not is_ended)
    if home is not None:
        found = found.filter(home__ref=home)
    return found.filter(category=category) if category else found


# What a list or an export shows of a person.
OF_A_LINE = (
    "pk", "ref", "name", "pinyin", "home__name", "sex", "birth", "education", "joined_on", "phone", "id_number",
    "ethnicity", "category", "full_member_on",
)  # fmt: skip


def people_lines(found: "QuerySet[Person]") -> "QuerySet[Person, Any]":
    """The same people as lines of a list: their columns by name, sealed ones as stored, and no models made of them."""
    return found.select_related(None).values_list(*OF_A_LINE, named=True)


def find_relative(viewer: Viewer, ref: UUID) -> Relative:
    """A relative of somebody he sees; Http404 otherwise."""
    relative = Relative.objects.select_related("person__home").filter(ref=ref).first()
    if relative is None or not people_seen_by(viewer).filter(pk=relative.person_id).exists():
        raise Http404
    return relative


def count_occupants(org: Organisation) -> int:
    """How many belong to an organisation today, at home or as guests (settings.BANYAN_OCCUPANTS)."""
    at_home = open_memberships(MembershipKind.HOME, today()).filter(org=org).count()
    return at_home + open_memberships(MembershipKind.HOST, today()).filter(org=org).count()
