"""What the reader is told of the house: regions, the branches a roster may name, the day."""

from functools import lru_cache

from banyan.intake.models import ColumnMap
from banyan.intake.reading.branches import Branches
from banyan.intake.reading.mappings import Chosen
from banyan.intake.reading.places import Gazetteer
from banyan.intake.reading.results import INFLOW, Branch, Direction
from banyan.intake.reading.roster import Surroundings
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import ancestors_of, subtree_of
from banyan.orgs.states import BRANCHES, OrganisationKind
from banyan.shared.clock import today

OF_GUESTS_ALONE = "流动党支部的名册，按流入"


@lru_cache(maxsize=2)
def gazetteer(regions: int) -> Gazetteer:
    """Built once for as many regions as there are."""
    found = Region.objects.filter(level__in=["province", "city", "district"])
    return Gazetteer(found.values_list("code", "name"))


def gazetteer_now() -> Gazetteer:
    """The regions as they stand."""
    return gazetteer(Region.objects.count())


def surroundings_of(org: Organisation) -> Surroundings:
    """For a roster imported at an organisation: its own branches, and its county as home."""
    book = gazetteer_now()
    return Surroundings(
        today(),
        book,
        book.place((org.region_id or "")[:6]),
        _branches_at(org),
        remembered_at(org),
        Direction(INFLOW, OF_GUESTS_ALONE) if org.kind == OrganisationKind.FLOATING else Direction(),
    )


def remembered_at(org: Organisation) -> dict[str, Chosen]:
    """The heads whose columns were corrected there: head -> column -> field."""
    return {each.head: each.chosen for each in ColumnMap.objects.filter(org=org)}


def _branches_at(org: Organisation) -> Branches:
    """The branches there; a floating branch holds guests alone, and a row is its own where the list says so."""
    orgs = {each.path: each for each in [*ancestors_of(org), *subtree_of(org)]}
    found: dict[str, list[Branch]] = {kind: [] for kind in BRANCHES}
    for each in orgs.values():
        if each.kind in BRANCHES and each.is_open:
            found[each.kind].append(Branch(str(each.ref), each.name, _names_above(each.path, orgs)))
    villages, hosts = found[OrganisationKind.VILLAGE], found[OrganisationKind.FLOATING]
    return Branches(hosts) if org.kind == OrganisationKind.FLOATING else Branches(villages, hosts)


def _names_above(path: str, orgs: dict[str, Organisation]) -> tuple[str, ...]:
    steps = path.strip("/").split("/")[:-1]
    paths = ["/" + "/".join(steps[: at + 1]) + "/" for at in range(len(steps))]
    return tuple(orgs[each].name for each in paths if each in orgs)
