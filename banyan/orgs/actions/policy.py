"""What an organisation decides for itself and those below it."""

from banyan.audit.record import act, remember
from banyan.orgs.models import Organisation, PolicySetting
from banyan.orgs.permissions import SET_POLICY
from banyan.orgs.policies import Policy
from banyan.orgs.rules import why_not_set
from banyan.orgs.viewers import Viewer, require
from banyan.shared.errors import refuse_if


@act
def set_policy(org: Organisation, policy: Policy, value: int | str | bool, *, by: Viewer) -> None:
    """Decide a setting for an organisation and those below it that have none of their own."""
    require(by, SET_POLICY, at=org)
    refuse_if(why_not_set(policy, value))
    PolicySetting.objects.update_or_create(org=org, name=policy.name, defaults={"value": value})
    remember(by, "policy.set", org, org=org, policy=policy.name, value=value)


@act
def reset_policy(org: Organisation, policy: Policy, *, by: Viewer) -> None:
    """Decide nothing any more: what the organisation above decided holds again. Audited as policy.reset."""
    require(by, SET_POLICY, at=org)
    if PolicySetting.objects.filter(org=org, name=policy.name).delete()[0]:
        remember(by, "policy.reset", org, org=org, policy=policy.name)
