"""Kinds of organisations and the names of offices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    CITY = "city", _("市委")
    COUNTY = "county", _("县委")
    TOWNSHIP = "township", _("乡镇党委")
    VILLAGE = "village", _("村党支部")
    FLOATING = "floating", _("流动党支部")
    OUTSIDE = "outside", _("系统外党组织")


COMMITTEES = frozenset({OrganisationKind.CITY, OrganisationKind.COUNTY, OrganisationKind.TOWNSHIP})
BRANCHES = frozenset({OrganisationKind.VILLAGE, OrganisationKind.FLOATING})
# What may stand directly below what. A floating branch is a child of the committee that founded it.
CHILDREN: dict[str, frozenset[str]] = {
    "city": frozenset({"county", "floating"}),
    "county": frozenset({"township", "floating"}),
    "township": frozenset({"village", "floating"}),
    "village": frozenset(),
    "floating": frozenset(),
    "outside": frozenset(),
}


class OfficeName(TextChoices):
    MEMBER = "member", _("党员")
    BRANCH_SECRETARY = "branch_secretary", _("村党支部书记")
    FLOATING_SECRETARY = "floating_secretary", _("流动党支部书记")
    TOWNSHIP_OFFICER = "township_officer", _("乡镇党建工作人员")
    COUNTY_OFFICER = "county_officer", _("县级工作人员")
    CITY_OFFICER = "city_officer", _("市级工作人员")
    AUDITOR = "auditor", _("审计员")
    INTEGRATION = "integration", _("系统对接")


# Offices of township rank and above, which sign in more carefully (R-B3, R-B5).
COMMITTEE_OFFICES = frozenset(
    {OfficeName.TOWNSHIP_OFFICER, OfficeName.COUNTY_OFFICER, OfficeName.CITY_OFFICER, OfficeName.AUDITOR}
)


class Reach(TextChoices):
    OWN = "own", _("本人")
    HERE = "here", _("本组织")
    BELOW = "below", _("本组织及下级")
    ALL = "all", _("全部")


class RegionLevel(TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("县区")
    TOWN = "town", _("乡镇街道")
    VILLAGE = "village", _("村社区")


LEVEL_OF = {
    2: RegionLevel.PROVINCE,
    4: RegionLevel.CITY,
    6: RegionLevel.DISTRICT,
    9: RegionLevel.TOWN,
    12: RegionLevel.VILLAGE,
}
# Which organisation stands at a region of this length of code.
KIND_AT = {
    4: OrganisationKind.CITY,
    6: OrganisationKind.COUNTY,
    9: OrganisationKind.TOWNSHIP,
    12: OrganisationKind.VILLAGE,
}


def region_above(code: str) -> str | None:
    """The code of the region that holds this one; none above a province."""
    shorter = [length for length in LEVEL_OF if length < len(code)]
    return code[: max(shorter)] if shorter else None
