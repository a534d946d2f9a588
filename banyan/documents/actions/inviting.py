"""Personal links on paper: for members who are handed one rather than sent one (trust.md T6, idea 2)."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from banyan.audit.record import act
from banyan.documents.rules import formal_name, why_not_slips
from banyan.documents.sheets import Invitation, invitation_sheets
from banyan.documents.typesetting import Sheet
from banyan.orgs.viewers import NOT_YOURS, Viewer
from banyan.people.actions import invite_member
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed, refuse_if


@act
def invite_on_paper(people: Iterable[Person], *, by: Viewer) -> list[Sheet]:
    """A personal link for each as a slip to cut off, good for 7 days; links given before end.

    Those whom `by` may not invite, such as officers above him, get no slip; NotAllowed when that is all of
    them. Refused when there is nobody. Audited as link.issued.
    """
    chosen = list(people)
    refuse_if(why_not_slips(len(chosen)))
    invitations = list(_invitations(chosen, by))
    if not invitations:
        raise NotAllowed(NOT_YOURS)
    return invitation_sheets(invitations)


def _invitations(people: Iterable[Person], by: Viewer) -> Iterator[Invitation]:
    for person in people:
        try:
            issued = invite_member(person, by=by)
        except NotAllowed:
            continue
        yield Invitation(
            name=person.name,
            organisation=formal_name(person.home.kind, person.home.name, person.home.full_name),
            address=issued.address,
            valid_until=timezone.localdate(issued.link.expires_at),
        )
