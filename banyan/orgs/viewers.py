"""The viewer: an account with the offices it holds today. Queries take it first, actions take it as `by`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from banyan.accounts.models import Account
from banyan.audit.words import COMMAND_LINE, STRANGER
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import GRANT_OFFICES, Permission, offices
from banyan.orgs.states import OfficeName, Reach
from banyan.shared.errors import NotAllowed, Reason

NOT_YOURS = Reason("not_allowed", _("您的职务不包含这项操作。如需办理，请联系上级党组织。"))


@dataclass(frozen=True)
class Held:
    """One office held today."""

    name: str
    org: Organisation

    @property
    def reach(self) -> Reach:
        return offices()[self.name].reach

    def may(self, permission: Permission) -> bool:
        return permission in offices()[self.name].permissions

    def reaches(self, org: Organisation, permission: Permission) -> bool:
        """Does the office carry the permission as far as this organisation?"""
        reach = offices()[self.name].reach_of(permission)
        if reach == Reach.BELOW:
            return self.org.holds(org)
        return reach == Reach.ALL or (reach == Reach.HERE and self.org.pk == org.pk)


@dataclass
class Viewer:
    """Who asks. Rights are computed per request from offices held today (T4); an anonymous viewer holds none.

    `verbs` narrows an integration to the permissions its token names (R-W7). `device` is the session or token he
    came by, a secret: it is never written down as it is.
    """

    account: Account | None = None
    held: list[Held] = field(default_factory=list)
    address: str | None = None
    request_id: str = ""
    verbs: frozenset[str] | None = None
    label: str = ""
    device: str = field(default="", repr=False)

    @property
    def is_known(self) -> bool:
        return self.account is not None

    def holding(self, permission: Permission) -> list[Held]:
        """The offices that carry this permission."""
        if self.verbs is not None and permission.name not in self.verbs:
            return []
        return [held for held in self.held if held.may(permission)]

    def may(self, permission: Permission, at: Organisation | None = None) -> bool:
        """Does one of his offices hold the permission (and reach the organisation, when one is named)?"""
        return any(at is None or held.reaches(at, permission) for held in self.holding(permission))

    def reach(self, permission: Permission, org: str = "org") -> Q:
        """A filter for rows whose organisation (lookup `org`) the permission reaches; nothing when none does."""
        return any_of(_reach_of(held, permission, org) for held in self.holding(permission))

    @cached_property
    def office_names(self) -> frozenset[str]:
        return frozenset(held.name for held in self.held)

    @cached_property
    def main(self) -> Held | None:
        """The office he acts in: the one that reaches furthest."""
        rank = {Reach.ALL: 0, Reach.BELOW: 1, Reach.HERE: 2, Reach.OWN: 3}
        ordered = sorted(self.held, key=lambda held: (rank[held.reach], len(held.org.path)))
        return ordered[0] if ordered else None

    @property
    def audit_ref(self) -> UUID | None:
        return self.account.ref if self.account else None

    @property
    def audit_label(self) -> str:
        return self.account.label if self.account else self.label or STRANGER

    @property
    def audit_role(self) -> str:
        return self.main.name if self.main else ""

    @property
    def audit_org(self) -> Organisation | None:
        return self.main.org if self.main else None


class ViewerRequest(HttpRequest):
    """A request behind ViewerMiddleware: what a view of signed-in people is given."""

    viewer: Viewer


def operator_at(org: Organisation) -> Viewer:
    """Whoever runs a command holds the machine: he acts as the officer of that organisation, under his own label."""
    return Viewer(held=[Held(OfficeName.TOWNSHIP_OFFICER, org)], label=COMMAND_LINE)


def viewer_in(request: HttpRequest) -> Viewer:
    """Who asks, for those who are only handed a plain request (the API)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def any_of(filters: Iterable[Q]) -> Q:
    """Rows that match one of the filters; no filter at all matches no row."""
    found = Q(pk__in=[])
    for each in filters:
        found |= each
    return found


def below(path: str, org: str = "org") -> Q:
    """The subtree as an index range, never `startswith` (stack.md 0.8)."""
    prefix = f"{org}__" if org else ""
    return Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": path[:-1] + "0"})


def _reach_of(held: Held, permission: Permission, org: str) -> Q:
    reach = offices()[held.name].reach_of(permission)
    if reach == Reach.ALL:
        return ~Q(pk__in=[])
    if reach == Reach.BELOW:
        return below(held.org.path, org)
    if reach == Reach.HERE:
        return Q(**{org or "pk": held.org.pk})
    return Q(pk__in=[])


def require(by: Viewer, permission: Permission, *, at: Organisation | None = None) -> None:
    """NotAllowed unless one of his offices holds the permission there (beat 1 of every action)."""
    if not by.may(permission, at):
        raise NotAllowed(NOT_YOURS)


def may_grant(by: Viewer, org: Organisation, name: str) -> bool:
    """Does one office of his stand strictly above `org`, reach it, and may it grant this one?"""
    return any(
        held.org.pk != org.pk and held.reaches(org, GRANT_OFFICES) and name in offices()[held.name].grants
        for held in by.holding(GRANT_OFFICES)
    )


def require_grant(by: Viewer, org: Organisation, name: str) -> None:
    """NotAllowed unless he may grant this office there."""
    if not may_grant(by, org, name):
        raise NotAllowed(NOT_YOURS)
