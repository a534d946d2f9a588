"""Organisations for the regions of a scenario: the city, its counties, townships and villages by their real names."""

from collections.abc import Iterable
from datetime import date

from banyan.audit.record import SYSTEM, recording, remember
from banyan.orgs.actions import plant
from banyan.orgs.models import Organisation, Region
from banyan.orgs.states import OrganisationKind

FOUNDED = date(2011, 7, 1)
KINDS = {
    4: OrganisationKind.CITY,
    6: OrganisationKind.COUNTY,
    9: OrganisationKind.TOWNSHIP,
    12: OrganisationKind.VILLAGE,
}
# What a resident committee's or villagers' committee's name ends in, and what its branch is called by.
ENDINGS = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "社区"),
    ("居委会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
)
FLOATING = (
    ("汝城县驻广州流动党支部", "4401", "431026"),
    ("汝城县驻佛山流动党支部", "4406", "431026"),
    ("汝城县驻广州商会流动党支部", "440106", "431026"),
)


def org_name(region: Region) -> str:
    """汝城县, 文明瑶族乡, 沙洲瑶族村党支部."""
    if len(region.pk) < 12:
        return region.name
    for ending, kind in ENDINGS:
        if region.name.endswith(ending):
            return f"{region.name.removesuffix(ending).removesuffix(kind)}{kind}党支部"
    return f"{region.name}党支部"


def build_tree(root_code: str, only: Iterable[str] = ()) -> dict[str, Organisation]:
    """The organisations from the city down to the villages under `root_code`, by region code.

    Above the root only the line to the city stands; `only` names township codes to keep (empty: all).
    """
    kept = tuple(only)
    regions = [
        region
        for region in Region.objects.filter(pk__startswith=root_code).order_by("pk")
        if not kept or len(region.pk) <= 6 or region.pk.startswith(kept)
    ]
    above = [Region.objects.get(pk=root_code[:length]) for length in (4, 6, 9) if length < len(root_code)]
    known: dict[str, Organisation] = {}
    with recording():
        for region in [*above, *regions]:
            known[region.pk] = _planted(region, known)
    return known


def _planted(region: Region, known: dict[str, Organisation]) -> Organisation:
    parent = known.get(region.parent_id or "")
    org = Organisation(
        kind=KINDS[len(region.pk)],
        name=org_name(region),
        full_name=_full_name(region, parent),
        code=region.pk,
        region=region,
        parent=parent,
        opened_on=FOUNDED,
    )
    return plant(org)


def _full_name(region: Region, parent: Organisation | None) -> str:
    if len(region.pk) == 12 and parent and parent.parent:
        return f"中共{parent.parent.name}{parent.name}{region.name}支部委员会"
    above = parent.name if parent and len(region.pk) > 6 else ""
    return f"中共{above}{region.name}委员会"


def found_floating_branches(known: dict[str, Organisation]) -> list[Organisation]:
    """The county's floating branches in 广州 and 佛山 (F-01)."""
    branches: list[Organisation] = []
    for name, place, founder in FLOATING:
        if founder in known:
            org = Organisation(
                kind=OrganisationKind.FLOATING, name=name, code=f"{founder}-F{len(branches) + 1}"
            )
            org.parent, org.region = known[founder], Region.objects.get(pk=place)
            org.opened_on, org.head_name = FOUNDED, "（演示）"
            branches.append(plant(org))
    return branches


def remember_load(scenario: str, people: int) -> None:
    """One audit row for a batch that was written in bulk."""
    remember(SYSTEM, "demo.loaded", scenario=scenario, people=people)
