"""Organisations are founded, renamed, moved and closed; one lock for the shape of the tree."""

import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import ProtectedError, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from banyan.audit.record import SYSTEM, Actor, act, remember
from banyan.orgs.models import Organisation, Region
from banyan.orgs.permissions import FOUND_FLOATING, MANAGE_ORGS
from banyan.orgs.queries import has_namesake, occupants_of, offices_not_over, outside_homes, subtree_of
from banyan.orgs.rules import why_not_change, why_not_close, why_not_move, why_not_name, why_not_place
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer, require
from banyan.shared.bulk import insert_many, update_many
from banyan.shared.clock import today
from banyan.shared.errors import Reason, refuse_if

TREE_LOCK = 0x54524545  # "TREE": one advisory lock for who hangs where
NAMESAKE = Reason("namesake", _("同一个上级下面已经有这个名称的组织，请换一个名称。"))
CODE_TAKEN = Reason("code_taken", _("这个编码已经有别的组织在用，请换一个，或留空自动生成。"))


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
    """Found an organisation below another. Refused when it may not stand there; audited as org.opened.

    Without a code it takes that of its place, if no other organisation has it.
    """
    require(by, FOUND_FLOATING if kind == OrganisationKind.FLOATING else MANAGE_ORGS, at=parent)
    _lock_tree(parent)
    refuse_if(why_not_place(kind, parent) or why_not_name(name))
    refuse_if(NAMESAKE if has_namesake(parent, name) else None)
    refuse_if(CODE_TAKEN if code and _is_taken(code) else None)
    org = Organisation(
        kind=kind,
        name=name,
        full_name=full_name,
        code=code or _free_code(region),
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
    """Give an organisation another name; papers already issued keep the old one. Audited as org.renamed."""
    require(by, MANAGE_ORGS, at=org)
    refuse_if(why_not_change(org) or why_not_name(name))
    refuse_if(NAMESAKE if has_namesake(org.parent, name, but=org) else None)
    before, org.name, org.full_name = org.name, name, full_name
    org.save(update_fields=["name", "full_name"])
    remember(by, "org.renamed", org, org=org, before=before, after=name)


@act
def move_org(org: Organisation, *, by: Viewer, parent: Organisation) -> None:
    """Hang an organisation, with all below it, under another one; every path changes in one statement (R-A8).

    It takes the right over where it hangs and where it goes. Audited as org.moved.
    """
    _require_above(by, org)
    require(by, MANAGE_ORGS, at=parent)
    _lock_tree(org, parent)
    refuse_if(why_not_change(org) or why_not_move(org, parent))
    refuse_if(NAMESAKE if has_namesake(parent, org.name, but=org) else None)
    former, old, new = org.parent, org.path, f"{parent.path}{org.pk:x}/"
    subtree_of(org).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    org.parent, org.path = parent, new
    org.save(update_fields=["parent"])
    remember(by, "org.moved", org, org=parent, before=former.name if former else "", after=parent.name)


@act
def close_org(org: Organisation, *, by: Viewer) -> None:
    """End an organisation that has nobody and nothing below it; its offices end with it. Audited as org.closed."""
    _require_above(by, org)
    _lock_tree(org)
    open_children = Organisation.objects.filter(parent=org, closed_on=None).count()
    refuse_if(why_not_close(org, open_children, occupants_of(org)))
    org.closed_on = today()
    org.save(update_fields=["closed_on"])
    offices_not_over(org.closed_on).filter(org=org).update(until_day=org.closed_on)
    remember(by, "org.closed", org, org=org)


@act
def record_outside_org(
    *, by: Viewer, name: str, region: Region | None, head_name: str, head_phone: str
) -> Organisation:
    """A light record of a party organisation outside our tree, as a member named it (B-02, B-03)."""
    org = Organisation(kind=OrganisationKind.OUTSIDE, name=name, region=region, head_name=head_name)
    org.head_phone = head_phone
    return plant(org, by=by)


@act
def record_outside_homes(
    wanted: Iterable[tuple[str, str]], *, by: Actor
) -> dict[tuple[str, str], Organisation]:
    """Light records of the organisations guests came from, by name and region code: those there are, the rest made.

    They carry no head; an outside organisation that a member named with its head is never taken for one of them.
    """
    keys = dict.fromkeys(wanted)
    found = {(org.name, org.region_id or ""): org for org in outside_homes({name for name, _code in keys})}
    missing = [key for key in keys if key not in found]
    made = [_outside(name, code) for name, code in missing]
    insert_many(made)
    for org in made:
        org.path = f"/out/{org.pk:x}/"
        remember(by, "org.opened", org, org=org)
    update_many(made, ["path"])
    return {**{key: found[key] for key in keys if key in found}, **dict(zip(missing, made, strict=True))}


def _outside(name: str, region_code: str) -> Organisation:
    code = f"auto-{uuid.uuid4().hex[:12]}"
    return Organisation(kind=OrganisationKind.OUTSIDE, name=name, region_id=region_code or None, code=code)


@act
def forget_outside_orgs(orgs: Iterable[Organisation], *, by: Actor) -> None:
    """Drop light records that nobody belongs to any longer; one still named anywhere stays."""
    for org in orgs:
        try:
            with transaction.atomic():
                Organisation.objects.filter(pk=org.pk, kind=OrganisationKind.OUTSIDE).delete()
        except ProtectedError:
            continue
        remember(by, "org.forgotten", org, org=org)


def _require_above(by: Viewer, org: Organisation) -> None:
    """Nobody moves or closes the organisation he acts for: that takes the one above."""
    require(by, MANAGE_ORGS, at=org.parent or org)


def _lock_tree(*orgs: Organisation) -> None:
    """Wait until no other act changes the tree, then read again where these hang."""
    # SQLite transactions begin IMMEDIATE here: the database itself is the lock.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
    for org in orgs:
        org.refresh_from_db(fields=["path", "parent", "closed_on"])


def _is_taken(code: str) -> bool:
    return Organisation.objects.filter(code=code).exists()


def _free_code(region: Region | None) -> str:
    return region.pk if region is not None and not _is_taken(region.pk) else ""
