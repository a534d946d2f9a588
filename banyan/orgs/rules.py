"""What may stand where in the tree, and who may hand which office over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from banyan.orgs.policies import Policy
from banyan.orgs.states import CHILDREN, OfficeName, OrganisationKind
from banyan.shared.errors import Reason

if TYPE_CHECKING:
    from banyan.orgs.models import Organisation

OFFICES_AT: dict[str, frozenset[str]] = {
    OrganisationKind.CITY: frozenset({OfficeName.CITY_OFFICER, OfficeName.AUDITOR}),
    OrganisationKind.COUNTY: frozenset({OfficeName.COUNTY_OFFICER}),
    OrganisationKind.TOWNSHIP: frozenset({OfficeName.TOWNSHIP_OFFICER}),
    OrganisationKind.VILLAGE: frozenset({OfficeName.BRANCH_SECRETARY, OfficeName.MEMBER}),
    OrganisationKind.FLOATING: frozenset({OfficeName.FLOATING_SECRETARY}),
}
ANYWHERE = frozenset({OfficeName.INTEGRATION})
CLOSED_PARENT = Reason("closed_parent", _("所选上级已撤销，请选择仍在运行的组织。"))
ALREADY_CLOSED = Reason("already_closed", _("该组织已经撤销。"))
NAME_MOST = 120


def why_not_end_office(until_day: date | None, day: date) -> Reason | None:
    """A term that is over keeps the day it ended."""
    if until_day is None or until_day > day:
        return None
    return Reason("office_over", _("这个职务已经结束，不用再办。"))


def why_not_name(name: str) -> Reason | None:
    """A name of one line, and not a longer one than papers can hold."""
    if name.strip() == name and 2 <= len(name) <= NAME_MOST and name.isprintable():
        return None
    return Reason("org_name", _("组织名称写2到120个字，前后不留空格。"))


def why_not_place(kind: str, parent: Organisation | None) -> Reason | None:
    """May an organisation of this kind stand below that one?"""
    if parent is None:
        allowed = kind in {OrganisationKind.CITY, OrganisationKind.COUNTY, OrganisationKind.TOWNSHIP}
    elif not parent.is_open:
        return CLOSED_PARENT
    else:
        allowed = kind in CHILDREN[parent.kind]
    return None if allowed else Reason("misplaced", _("这一类组织不能设在所选的上级之下，请重新选择上级。"))


def why_not_change(org: Organisation) -> Reason | None:
    """A closed organisation stays as it was when it closed."""
    return None if org.is_open else ALREADY_CLOSED


def why_not_move(org: Organisation, parent: Organisation) -> Reason | None:
    """A tree stays a tree: nothing moves below itself or below a closed organisation (R-A8)."""
    if org.holds(parent):
        return Reason("cycle", _("不能把组织移到它自己或它的下级之下。"))
    return why_not_place(org.kind, parent)


def why_not_close(org: Organisation, children: int, people: int) -> Reason | None:
    """An organisation closes empty: what stands below it and who belongs to it is moved first."""
    if not org.is_open:
        return ALREADY_CLOSED
    if children:
        return Reason("has_children", _("还有下级组织，请先把它们移走或撤销。"))
    if people:
        return Reason("has_people", _("还有党员在册，请先把他们转到其他组织。"))
    return None


def why_not_hold(office: str, org: Organisation) -> Reason | None:
    """Does this office exist at this kind of organisation, and does the organisation still stand?"""
    if not org.is_open:
        return Reason("closed_org", _("这个组织已经撤销，不能再安排人。"))
    if office in ANYWHERE or office in OFFICES_AT.get(org.kind, frozenset()):
        return None
    return Reason("wrong_office", _("这一级组织没有该职务，请重新选择。"))


def why_not_term(from_day: date, until_day: date | None) -> Reason | None:
    if until_day is not None and until_day <= from_day:
        return Reason("empty_term", _("任职结束日期要晚于开始日期。"))
    return None


def why_not_set(policy: Policy, value: object) -> Reason | None:
    """Is the value one the policy admits?"""
    if policy.choices:
        is_fit = value in [choice for choice, _words in policy.choices]
    elif isinstance(policy.default, bool):
        is_fit = isinstance(value, bool)
    else:
        is_fit = (
            isinstance(value, int) and not isinstance(value, bool) and policy.least <= value <= policy.most
        )
    return None if is_fit else Reason("out_of_bounds", _("这个值不在允许的范围内，请按提示填写。"))
