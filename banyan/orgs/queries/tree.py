"""Which organisations there are, and who sees them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.module_loading import import_string

from banyan.orgs.models import FirstDoor, Organisation
from banyan.orgs.permissions import MANAGE_ORGS, SEE_ORG, Permission
from banyan.orgs.states import CHILDREN, OrganisationKind
from banyan.orgs.viewers import Viewer, below

PARENTS_SHOWN = 30
CHUNK = 800


def orgs_in_reach(viewer: Viewer, permission: Permission = SEE_ORG) -> "QuerySet[Organisation]":
    """The organisations a permission of his reaches; those outside our tree are no one's."""
    return Organisation.objects.filter(viewer.reach(permission, org="")).exclude(
        kind=OrganisationKind.OUTSIDE
    )


def find_org(viewer: Viewer, ref: UUID | str, permission: Permission = SEE_ORG) -> Organisation:
    """One organisation in reach; Http404 otherwise."""
    found = orgs_in_reach(viewer, permission).select_related("region", "parent").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def org_named(name_or_code: str) -> Organisation:
    """The one organisation of this code or name; ValueError with a sentence when there is none or several."""
    found = list(Organisation.objects.filter(Q(code=name_or_code) | Q(name=name_or_code))[:2])
    if not found:
        raise ValueError(f"没有名称或编码是“{name_or_code}”的组织。")
    if len(found) > 1:
        raise ValueError(f"有几个组织都叫“{name_or_code}”，请改用编码。")
    return found[0]


def children_of(org: Organisation) -> "QuerySet[Organisation]":
    """The open organisations directly below."""
    return Organisation.objects.filter(parent=org, closed_on=None).order_by("code")


def subtree_of(org: Organisation) -> "QuerySet[Organisation]":
    """The organisation and all below it."""
    return Organisation.objects.filter(below(org.path, org=""))


def has_namesake(parent: Organisation | None, name: str, *, but: Organisation | None = None) -> bool:
    """Does another open organisation directly below carry this name?"""
    found = Organisation.objects.filter(parent=parent, name=name, closed_on=None)
    return found.exclude(pk=but.pk).exists() if but else found.exists()


def occupants_of(org: Organisation) -> int:
    """How many people belong there; orgs knows no people, so settings.BANYAN_OCCUPANTS names who counts."""
    count: int = import_string(settings.BANYAN_OCCUPANTS)(org)
    return count


def outside_homes(names: Iterable[str]) -> "Iterator[Organisation]":
    """Light records without a head by these names: where guests came from."""
    listed, light = list(names), Organisation.objects.filter(kind=OrganisationKind.OUTSIDE, head_name="")
    for start in range(0, len(listed), CHUNK):
        yield from light.filter(name__in=listed[start : start + CHUNK]).order_by("-pk")


def ancestors_of(org: Organisation) -> "QuerySet[Organisation]":
    """From the root down to the organisation itself."""
    ids = [int(step, 16) for step in org.path.strip("/").split("/")]
    return Organisation.objects.filter(pk__in=ids).order_by("path")


def floating_branches(region_code: str = "") -> "QuerySet[Organisation]":
    """Open floating branches, those whose place lies in a region first asked for (province or city code)."""
    found = Organisation.objects.filter(kind=OrganisationKind.FLOATING, closed_on=None)
    if region_code:
        found = found.filter(region__code__startswith=region_code)
    return found.select_related("region").order_by("region__code", "name")


def recomputed_paths() -> list[Organisation]:
    """Organisations whose path differs from what their parents say (for `banyan verify`)."""
    paths: dict[int, str] = {}
    wrong = []
    for org in Organisation.objects.exclude(kind=OrganisationKind.OUTSIDE).order_by("path"):
        above = paths.get(org.parent_id, "") if org.parent_id else "/"
        paths[org.pk] = f"{above}{org.pk:x}/"
        if paths[org.pk] != org.path:
            wrong.append(org)
    return wrong


def roots_of(viewer: Viewer) -> list[Organisation]:
    """The organisations he acts for, without those that lie inside another of his."""
    held = {held.org.path: held.org for held in viewer.holding(SEE_ORG)}
    return [org for path, org in sorted(held.items()) if not any(_is_inside(path, other) for other in held)]


def _is_inside(path: str, other: str) -> bool:
    return path != other and path.startswith(other)


def children_listed(org: Organisation) -> "QuerySet[Organisation]":
    """The open organisations directly below, each with `children_count`, how many stand below it in turn."""
    below_it = Organisation.objects.filter(parent=OuterRef("pk"), closed_on=None).order_by()
    count = Subquery(below_it.values("parent").annotate(number=Count("pk")).values("number"))
    return children_of(org).annotate(children_count=Coalesce(count, 0)).select_related("region")


def orgs_called(viewer: Viewer, text: str) -> "QuerySet[Organisation]":
    """Open organisations in reach whose name holds these words."""
    return orgs_in_reach(viewer).filter(name__contains=text, closed_on=None).select_related("parent")


def parents_for(viewer: Viewer, org: Organisation, text: str = "") -> "QuerySet[Organisation]":
    """Where an organisation could hang instead: those he keeps that may hold its kind, the first few."""
    kinds = [kind for kind, held in CHILDREN.items() if org.kind in held]
    found = orgs_in_reach(viewer, MANAGE_ORGS).filter(kind__in=kinds, closed_on=None, name__contains=text)
    others = found.exclude(below(org.path, "") | Q(pk__in=[org.parent_id or 0])).select_related("parent")
    return others.order_by("path")[:PARENTS_SHOWN]


def open_door() -> FirstDoor | None:
    """The first door, as long as no organisation of the tree stands and its code was given out."""
    if Organisation.objects.exclude(kind=OrganisationKind.OUTSIDE).exists():
        return None
    return FirstDoor.objects.filter(used_at=None).order_by("pk").first()
