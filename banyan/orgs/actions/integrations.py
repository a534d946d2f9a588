"""Programs that act for an organisation: an account of their own, the integration office and a token."""

from banyan.accounts.actions.opening import open_account
from banyan.accounts.actions.tokens import issue_token
from banyan.accounts.models import ApiToken
from banyan.audit.record import act
from banyan.orgs.actions.offices import end_office, grant_office
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import offices
from banyan.orgs.queries import integration_offices
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, require_grant


@act
def open_integration(
    org: Organisation, *, by: Viewer, words: str, verbs: list[str], days: int
) -> tuple[ApiToken, str]:
    """Let a program act for an organisation and those below it, within these permissions, for so many days.

    Returns the token and its secret, shown now and never again. Audited as office.granted and token.issued.
    """
    require_grant(by, org, OfficeName.INTEGRATION)
    account = open_account(by=by, label=words)
    grant_office(account, by=by, org=org, name=OfficeName.INTEGRATION)
    allowed = [permission.name for permission in offices()[OfficeName.INTEGRATION].permissions]
    return issue_token(account, verbs, by=by, allowed=allowed, words=words, days=days)


@act
def close_integration(org: Organisation, token: ApiToken, *, by: Viewer) -> None:
    """The program's office ends, and its token is refused from its next call on. Audited as token.revoked."""
    require_grant(by, org, OfficeName.INTEGRATION)
    for office in integration_offices(org, token.account):
        end_office(office, by=by)
