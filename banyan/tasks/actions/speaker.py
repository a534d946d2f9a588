"""Who may speak for a member."""

from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed
from banyan.tasks.permissions import CLAIM_OWN
from banyan.tasks.queries import may_claim_for


def speaker_for(person: Person, by: Viewer) -> str:
    """Nobody when he acts himself, else the name of whoever may act for him; NotAllowed for anybody else."""
    if by.account is not None and person.account_id == by.account.pk:
        require(by, CLAIM_OWN)
        return ""
    if may_claim_for(by, person):
        return by.audit_label[:60]
    raise NotAllowed(NOT_YOURS)
