"""Every change of the tree, its offices and settings."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from banyan.accounts.models import Account
from banyan.audit.record import SYSTEM, Actor, act, remember
from banyan.orgs.models import Office, Organisation, PolicySetting, Region
from banyan.orgs.permissions import FOUND_FLOATING, GRANT_OFFICES, MANAGE_ORGS, SET_POLICY, offices
from banyan.orgs.policies import Policy
from banyan.orgs.queries import offices_not_over, subtree_of
from banyan.orgs.rules import (
    why_not_close,
    why_not_hold,
    why_not_move,
    why_not_place,
    why_not_set,
    why_not_term,
)
from banyan.orgs.states import OfficeName, OrganisationKind
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, refuse_if


@act
def open_org(
    *,
    by: Viewer,
    parent: Organisation,
    kind: str,
    name: str,
    code: str = "",
    region: Region | None = None,
    full_name: str = "",
    head_name: str = "",
    head_phone: str = "",
) -> Organisation:
    """Found an organisation below another. Refused when it may not stand there; audited as org.opened."""
    require(by, FOUND_FLOATING if kind == OrganisationKind.FLOATING else MANAGE_ORGS, at=parent)
    refuse_if(why_not_place(kind, parent))
    org = Organisation(
        kind=kind,
        name=name,
        full_name=full_name,
        code=code,
        parent=parent,
        region=region,
        head_name=head_name,
        opened_on=today(),
    )
    org.head_phone = head_phone
    return plant(org, by=by)


@act
def plant(org: Organisation, *, by: Actor = SYSTEM) -> Organisation:
    """Store an organisation and give it its path; the first door and the demonstration plant roots with it."""
    org.code = org.code or f"auto-{uuid.uuid4().hex[:12]}"
    org.save(force_insert=True)
    org.path = f"{org.parent.path if org.parent else '/'}{org.pk:x}/"
    if org.is_outside:
        org.path = f"/out/{org.pk:x}/"
    org.save(update_fields=["path"])
    remember(by, "org.opened", org, org=org)
    return org


@act
def rename_org(org: Organisation, *, by: Viewer, name: str, full_name: str = "") -> None:
    """Give an organisation another name; papers already issued keep the old one."""
    require(by, MANAGE_ORGS, at=org)
    remember(by, "org.renamed", org, org=org, before=org.name, after=name)
    org.name, org.full_name = name, full_name
    org.save(update_fields=["name", "full_name"])


@act
def move_org(org: Organisation, *, by: Viewer, parent: Organisation) -> None:
    """Hang an organisation, with all below it, under another one; every path changes in one statement."""
    require(by, MANAGE_ORGS, at=org)
    require(by, MANAGE_ORGS, at=parent)
    refuse_if(why_not_move(org, parent))
    old, new = org.path, f"{parent.path}{org.pk:x}/"
    subtree_of(org).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    org.parent, org.path = parent, new
    org.save(update_fields=["parent"])
    remember(by, "org.moved", org, org=parent)


@act
def close_org(org: Organisation, *, by: Viewer, people: int) -> None:
    """End an organisation that has nobody and nothing below it; its offices end with it."""
    require(by, MANAGE_ORGS, at=org)
    open_children = Organisation.objects.filter(parent=org, closed_on=None).count()
    refuse_if(why_not_close(org, open_children, people))
    org.closed_on = today()
    org.save(update_fields=["closed_on"])
    Office.objects.filter(org=org, until_day=None).update(until_day=org.closed_on)
    remember(by, "org.closed", org, org=org)


@act
def grant_office(
    account: Account,
    *,
    by: Viewer,
    org: Organisation,
    name: str,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Office:
    """Hand an office over. Only strictly below one's own, only those one's office may grant (T3, R-A5)."""
    require_grant(by, org, name)
    return seat(account, org=org, name=name, by=by, from_day=from_day, until_day=until_day)


def require_grant(by: Viewer, org: Organisation, name: str) -> None:
    """NotAllowed unless one office of his stands strictly above `org` and may grant this one."""
    for held in by.holding(GRANT_OFFICES):
        is_strictly_above = held.org.holds(org) and held.org.pk != org.pk
        if is_strictly_above and held.reaches(org) and name in offices()[held.name].grants:
            return
    raise NotAllowed(NOT_YOURS)


def require_sign_in_reset(by: Viewer, account: Account) -> None:
    """NotAllowed unless he may grant every office the account holds: whoever resets a way in could use it (T3)."""
    for office in offices_not_over(today()).filter(account=account).select_related("org"):
        if office.name != OfficeName.MEMBER:
            require_grant(by, office.org, office.name)


@act
def seat(
    account: Account,
    *,
    org: Organisation,
    name: str,
    by: Actor = SYSTEM,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Office:
    """Store an office already permitted: by `grant_office`, the first door, or `banyan office grant`."""
    start = from_day or today()
    refuse_if(why_not_hold(name, org))
    refuse_if(why_not_term(start, until_day))
    office, _made = Office.objects.get_or_create(
        account=account,
        org=org,
        name=name,
        until_day=until_day,
        defaults={"from_day": start, "granted_by": by.audit_label},
    )
    remember(by, "office.granted", office, org=org, subject=account.ref, office=name)
    return office


@act
def end_office(office: Office, *, by: Viewer) -> None:
    """End a term today: from now on the account may no longer act there."""
    require_grant(by, office.org, office.name)
    office.until_day = today()
    office.save(update_fields=["until_day"])
    remember(by, "office.ended", office, org=office.org, subject=office.account.ref, office=office.name)


@act
def set_policy(org: Organisation, policy: Policy, value: int | str | bool, *, by: Viewer) -> None:
    """Decide a setting for an organisation and those below it that have none of their own."""
    require(by, SET_POLICY, at=org)
    refuse_if(why_not_set(policy, value))
    PolicySetting.objects.update_or_create(org=org, name=policy.name, defaults={"value": value})
    remember(by, "policy.set", org, org=org, policy=policy.name, value=value)


@act
def record_outside_org(
    *, by: Viewer, name: str, region: Region | None, head_name: str, head_phone: str
) -> Organisation:
    """A light record of a party organisation outside our tree, as a member named it (B-02, B-03)."""
    org = Organisation(kind=OrganisationKind.OUTSIDE, name=name, region=region, head_name=head_name)
    org.head_phone = head_phone
    return plant(org, by=by)


@act
def load_regions(rows: Iterable[Region]) -> int:
    """Add the regions that are not there yet; returns how many were given."""
    made = Region.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len(made)
