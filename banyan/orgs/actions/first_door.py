"""An empty installation is opened once: a place, its organisations and the first officer, or nothing at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from banyan.accounts.actions.limits import take
from banyan.accounts.actions.opening import open_account
from banyan.accounts.models import Account
from banyan.accounts.queries import digest_of
from banyan.accounts.rules import BY_CODE, why_not_password
from banyan.audit.record import SYSTEM, Actor, act, remember
from banyan.orgs.actions.offices import seat
from banyan.orgs.actions.tree import plant
from banyan.orgs.models import FirstDoor, Organisation, Region
from banyan.orgs.queries import open_door, regions_below
from banyan.orgs.states import KIND_AT, OfficeName, OrganisationKind
from banyan.orgs.words import branch_full_name, branch_name, committee_full_name, is_a_place
from banyan.shared.clock import now, today
from banyan.shared.errors import refuse_if

FIRST_OFFICE = {
    OrganisationKind.CITY: OfficeName.CITY_OFFICER,
    OrganisationKind.COUNTY: OfficeName.COUNTY_OFFICER,
    OrganisationKind.TOWNSHIP: OfficeName.TOWNSHIP_OFFICER,
}
CODE_LETTERS = 12
# How many levels below the place the page shows to be ticked; finer ones come along with what holds them.
LEVELS_SHOWN = 2


@dataclass(frozen=True)
class FirstOfficer:
    """Who opens the house. His phone signs him in beside his account name."""

    label: str
    name: str
    phone: str
    password: str


@act
def make_first_door() -> FirstDoor | None:
    """The door of an empty installation, the same one until it has been used; None when it is not empty."""
    door = open_door()
    if door is None and not Organisation.objects.exclude(kind=OrganisationKind.OUTSIDE).exists():
        door = FirstDoor(made_at=now())
        door.save(force_insert=True)
        remember(SYSTEM, "first_door.made", door)
    return door


def code_of(door: FirstDoor) -> str:
    """Its one-time code, three times four letters: computed with a key of this installation, stored nowhere."""
    letters = digest_of(f"first-door|{door.ref.hex}")[:CODE_LETTERS].upper()
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LETTERS, 4))


def is_code_of(door: FirstDoor, typed: str, *, by: Actor) -> bool:
    """Is this its code, however it was typed? TooOften after five wrong ones."""
    take(BY_CODE, f"first-door|{by.address}")
    is_right = "".join(letter for letter in typed.upper() if letter.isalnum()) == code_of(door).replace(
        "-", ""
    )
    if not is_right:
        remember(by, "first_door.refused", door, result="refused")
    return is_right


@act
def open_house(
    door: FirstDoor, place: Region, *, by: Actor, name: str, ticked: Iterable[str], officer: FirstOfficer
) -> Account:
    """Found the root at a place, the ticked regions below it and the first officer's account, all or nothing.

    Villages whose level was not shown come along with their township. Http404 when somebody was quicker.
    Audited as first_door.opened with the number of organisations.
    """
    refuse_if(why_not_password(officer.password))
    if not FirstDoor.objects.filter(pk=door.pk, used_at=None).update(used_at=now()):
        raise Http404
    root = plant(_root_at(place, name), by=by)
    number = _plant_below(root, place, frozenset(ticked))
    account = open_account(
        by=by, label=officer.label, name=officer.name, phone=officer.phone, password=officer.password
    )
    seat(account, org=root, name=FIRST_OFFICE[OrganisationKind(root.kind)], by=by)
    remember(by, "first_door.opened", root, org=root, organisations=number + 1)
    return account


def _root_at(place: Region, name: str) -> Organisation:
    return Organisation(
        kind=KIND_AT[len(place.pk)],
        name=name,
        full_name=committee_full_name(place.name),
        code=place.pk,
        region=place,
        opened_on=today(),
    )


def _plant_below(root: Organisation, place: Region, ticked: frozenset[str]) -> int:
    """Level by level, in few statements: a city has two thousand villages."""
    known = {place.pk: root}
    lengths = [length for length in KIND_AT if length > len(place.pk)]
    regions = list(regions_below(place))
    for length in lengths:
        is_shown = length in lengths[:LEVELS_SHOWN]
        chosen = [
            region
            for region in regions
            if len(region.pk) == length
            and region.parent_id in known
            and (region.pk in ticked if is_shown else is_a_place(region.name, length))
        ]
        known |= _plant_level(chosen, known)
    return len(known) - 1


def _plant_level(level: list[Region], known: dict[str, Organisation]) -> dict[str, Organisation]:
    orgs = [_below(region, known[str(region.parent_id)]) for region in level]
    Organisation.objects.bulk_create(orgs, batch_size=500)
    for org in orgs:
        org.path = f"{org.parent.path if org.parent else '/'}{org.pk:x}/"
    Organisation.objects.bulk_update(orgs, ["path"], batch_size=200)
    return {str(org.region_id): org for org in orgs}


def _below(region: Region, parent: Organisation) -> Organisation:
    kind = KIND_AT[len(region.pk)]
    is_branch = kind == OrganisationKind.VILLAGE
    above = parent.name if kind != OrganisationKind.COUNTY else ""
    if is_branch and parent.parent:
        above = f"{parent.parent.name}{parent.name}"
    return Organisation(
        kind=kind,
        name=branch_name(region.name) if is_branch else region.name,
        full_name=(branch_full_name if is_branch else committee_full_name)(region.name, above),
        code=region.pk,
        region=region,
        parent=parent,
        opened_on=today(),
    )
