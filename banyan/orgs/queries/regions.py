"""Places in China, for choosing one."""

from django.db.models import QuerySet

from banyan.orgs.models import Organisation, Region
from banyan.orgs.states import RegionLevel


def region_with_code(code: str) -> Region | None:
    return Region.objects.filter(pk=code).first() if code else None


def regions_directly_below(code: str = "") -> "QuerySet[Region]":
    """The next finer regions; provinces without a code."""
    found = Region.objects.filter(parent=code) if code else Region.objects.filter(level=RegionLevel.PROVINCE)
    return found.order_by("code")


def regions_without_org(org: Organisation) -> "QuerySet[Region]":
    """Regions directly below the place of an organisation where none of ours stands yet."""
    taken = Organisation.objects.filter(parent=org, closed_on=None).exclude(region=None).values("region")
    return regions_directly_below(org.region_id or "-").exclude(pk__in=taken)


def two_levels_below(region: Region) -> list[tuple[Region, list[Region]]]:
    """The regions directly below one, each with those below it in turn."""
    children = list(regions_directly_below(region.pk))
    inner: dict[str, list[Region]] = {child.pk: [] for child in children}
    for grandchild in Region.objects.filter(parent__in=children).order_by("code"):
        inner[str(grandchild.parent_id)].append(grandchild)
    return [(child, inner[child.pk]) for child in children]


def regions_below(region: Region) -> "QuerySet[Region]":
    """Every region inside one, outer ones first."""
    return Region.objects.filter(pk__startswith=region.pk).exclude(pk=region.pk)
