"""What an organisation has decided, or inherits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from banyan.orgs.models import Organisation, PolicySetting
from banyan.orgs.policies import POLICIES, Policy
from banyan.orgs.queries.tree import ancestors_of
from banyan.shared.prepared import prepared

Value = int | str | bool


def policy_of(org: Organisation, policy: Policy) -> Value:
    """What holds for an organisation: its own setting, else the nearest one above, else the default."""
    return policy_values(org, policy)[0]


def policy_values(org: Organisation, *policies: Policy) -> list[Value]:
    """Several policies of one organisation in one query, in this order."""
    decided: dict[str, dict[int, Value]] = {policy.name: {} for policy in policies}
    for row in _decided_above(_steps(org.path)):
        if row.name in decided:
            decided[row.name][row.org_id] = row.value
    return [_nearest(org.path, decided[policy.name], policy.default) for policy in policies]


@prepared
def _decided_above(steps: list[int]) -> "QuerySet[PolicySetting]":
    return PolicySetting.objects.filter(org__in=steps)


def policies_of(orgs: Iterable[Organisation], policy: Policy) -> dict[int, Value]:
    """The same for many organisations in one query: organisation id -> value."""
    settings = {
        row.org_id: row.value
        for row in PolicySetting.objects.filter(name=policy.name).only("org_id", "value")
    }
    return {org.pk: _nearest(org.path, settings, policy.default) for org in orgs}


def _nearest(path: str, settings: dict[int, Value], default: Value) -> Value:
    return next((settings[step] for step in reversed(_steps(path)) if step in settings), default)


def _steps(path: str) -> list[int]:
    """The organisations of a path, from the top down to itself."""
    return [int(step, 16) for step in path.strip("/").split("/") if step]


@dataclass(frozen=True)
class Setting:
    """One policy as it stands at an organisation: its value and who decided it (nobody: the default)."""

    policy: Policy
    value: Value
    decided_by: Organisation | None
    is_own: bool


def settings_of(org: Organisation) -> list[Setting]:
    """Every policy at an organisation, own, inherited or by default, in two queries."""
    nearest: dict[str, tuple[Value, Organisation]] = {}
    above = list(ancestors_of(org))
    rows = PolicySetting.objects.filter(org__in=above)
    by_org = {(row.org_id, row.name): row.value for row in rows}
    for each in above:
        nearest |= {name: (by_org[each.pk, name], each) for name in POLICIES if (each.pk, name) in by_org}
    return [_setting(policy, nearest.get(policy.name), org) for policy in POLICIES.values()]


def _setting(policy: Policy, decided: tuple[Value, Organisation] | None, org: Organisation) -> Setting:
    if decided is None:
        return Setting(policy, policy.default, None, is_own=False)
    value, decided_by = decided
    return Setting(policy, value, decided_by, is_own=decided_by.pk == org.pk)
