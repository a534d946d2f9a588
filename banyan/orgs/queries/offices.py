"""Who holds which office, and what an account is on this day."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404

from banyan.accounts.models import Account
from banyan.accounts.rules import SignInRules
from banyan.orgs.models import Office, Organisation
from banyan.orgs.permissions import GRANT_OFFICES, Permission, offices
from banyan.orgs.policies import SECOND_FACTOR
from banyan.orgs.queries.policy import policies_of
from banyan.orgs.queries.tree import ancestors_of
from banyan.orgs.rules import OFFICES_AT
from banyan.orgs.states import COMMITTEE_OFFICES, OfficeName, Reach
from banyan.orgs.viewers import Held, Viewer, any_of, below
from banyan.shared.clock import today
from banyan.shared.prepared import prepared


def viewer_for(account: Account, *, address: str | None = None, request_id: str = "") -> Viewer:
    """The viewer an account is at this moment, with the offices it holds today; a closed account holds none (R-A6)."""
    if not account.is_active:
        return Viewer(account, address=address, request_id=request_id)
    held = [Held(office.name, office.org) for office in _offices_of(account.pk, today())]
    return Viewer(account, held, address=address, request_id=request_id)


@prepared
def _offices_of(account: int, day: date) -> "QuerySet[Office]":
    return offices_held_on(day).filter(account=account).select_related("org")


def offices_not_over(day: date) -> "QuerySet[Office]":
    """Offices held on a day, and those that begin later."""
    return Office.objects.filter(Q(until_day=None) | Q(until_day__gt=day))


def is_member_alone(account: Account) -> bool:
    """Does an account hold no other office than that of a member?"""
    return not offices_not_over(today()).filter(account=account).exclude(name=OfficeName.MEMBER).exists()


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


def officers_of(org: Organisation, names: Iterable[OfficeName]) -> list[Account]:
    """The accounts that hold one of these offices there today."""
    held = offices_held_on(today()).filter(org=org, name__in=list(names)).select_related("account")
    return [office.account for office in held]


def accounts_that_may(
    permission: Permission, org: Organisation, *, but: Collection[int | None] = ()
) -> list[Account]:
    """Who may do this there today: those of the organisation itself, else of the nearest one above that has any.

    `but` are accounts that are not asked, because the matter is their own.
    """
    near, far = _offices_with(permission)
    above = [each.pk for each in ancestors_of(org)] if not org.is_outside else []
    held = offices_held_on(today()).filter(Q(org=org, name__in=near) | Q(org__in=above, name__in=far))
    found = list(held.select_related("account", "org").order_by("-org__path", "pk"))
    found = [office for office in found if office.account_id not in but]
    nearest = found[0].org_id if found else None
    return [office.account for office in found if office.org_id == nearest]


def _offices_with(permission: Permission) -> tuple[list[str], list[str]]:
    """Office names that carry it for their own organisation, and those that carry it for all below."""
    people = {
        name: rule
        for name, rule in offices().items()
        if permission in rule.permissions and name != OfficeName.INTEGRATION
    }
    far = [name for name, rule in people.items() if rule.reach_of(permission) == Reach.BELOW]
    return list(people), far


def officers_listed(org: Organisation) -> "QuerySet[Office]":
    """Who holds or held an office there, those of today first; members and programs have pages of their own."""
    found = Office.objects.filter(org=org).exclude(name__in=[OfficeName.MEMBER, OfficeName.INTEGRATION])
    return found.select_related("account").order_by(F("until_day").desc(nulls_first=True), "-from_day", "pk")


def find_office(viewer: Viewer, ref: UUID) -> Office:
    """One office within the reach of those he may grant; Http404 otherwise."""
    reach = viewer.reach(GRANT_OFFICES)
    found = Office.objects.filter(reach, ref=ref).select_related("account", "org", "org__parent").first()
    if found is None:
        raise Http404
    return found


def orgs_to_staff(viewer: Viewer, text: str = "") -> "QuerySet[Organisation]":
    """The open organisations below his own whose offices he hands over, in the order of the tree."""
    found = Organisation.objects.filter(any_of(_staffed_by(held) for held in viewer.holding(GRANT_OFFICES)))
    return found.filter(closed_on=None, name__contains=text)


def _staffed_by(held: Held) -> Q:
    granted = offices()[held.name].grants
    kinds = [kind for kind, names in OFFICES_AT.items() if names & granted]
    return below(held.org.path, "") & Q(kind__in=kinds) & ~Q(pk=held.org.pk)


def officers_by_org(orgs: Iterable[Organisation]) -> dict[int, list[Office]]:
    """Who holds an office at these organisations today, members and programs aside: organisation id -> offices."""
    found: dict[int, list[Office]] = {org.pk: [] for org in orgs}
    held = offices_held_on(today()).filter(org__in=list(found))
    held = held.exclude(name__in=[OfficeName.MEMBER, OfficeName.INTEGRATION])
    for office in held.select_related("account").order_by("from_day", "pk"):
        found[office.org_id].append(office)
    return found


def integration_offices(org: Organisation, account: Account) -> "QuerySet[Office]":
    """The offices under which a program acts for an organisation now."""
    found = offices_not_over(today()).filter(org=org, account=account, name=OfficeName.INTEGRATION)
    return found.select_related("account", "org")


def integrations_of(org: Organisation) -> list[Account]:
    """The accounts of programs that act for an organisation, also those whose office has ended."""
    held = Office.objects.filter(org=org, name=OfficeName.INTEGRATION).select_related("account")
    return list({office.account_id: office.account for office in held}.values())
