"""Who sees which organisations, and what holds for them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.module_loading import import_string

from banyan.accounts.models import Account
from banyan.accounts.rules import SignInRules
from banyan.orgs.models import Office, Organisation, PolicySetting
from banyan.orgs.permissions import SEE_ORG, Permission, offices
from banyan.orgs.policies import SECOND_FACTOR, Policy
from banyan.orgs.states import COMMITTEE_OFFICES, OfficeName, OrganisationKind, Reach
from banyan.orgs.viewers import Held, Viewer, below
from banyan.shared.clock import today


def viewer_for(account: Account, *, address: str | None = None, request_id: str = "") -> Viewer:
    """The viewer an account is at this moment, with the offices it holds today."""
    offices = offices_held_on(today()).filter(account=account).select_related("org")
    held = [Held(office.name, office.org) for office in offices]
    return Viewer(account, held, address=address, request_id=request_id)


def offices_not_over(day: date) -> "QuerySet[Office]":
    """Offices held on a day, and those that begin later."""
    return Office.objects.filter(Q(until_day=None) | Q(until_day__gt=day))


def offices_held_on(day: date) -> "QuerySet[Office]":
    return offices_not_over(day).filter(from_day__lte=day)


def sign_in_rules(account: Account) -> SignInRules:
    """How long its sessions may idle, and whether it needs a second factor (settings.BANYAN_SIGN_IN_RULES).

    Township and above: the shorter time, and a second factor when the installation asks for it. Other offices
    but `member`: a second factor where their organisation's policy asks for it (R-B3, R-B5).
    """
    held = (
        offices_held_on(today()).filter(account=account).exclude(name=OfficeName.MEMBER).select_related("org")
    )
    is_high = any(office.name in COMMITTEE_OFFICES for office in held)
    return SignInRules(
        idle_minutes=settings.SESSION_OFFICER_IDLE_MINUTES if is_high else settings.SESSION_IDLE_MINUTES,
        needs_second_factor=(is_high and settings.SECOND_FACTOR_REQUIRED)
        or any(policies_of([office.org for office in held], SECOND_FACTOR).values()),
    )


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


def policy_of(org: Organisation, policy: Policy) -> int | str | bool:
    """What holds for an organisation: its own setting, else the nearest one above, else the default."""
    return policies_of([org], policy)[org.pk]


def policies_of(orgs: Iterable[Organisation], policy: Policy) -> dict[int, int | str | bool]:
    """The same for many organisations in one query: organisation id -> value."""
    settings = {
        row.org_id: row.value
        for row in PolicySetting.objects.filter(name=policy.name).only("org_id", "value")
    }
    return {org.pk: _nearest(org.path, settings, policy.default) for org in orgs}


def _nearest(path: str, settings: dict[int, int | str | bool], default: int | str | bool) -> int | str | bool:
    for step in reversed(path.strip("/").split("/")):
        if step and int(step, 16) in settings:
            return settings[int(step, 16)]
    return default


def officers_of(org: Organisation, names: Iterable[OfficeName]) -> list[Account]:
    """The accounts that hold one of these offices there today."""
    held = offices_held_on(today()).filter(org=org, name__in=list(names)).select_related("account")
    return [office.account for office in held]


def accounts_that_may(permission: Permission, org: Organisation) -> list[Account]:
    """Who may do this there today: those of the organisation itself, else of the nearest one above that has any."""
    near, far = _offices_with(permission)
    above = [each.pk for each in ancestors_of(org)] if not org.is_outside else []
    held = offices_held_on(today()).filter(Q(org=org, name__in=near) | Q(org__in=above, name__in=far))
    found = list(held.select_related("account", "org").order_by("-org__path", "pk"))
    nearest = found[0].org_id if found else None
    return [office.account for office in found if office.org_id == nearest]


def _offices_with(permission: Permission) -> tuple[list[str], list[str]]:
    """Office names that carry it for their own organisation, and those that carry it for all below."""
    people = {
        name: rule
        for name, rule in offices().items()
        if permission in rule.permissions and name != OfficeName.INTEGRATION
    }
    far = [name for name, rule in people.items() if rule.reach == Reach.BELOW]
    return list(people), far


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
